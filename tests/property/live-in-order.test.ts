import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { compareEvents } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { transferLogs } from '../support/naive-flows.ts';

// An event in order is looked at with a glance before anything is read of those it reaches, and a late one hides what
// a glance left out. So here all come in order, among accounts of which some are merchants for some of the time.

const DAY = 86_400_000;
const RUNS = 150;

const CASES = [
  { detector: 'fan-in', set: ['minCounterparties=2', 'window=30h'] },
  { detector: 'fan-out', set: ['minCounterparties=3'] },
  { detector: 'gather-scatter', set: ['minSources=2', 'minTargets=2', 'window=8h'] },
  { detector: 'gather-scatter', set: ['minSources=2', 'minTargets=3', 'window=30h'] },
  { detector: 'scatter-gather', set: ['minMiddles=2', 'window=2d'] },
  { detector: 'scatter-gather', set: ['minMiddles=2', 'window=1d', 'order=any'] },
  { detector: 'bipartite', set: ['minSources=2', 'minTargets=2', 'window=1d'] },
  { detector: 'stack', set: ['window=6d'] },
];

/** Three levels of accounts. */
const LANES = [
  [
    ['a', 'b'],
    ['c', 'd'],
  ],
  [
    ['c', 'd'],
    ['e', 'big'],
  ],
] as const;

const said = fc.record({
  account: fc.constantFrom('shop', 'shop', 'a', 'b', 'big'),
  type: fc.constantFrom('merchant', 'merchant', 'personal'),
  day: fc.constantFrom(-2, -2, 0, 1, 3),
});

/** Logs with references by which accounts are merchants, or cease to be. */
const logs = fc
  .tuple(transferLogs(60, ['a', 'b', 'c', 'd', 'e'], LANES), fc.array(said, { minLength: 1, maxLength: 4 }))
  .map(([log, references]) => {
    const start = Math.min(...log.map(({ at }) => at));
    const more = references.map(({ account, type, day }, i) => ({
      kind: 'reference' as const,
      source: 'x',
      id: `x${i}`,
      at: start + day * DAY,
      observedAt: start + day * DAY,
      subject: { type: 'Account' as const, id: account },
      accountType: type,
    }));
    return [...log, ...more].sort(compareEvents) as Event[];
  });

for (const { detector, set } of CASES)
  test(`live ${detector} (${set.join(' ')}) finds, and keeps out, of a log in order what one run does`, () => {
    const selection = { detectors: [detector], set: set.map((text) => `${detector}.${text}`) };
    let [found, kept] = [0, 0];
    fc.assert(
      fc.property(logs, fc.nat(), (log, place) => {
        const live = new LiveDetection(selection);
        const looks = new Set([place % log.length, log.length - 1]);
        log.forEach((event, i) => {
          live.apply(event);
          live.settle();
          if (!looks.has(i)) return;
          const whole = runDetectors({ ...buildEventGraph(log.slice(0, i + 1)), isPartial: true }, selection);
          expect(live.result()).toEqual(whole);
          found += whole.findings.length;
          kept += whole.hubs.length;
        });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(found, 'findings').toBeGreaterThan(0);
    expect(kept, 'hubs met').toBeGreaterThan(0);
  });
