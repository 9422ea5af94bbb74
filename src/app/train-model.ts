import { LIVE_FEATURES } from '../features/live/features.ts';
import type { Json, KeptDocument, ModelRun } from '../graph/model/document.ts';
import { digestId } from '../kernel/canonical.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { averagePrecision } from '../risk/metrics/average-precision.ts';
import { brierSkill } from '../risk/metrics/brier.ts';
import { profileOf, profilesOf } from '../risk/metrics/psi.ts';
import { takeColumns, takeRows, type FeatureMatrix } from '../risk/models/feature-matrix.ts';
import type { SmoteOptions } from '../risk/models/smote.ts';
import { trainingSet, type TrainingSet } from '../risk/models/training-set.ts';
import { packScorer, type ScorerArtefact } from '../risk/scoring/scorer-artefact.ts';
import type { Scorer } from '../risk/scoring/scorer.ts';
import { fitForest, fitScorer, type FitRequest } from '../risk/training/fit-scorer.ts';
import type { ModelName } from '../risk/training/model-names.ts';
import {
  personOf,
  splitByLabels,
  SPLIT_DEFAULTS,
  type LabelSplit,
  type Part,
} from '../risk/training/label-split.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { enter } from './model-book.ts';
import { logRows, MODEL_FEATURES, type LogRows } from './risk-rows.ts';

export interface TrainRequest {
  readonly model: ModelName;
  readonly parameters?: Readonly<Record<string, number | string>>;
  readonly smote?: Partial<SmoteOptions> | null;
  readonly tune?: boolean;
  /** The instant to train as of; the end of the log when null. */
  readonly asOf: number | null;
}

export interface TrainReport {
  readonly run: ModelRun;
  /** What the run is now: the first becomes champion, later ones challenger. */
  readonly stage: 'champion' | 'challenger';
  /** One sentence each: what was left out, drawn or presumed. */
  readonly notes: readonly string[];
}

/** What a training gave, before it is kept. */
export interface TrainedRows {
  readonly artefact: ScorerArtefact;
  readonly run: Omit<ModelRun, 'id' | 'at'>;
  readonly notes: readonly string[];
}

/**
 * Trains a model on the labels of a store and keeps it with all that its scores rest on.
 * @throws RingfenceError TRAINING_INVALID when there is nothing to learn from, saying what would help
 */
export async function trainModel(
  store: Store,
  request: TrainRequest,
  clock: Clock,
  progress: Progress = () => {},
): Promise<TrainReport> {
  const rows = await logRows(store, request.asOf, progress);
  return keepTrained(store, trainRows(rows, request, progress), clock);
}

/** Trains on rows that are there already. @throws RingfenceError TRAINING_INVALID */
export function trainRows(rows: LogRows, request: TrainRequest, progress: Progress = () => {}): TrainedRows {
  const { scorer, run, notes } =
    request.model === 'isolation-forest' ? withoutLabels(rows, request) : withLabels(rows, request, progress);
  const artefact = packScorer(scorer);
  return { artefact, run: { ...run, checksum: artefact.checksum }, notes };
}

/** Keeps what was trained, as champion or challenger. @param alongside what is kept with it, all or nothing */
export async function keepTrained(
  store: Store,
  { artefact, run, notes }: TrainedRows,
  clock: Clock,
  alongside: (kept: ModelRun) => readonly KeptDocument[] = () => [],
): Promise<TrainReport> {
  const at = clock.now();
  const kept: ModelRun = { ...run, id: digestId(['model', run.checksum, at]), at };
  const stage = await enter(store, kept, artefact as unknown as Json, clock, alongside(kept));
  return { run: kept, stage, notes };
}

interface Trained {
  readonly scorer: Scorer['kept'];
  readonly run: Omit<ModelRun, 'id' | 'at' | 'checksum'>;
  readonly notes: readonly string[];
}

function withLabels(rows: LogRows, request: TrainRequest, progress: Progress): Trained {
  if (rows.outcomes.frauds === 0)
    throw new RingfenceError(
      'TRAINING_INVALID',
      'labels: the store has no label that says fraud, so there is nothing to learn from; import labels, or train an ' +
        'isolation forest, which needs none: train --model isolation-forest',
      { field: 'labels' },
    );
  const split = splitByLabels(rows, rows.outcomes, {
    ...SPLIT_DEFAULTS,
    trainedAt: request.asOf ?? rows.end,
    judgedAt: null,
  });
  progress(`training: ${request.model}`, 0);
  const columns = takeColumns(rows.matrix, featuresFor(request.model));
  const [fit, choose] = [setOf(columns, split.fit), setOf(columns, split.choose)];
  const scorer = fitScorer({ ...request, ...foldGroups(rows, split) }, fit, choose);
  return {
    scorer: scorer.kept,
    run: {
      ...common(scorer, request, fit.matrix),
      interval: { from: split.fit.from, to: split.fit.to, labelsUntil: split.trainedAt },
      rows: split.counts,
      metrics: chooseMetrics(scorer, choose),
    },
    notes: notesOf(split),
  };
}

