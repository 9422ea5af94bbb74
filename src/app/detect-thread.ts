import { Worker } from 'node:worker_threads';
import { planDetection, type DetectionResult } from '../detectors/run.ts';
import type { Event } from '../graph/model/event.ts';
import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import type { Serving } from './serving/serving.ts';

/** What the thread is told: events in event order, then what to run. */
export type DetectOrder = { readonly events: readonly Event[] } | { readonly run: readonly string[] };

/** What it says; errors are no longer of their class when they come out of it. */
export type DetectAnswer =
  | { readonly result: DetectionResult }
  | { readonly failed: { code: ErrorCode; message: string; facts: Readonly<Record<string, unknown>> } };

export interface DetectSummary {
  readonly findings: number;
  readonly rings: number;
  readonly truncated: readonly string[];
  readonly seconds: number;
}

const underWay = new WeakSet<Serving>();

/**
 * Runs detectors that do not run live over everything stored, in a thread of its own so that answers go on meanwhile,
 * and keeps what they find. Memory: once more all events, for as long as it runs.
 * @param names without them those that run by default
 * @throws RingfenceError OPTION_INVALID (no such detector), RATE_LIMITED (one run is under way), NOT_READY
 */
export async function detectBeside(
  serving: Serving,
  names: readonly string[] | null,
): Promise<DetectSummary> {
  const { engine, clock } = serving;
  const chosen = planDetection(names ? { detectors: names } : {}).detectors.map(({ name }) => name);
  if (engine.state !== 'ready') throw new RingfenceError('NOT_READY', `the engine is ${engine.state}`);
  if (underWay.has(serving)) throw new RingfenceError('RATE_LIMITED', 'a detection is under way already');
  underWay.add(serving);
  const started = clock.elapsed();
  try {
    const beside = chosen.filter((name) => !engine.liveDetectors.includes(name));
    const result = beside.length > 0 ? await runThread(serving, beside) : null;
    if (result) await engine.keep(result);
    const view = engine.refresh();
    return {
      findings: view.findings.filter(({ detector }) => chosen.includes(detector)).length,
      rings: view.rings.length,
      truncated: (result?.truncated ?? []).map(
        ({ detector, what, cap, leftOut }) => `${detector}: ${what} beyond ${cap} left out (${leftOut})`,
      ),
      seconds: (clock.elapsed() - started) / 1000,
    };
  } finally {
    underWay.delete(serving);
  }
}

async function runThread({ store }: Serving, detectors: readonly string[]): Promise<DetectionResult> {
  const worker = new Worker(new URL('./detect-thread-main.ts', import.meta.url));
  const tell = (order: DetectOrder): void => worker.postMessage(order);
  const { promise, resolve, reject } = Promise.withResolvers<DetectionResult>();
  worker.on('message', (answer: DetectAnswer) => {
    if ('result' in answer) return resolve(answer.result);
    const { code, message, facts } = answer.failed;
    reject(new RingfenceError(code, message, facts));
  });
  worker.on('error', reject);
  worker.on('exit', (status) => reject(new Error(`the thread that detects ended with ${status}`)));
  try {
    for await (const events of store.events.readAsOf(null)) tell({ events });
    tell({ run: detectors });
    return await promise;
  } finally {
    await worker.terminate();
  }
}
