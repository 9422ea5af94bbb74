import { parentPort, workerData } from 'node:worker_threads';
import { RingfenceError } from '../kernel/errors.ts';
import type { WorldJob, WorldMessage } from './world-thread.ts';
import { writeTruth, writeWorld } from './write-world.ts';

/** Events between two reports of progress. */
const REPORT_EVERY = 10_000;

const { folder, options, tables, truthCopy } = workerData as WorldJob;
const say = (message: WorldMessage) => parentPort!.postMessage(message);
let reported = 0;

try {
  const { events, truth, truthFile } = await writeWorld(folder, options, report, tables);
  if (truthCopy !== null) await writeTruth(truthCopy, truth);
  const { rings, loners = [], lookalikes } = truth;
  const counts = { rings: rings.length, loners: loners.length, lookalikes: lookalikes.length };
  say({ written: { events, ...counts, truthFile } });
} catch (error) {
  if (!(error instanceof RingfenceError)) throw error;
  const { code, message, facts } = error;
  say({ failed: { code, message, facts } });
}

function report(phase: string, done: number): void {
  if (done >= reported && done < reported + REPORT_EVERY) return;
  reported = done;
  say({ progress: { phase, done } });
}
