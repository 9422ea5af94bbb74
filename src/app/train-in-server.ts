import type { ModelRun } from '../graph/model/document.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { MODEL_NAMES, type ModelName } from '../risk/training/model-names.ts';
import { TRAIN_SHARE } from '../risk/training/label-split.ts';
import type { LabelEvaluation } from './evaluate-labels.ts';
import { promote } from './model-book.ts';
import { findRun, requireReady, type StagedRun } from './manage-models.ts';
import { actDocument, doneBefore, inTurn, type Done } from './serving/acts.ts';
import type { Serving } from './serving/serving.ts';
import { keepTrained } from './train-model.ts';
import { evaluateBeside, trainBeside } from './train-thread.ts';

export interface RetrainRequest {
  /** Null: it cannot be sent again safely, as each call trains once more. */
  readonly key: string | null;
  readonly model?: string | null | undefined;
  readonly parameters?: Readonly<Record<string, number | string>> | null | undefined;
  readonly smote?: boolean | null | undefined;
  readonly tune?: boolean | null | undefined;
  /** Whether the new model decides at once; else the first does, and later ones score beside. */
  readonly promote?: boolean | null | undefined;
}

export interface Retrained {
  readonly run: StagedRun;
  readonly notes: readonly string[];
}

/**
 * Trains on all that is stored, in a thread of its own; scoring goes on meanwhile, and goes over to what came of it
 * between two scores.
 * @throws RingfenceError TRAINING_INVALID, REQUEST_INVALID, RATE_LIMITED (one is under way), ID_CONFLICT, NOT_READY
 */
export async function retrain(serving: Serving, request: RetrainRequest): Promise<Done<Retrained>> {
  const { key, parameters, smote, tune } = request;
  const model = modelNamed(request.model ?? 'gbdt');
  if ((smote || tune) && model !== 'logistic-regression')
    throw new RingfenceError('REQUEST_INVALID', `smote and tune are for logistic-regression, not ${model}`, {
      field: smote ? 'smote' : 'tune',
    });
  const act = key === null ? null : { name: 'train', key, request: { ...request, key: null } };
  const before = act && (await doneBefore(serving, act));
  if (before) return { result: await trainedBefore(serving, before as unknown as Kept), duplicate: true };
  const trained = await trainBeside(serving, {
    model,
    parameters: parameters ?? {},
    smote: smote ? {} : null,
    tune: tune ?? false,
    asOf: null,
  });
  return inTurn(serving, async () => {
    requireReady(serving);
    const { store, clock, engine } = serving;
    const { run, notes } = await keepTrained(store, trained, clock, (kept) =>
      act ? [actDocument(serving, act, { run: kept.id, notes: trained.notes })] : [],
    );
    if (request.promote) await promote(store, run.id, clock);
    await engine.scorer.reload();
    return { result: { run: await staged(serving, run), notes }, duplicate: false };
  });
}

interface Kept {
  readonly run: string;
  readonly notes: readonly string[];
}

async function trainedBefore(serving: Serving, { run: id, notes }: Kept): Promise<Retrained> {
  const run = await findRun(serving, id);
  if (!run) throw new RingfenceError('NOT_FOUND', 'the model that was trained under this key is gone');
  return { run, notes };
}

async function staged(serving: Serving, run: ModelRun): Promise<StagedRun> {
  return (await findRun(serving, run.id)) ?? { ...run, stage: null };
}

function modelNamed(name: string): ModelName {
  const known = MODEL_NAMES.find((one) => one === name);
  if (known === undefined)
    throw new RingfenceError('REQUEST_INVALID', `model: unknown; wanted one of ${MODEL_NAMES.join(', ')}`, {
      field: 'model',
    });
  return known;
}

export interface EvaluationRequest {
  readonly model?: string | null | undefined;
  readonly trainShare?: number | null | undefined;
}

const latest = new WeakMap<Serving, { readonly of: string; readonly evaluation: LabelEvaluation }>();

/**
 * Judges models by the store's own labels, in a thread of its own; the last answer is given again as long as no event, rule
 * or policy came since.
 * @throws RingfenceError TRAINING_INVALID, REQUEST_INVALID, RATE_LIMITED, NOT_READY
 */
export async function evaluation(serving: Serving, request: EvaluationRequest): Promise<LabelEvaluation> {
  const model = modelNamed(request.model ?? 'gbdt');
  const trainShare = request.trainShare ?? TRAIN_SHARE;
  if (model === 'isolation-forest')
    throw new RingfenceError('REQUEST_INVALID', 'model: an isolation forest learns from no labels', {
      field: 'model',
    });
  if (!(trainShare > 0 && trainShare < 1))
    throw new RingfenceError('REQUEST_INVALID', 'trainShare is to be between 0 and 1', {
      field: 'trainShare',
    });
  requireReady(serving);
  const { rules, policy } = serving.engine.scorer.inForce!;
  const of = JSON.stringify([model, trainShare, serving.engine.lag.taken, rules, policy]);
  const before = latest.get(serving);
  if (before?.of === of) return before.evaluation;
  const made = await evaluateBeside(serving, { model, trainShare, asOf: null }, { rules, policy });
  latest.set(serving, { of, evaluation: made });
  return made;
}
