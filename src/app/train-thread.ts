import { Worker } from 'node:worker_threads';
import type { Event } from '../graph/model/event.ts';
import type { Finding } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import type { LabelEvaluation, LabelEvaluationRequest } from './evaluate-labels.ts';
import type { LiveDecisions } from './live-decisions.ts';
import { requireReady } from './manage-models.ts';
import type { Serving } from './serving/serving.ts';
import type { TrainedRows, TrainRequest } from './train-model.ts';

/** What is to be done with the rows of the log. */
export type TrainJob =
  | { readonly do: 'train'; readonly request: TrainRequest }
  | {
      readonly do: 'evaluate';
      readonly request: LabelEvaluationRequest;
      readonly decisions: LiveDecisions;
    };

/** What the thread is told: events, then the job. */
export type TrainOrder =
  | { readonly events: readonly Event[] }
  | {
      /** Null where nobody ever looked for rings. */
      readonly rings: { readonly rings: readonly Ring[]; readonly findings: readonly Finding[] } | null;
      readonly job: TrainJob;
    };

/** What it says; errors are no longer of their class when they come out of it. */
export type TrainAnswer =
  | { readonly trained: TrainedRows }
  | { readonly evaluation: LabelEvaluation }
  | { readonly failed: { code: ErrorCode; message: string; facts: Readonly<Record<string, unknown>> } };

const underWay = new WeakSet<Serving>();

/** Trains in a thread of its own. @throws as `besides`, TRAINING_INVALID */
export async function trainBeside(serving: Serving, request: TrainRequest): Promise<TrainedRows> {
  const answer = await beside(serving, { do: 'train', request });
  return (answer as { trained: TrainedRows }).trained;
}

/** Evaluates in a thread of its own. @throws RingfenceError TRAINING_INVALID, RATE_LIMITED, NOT_READY */
export async function evaluateBeside(
  serving: Serving,
  request: LabelEvaluationRequest,
  decisions: LiveDecisions,
): Promise<LabelEvaluation> {
  const answer = await beside(serving, { do: 'evaluate', request, decisions });
  return (answer as { evaluation: LabelEvaluation }).evaluation;
}

/**
 * Answers go on meanwhile. Memory: once more all events and their features, for as long as it runs.
 * @throws RingfenceError RATE_LIMITED (one is under way), NOT_READY
 */
async function beside(serving: Serving, job: TrainJob): Promise<TrainAnswer> {
  requireReady(serving);
  if (underWay.has(serving))
    throw new RingfenceError('RATE_LIMITED', 'a training or an evaluation is under way already');
  underWay.add(serving);
  try {
    return await runThread(serving, job);
  } finally {
    underWay.delete(serving);
  }
}

async function runThread({ store, engine }: Serving, job: TrainJob): Promise<TrainAnswer> {
  const worker = new Worker(new URL('./train-thread-main.ts', import.meta.url));
  const tell = (order: TrainOrder): void => worker.postMessage(order);
  const { promise, resolve, reject } = Promise.withResolvers<TrainAnswer>();
  worker.on('message', (answer: TrainAnswer) => {
    if (!('failed' in answer)) return resolve(answer);
    const { code, message, facts } = answer.failed;
    reject(new RingfenceError(code, message, facts));
  });
  worker.on('error', reject);
  worker.on('exit', (status) => reject(new Error(`the thread that trains ended with ${status}`)));
  // Nobody waits yet while the log is read.
  promise.catch(() => {});
  try {
    for await (const batch of store.events.readFrom(0)) tell({ events: batch.map(({ event }) => event) });
    const { rings, findings } = engine.view;
    tell({ rings: { rings, findings }, job });
    return await promise;
  } finally {
    await worker.terminate();
  }
}
