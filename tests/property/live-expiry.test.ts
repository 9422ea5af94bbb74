import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPACTION_LIMITS } from '../../src/detectors/live/live-compaction.ts';
import { LIVE_BY_DEFAULT, LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectorSelection } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { inForce } from '../support/in-force.ts';
import { LIVE_CASES } from '../support/live-cases.ts';
import { longLogs, tardyArrivals } from '../support/long-logs.ts';

const RUNS = 40;
/** Lets go of what it can, all the time. */
const ALWAYS = { ...COMPACTION_LIMITS, atLeast: 0, share: 0, crowd: 1 };

/** What a service does with what comes too late: detection over everything, anew. */
function rebuilt(sofar: readonly Event[], make: () => LiveDetection): LiveDetection {
  const live = make();
  for (const event of sofar) if (event.kind === 'retraction') live.apply(event);
  for (const event of inForce(sofar, null)) {
    live.apply(event);
    live.settle();
  }
  expect(live.isOutdated).toBe(false);
  return live;
}

function isOutdated(live: LiveDetection, sofar: readonly Event[]): boolean {
  const strays = new Set(live.takeStrays().map((key) => JSON.stringify(key)));
  return live.isOutdated || sofar.some(({ source, id }) => strays.has(JSON.stringify([source, id])));
}

/** Another process that goes on from what was written down. */
function restarted(live: LiveDetection, make: () => LiveDetection): LiveDetection {
  const snapshot = live.snapshot();
  if (!snapshot) return live;
  const written = JSON.parse(JSON.stringify({ ...snapshot, facts: [...snapshot.facts] }));
  live.release();
  const next = make();
  Array.from(next.resume(written));
  return next;
}

for (const { detector, set, logs } of LIVE_CASES.filter((one) => LIVE_BY_DEFAULT.includes(one.detector))) {
  test(`live ${detector} (${set.join(' ')}) that lets go of old events, and is started again, finds what one run finds`, () => {
    const selection: DetectorSelection = { detectors: [detector], set };
    const seen = { letGo: 0, rebuilt: 0, restarted: 0, findings: 0 };
    fc.assert(
      fc.property(
        longLogs(logs).chain((log) => tardyArrivals(log)),
        fc.constantFrom(1, 100, 100_000),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        ({ batches }, steps, choices) => {
          const make = (): LiveDetection => new LiveDetection(selection, { ...ALWAYS, steps });
          let live = make();
          const sofar: Event[] = [];
          for (const [i, batch] of batches.entries()) {
            for (const event of batch) live.apply(event);
            live.settle();
            sofar.push(...batch);
            if (isOutdated(live, sofar)) {
              live = rebuilt(sofar, make);
              seen.rebuilt++;
            }
            if (choices[i % 7]) {
              const next = restarted(live, make);
              if (next !== live) seen.restarted++;
              live = next;
            }
            if (!choices[(i + 3) % 7] && i < batches.length - 1) continue;
            const facts = inForce(sofar, null);
            const batchRun = runDetectors({ ...buildEventGraph(facts), isPartial: true }, selection);
            expect(live.result()).toEqual(batchRun);
            seen.findings += batchRun.findings.length;
            seen.letGo += live.held < facts.length ? 1 : 0;
          }
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(0);
  });
}
