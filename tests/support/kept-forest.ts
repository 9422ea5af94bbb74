import { enter } from '../../src/app/model-book.ts';
import type { Json, ModelRun, ModelStage } from '../../src/graph/model/document.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { featureMatrix } from '../../src/risk/models/feature-matrix.ts';
import type { Scorer } from '../../src/risk/scoring/scorer.ts';
import { packScorer } from '../../src/risk/scoring/scorer-artefact.ts';
import { fitForest } from '../../src/risk/training/fit-scorer.ts';
import type { Store } from '../../src/store/port.ts';

/** A small forest over amounts. */
export const FOREST: Scorer = fitForest(
  { model: 'isolation-forest', parameters: { trees: 3 } },
  featureMatrix(['amount'], [Float64Array.from({ length: 40 }, (_, i) => i * i)]),
);

/** Keeps a run with it, as training does. @returns its stage */
export async function keepForest(store: Store, id: string, clock: Clock): Promise<ModelStage> {
  const artefact = packScorer(FOREST.kept);
  const run: ModelRun = {
    id,
    at: clock.now(),
    model: 'isolation-forest',
    interval: { from: 0, to: 1, labelsUntil: 1 },
    features: ['amount'],
    parameters: {},
    seed: 1,
    rows: {},
    metrics: {},
    checksum: artefact.checksum,
    profiles: [],
  };
  return enter(store, run, artefact as unknown as Json, clock);
}
