import { parentPort } from 'node:worker_threads';
import type { Event } from '../graph/model/event.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { RingHistory } from '../risk/training/ring-history.ts';
import { evaluateRows } from './evaluate-labels.ts';
import { knownAt } from '../features/live/scored-event.ts';
import { rowsOfLog } from './risk-rows.ts';
import { trainRows } from './train-model.ts';
import type { TrainAnswer, TrainOrder } from './train-thread.ts';

const say = (answer: TrainAnswer): void => parentPort!.postMessage(answer);
const log: Event[] = [];

parentPort!.on('message', (order: TrainOrder) => {
  if ('events' in order) log.push(...order.events);
  else run(order);
});

function run(order: Exclude<TrainOrder, { events: unknown }>): void {
  try {
    const { rings, job } = order;
    const known = log.filter((event) => job.request.asOf === null || knownAt(event) <= job.request.asOf);
    const history = rings === null ? null : new RingHistory(rings.rings, rings.findings);
    const rows = rowsOfLog(known, history);
    if (job.do === 'train') say({ trained: trainRows(rows, job.request) });
    else say({ evaluation: evaluateRows(rows, job.request, job.decisions) });
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const { code, message, facts } = error;
    say({ failed: { code, message, facts } });
  }
}