/** Everything there is, labels or not. */
function withoutLabels(rows: LogRows, request: TrainRequest): Trained {
  if (rows.at.length < 2)
    throw new RingfenceError('TRAINING_INVALID', `rows: ${rows.at.length} transactions; wanted at least 2`, {
      field: 'rows',
    });
  const matrix = takeColumns(rows.matrix, featuresFor('isolation-forest'));
  const scorer = fitForest(request, matrix);
  return {
    scorer: scorer.kept,
    run: {
      ...common(scorer, request, matrix),
      interval: { from: rows.at[0], to: rows.at.at(-1)!, labelsUntil: rows.end },
      rows: { rows: rows.at.length, fitRows: rows.at.length },
      metrics: { averagePrecision: null },
    },
    notes: ['No labels were used: the risk is a scale from ordinary to rare, no probability.'],
  };
}

/** Ring features are for models that learn how much they mean; a forest would only see that rings are rare. */
function featuresFor(model: ModelName): string[] {
  const forest = model === 'isolation-forest';
  return MODEL_FEATURES.filter(({ group }) => !forest || group === 'transaction').map(({ name }) => name);
}

function common(scorer: Scorer, request: TrainRequest, matrix: FeatureMatrix) {
  const margins = scorer.margins(matrix);
  const [{ model }] = scorer.kept.parts;
  return {
    model: request.model,
    features: scorer.features,
    parameters: { ...model.options, ...(request.smote ? { smote: request.smote } : {}) } as unknown as Json,
    seed: 'seed' in model.options ? model.options.seed : null,
    profiles: [...profilesOf(matrix), profileOf('risk', margins.map(scorer.riskOf))],
  };
}

/** On the rows that stopped and calibrated it, which flatters; `evaluate` has the figures to trust. */
function chooseMetrics(scorer: Scorer, choose: TrainingSet): Record<string, number | null> {
  const probabilities = scorer.margins(choose.matrix).map((margin) => scorer.riskOf(margin) / 100);
  return {
    averagePrecision: averagePrecision(probabilities, choose.labels),
    brierSkill: brierSkill(probabilities, choose.labels),
  };
}

/** Rows of a part with some of the columns. */
export function setOf(matrix: FeatureMatrix, part: Part): TrainingSet {
  return trainingSet(takeRows(matrix, part.rows), part.labels, part.weights);
}

/** For tuning and calibrating: rows of one ring, or one person, in one fold. */
export function foldGroups(
  { rings, of }: LogRows,
  { fit: { rows }, fitFolds }: LabelSplit,
): Pick<FitRequest, 'groups' | 'folds'> {
  const numbers = new Map<string, number>();
  const groups = Int32Array.from(rows, (row) => {
    const name = rings[row] ?? personOf(of[row]);
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
  return { groups, folds: fitFolds };
}

/** What people have to know to read the figures. */
export function notesOf({ counts, delay, fit, trainedAt }: LabelSplit): string[] {
  const days = (ms: number): string => (ms / 86_400_000).toFixed(1);
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const notes = [
    `Labels come late (95 % within ${days(delay)} days), so training on ${day(trainedAt)} stops at ${day(trainedAt - delay)}; ` +
      `${counts.tooYoung} younger transactions are left out.`,
    `${counts.fitPresumed} older transactions without a label are presumed legitimate` +
      (fit.weights === null
        ? ', each counting once.'
        : `, of which ${counts.fitDrawn} were drawn at random, each counting for ${(counts.fitPresumed / counts.fitDrawn).toFixed(1)}.`),
    `Left out: ${counts.open} with an open verdict, ${counts.knownBefore} by people known as fraudsters at the time, ` +
      `${counts.beside} without a label by members of rings with a known fraudster, ` +
      `${counts.otherSide} of rings and fraudsters with most of their frauds on the other side.`,
  ];
  return notes;
}

/** All features by group, for the ablation. */
export function namesOf(group: 'transaction' | 'graph' | 'both'): string[] {
  return LIVE_FEATURES.filter(
    (feature) => feature.compatibilityOnly !== true && (group === 'both' || feature.group === group),
  ).map(({ name }) => name);
}
