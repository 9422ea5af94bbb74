import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIVE_BY_DEFAULT, LIVE_DETECTORS, LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectionResult, type DetectorSelection } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import { inForce } from '../support/in-force.ts';
import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { LIVE_CASES } from '../support/live-cases.ts';
import { arrivals, LATENESS } from '../support/live-logs.ts';

const RUNS = 60;

/** Detectors that no hub keeps anything out of, or seldom in such logs. */
const WITHOUT_HUBS = new Set(['ip-recycling', 'link-burst', 'dormant-wake-up', 'bust-out']);

/** As of a part of the log, as the slices of live detection are: significance needs the number of all transfers. */
function inOneRun(events: readonly Event[], selection: DetectorSelection = {}): DetectionResult {
  return runDetectors(
    { ...buildEventGraph(events), isPartial: true },
    { ...selection, detectors: selection.detectors ?? LIVE_BY_DEFAULT },
  );
}

for (const { detector, set, logs } of LIVE_CASES) {
  test(`live ${detector} (${set.join(' ')}) finds after every batch what one run over the same events finds`, () => {
    let found = 0;
    let kept = 0;
    fc.assert(
      fc.property(
        logs.chain((log) => arrivals(log)),
        ({ batches }) => {
          const live = new LiveDetection({ detectors: [detector], set });
          const sofar: Event[] = [];
          // Findings that only go on are written when they are read, so some are left unread until the end.
          const isReadAtEndOnly = batches.length % 2 === 1;
          for (const batch of batches) {
            for (const event of batch) live.apply(event);
            live.settle();
            sofar.push(...batch);
            if (isReadAtEndOnly && batch !== batches.at(-1)) continue;
            const batchRun = inOneRun(inForce(sofar, null), { detectors: [detector], set });
            expect(live.result()).toEqual(batchRun);
            expect(formRings(live.result().findings)).toEqual(formRings(batchRun.findings));
            found += batchRun.findings.length;
            kept += batchRun.hubs.length;
          }
        },
      ),
      // Shrinking a log with its arrivals takes minutes; the seed shown runs the same log again.
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(found).toBeGreaterThan(0);
    if (!WITHOUT_HUBS.has(detector)) expect(kept, 'hubs met').toBeGreaterThan(0);
  });
}

/** Of those on request what one run cuts short is not found there, so the second world is small. */
const WORLDS = [
  { what: 'by default', detectors: LIVE_BY_DEFAULT, users: 120 },
  {
    what: 'on request',
    detectors: LIVE_DETECTORS.filter((name) => !LIVE_BY_DEFAULT.includes(name)),
    users: 40,
  },
];

test.for(WORLDS)(
  'detectors that run $what end live over a generated world, some of its events a day late, with the findings and rings of a batch run',
  ({ detectors, users }) => {
    const world = createWorld({ ...WORLD_DEFAULTS, users, days: 30, seed: 7, fraudRate: 0.3 });
    const events = [...world.events()].flat();
    const random = rngFor(7, 'arrivals');
    const arriving = events
      .map((event) => ({ event, at: event.at + (random.chance(0.05) ? random.int(0, LATENESS) : 0) }))
      .sort((a, b) => a.at - b.at);
    const live = new LiveDetection({ detectors });
    for (const [i, { event }] of arriving.entries()) {
      live.apply(event);
      if (i % 50 === 0) live.settle();
    }
    const batchRun = inOneRun(events, { detectors });
    expect(batchRun.findings.length).toBeGreaterThan(10);
    expect(live.result()).toEqual(batchRun);
    expect(formRings(live.result().findings)).toEqual(formRings(batchRun.findings));
  },
);
