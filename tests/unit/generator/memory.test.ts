import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { makeWorld } from '../../support/worlds.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The most that is alive while a world is planned and told, in bytes. */
function peakHeap(days: number): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const world = makeWorld({ users: 2_500, days });
  let peak = 0;
  let batches = 0;
  for (const batch of world.events())
    if (batch.length > 100 && batches++ % 100 === 0) {
      collect();
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }
  return peak;
}

it('needs no more memory for a window of a year than for one of a month', () => {
  peakHeap(30);
  const month = peakHeap(30);
  const year = peakHeap(360);
  expect(year / month).toBeLessThan(2);
});
