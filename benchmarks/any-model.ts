import { MODEL_FEATURES, rowsOfLog } from '../src/app/risk-rows.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { createWorld } from '../src/generator/world.ts';
import type { Event } from '../src/graph/model/event.ts';
import { takeColumns, takeRows } from '../src/risk/models/feature-matrix.ts';
import { trainGbdt } from '../src/risk/models/gbdt/train-gbdt.ts';
import { trainingSet } from '../src/risk/models/training-set.ts';
import { Scorer } from '../src/risk/scoring/scorer.ts';

export const TREES = 300;

/** Trees as many and as large as a model has; what they say does not matter here. */
export function anyModel(): Scorer {
  const log: Event[] = [];
  for (const batch of createWorld({ ...WORLD_DEFAULTS, users: 800, days: 30, seed: 7 }).events())
    log.push(...batch);
  const rows = rowsOfLog(log, null);
  const columns = takeColumns(
    rows.matrix,
    MODEL_FEATURES.map(({ name }) => name),
  );
  const amounts = columns.columns[0];
  const some = Array.from({ length: Math.min(8_000, rows.at.length) }, (_, i) => i);
  const labels = Uint8Array.from(some, (row) => Number((amounts[row] * 7_919 + row * 104_729) % 97 < 3));
  const { model } = trainGbdt(trainingSet(takeRows(columns, some), labels), {
    trees: TREES,
    learningRate: 0.02,
  });
  return new Scorer({
    parts: [{ model, weight: 1 }],
    intercept: 0,
    scale: { kind: 'platt', slope: 1, intercept: 0 },
  });
}
