import { parentPort } from 'node:worker_threads';
import { runDetectors } from '../detectors/run.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { EventGraphBuilder } from '../projection/event-graph-builder.ts';
import type { DetectAnswer, DetectOrder } from './detect-thread.ts';

const say = (answer: DetectAnswer): void => parentPort!.postMessage(answer);
// With all tables: which detectors are to run is said only after the events.
const builder = new EventGraphBuilder(true);

parentPort!.on('message', (order: DetectOrder) => {
  if ('events' in order) for (const event of order.events) builder.add(event);
  else run(order.run);
});

function run(detectors: readonly string[]): void {
  try {
    say({ result: runDetectors(builder.finish(null), { detectors }) });
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const { code, message, facts } = error;
    say({ failed: { code, message, facts } });
  }
}
