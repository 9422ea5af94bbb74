import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIVE_BY_DEFAULT, LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectionResult, type DetectorSelection } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import { inForce } from '../support/in-force.ts';
import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { arrivals, LATENESS, moneyLogs, passingLogs, withExtras } from '../support/live-logs.ts';
import { BUSY, useLogs } from '../support/use-logs.ts';

const NAMES = ['ann', 'Ann', 'bob', 'cid', 'dée', '__proto__'];
const RUNS = 60;

interface Case {
  readonly detector: string;
  readonly set: readonly string[];
  readonly logs: fc.Arbitrary<Event[]>;
}

const slow = withExtras(useLogs(60));
const busy = withExtras(useLogs(60, NAMES, undefined, BUSY));
const money = withExtras(moneyLogs());
const passing = withExtras(passingLogs());
const fewHubs = ['hubs.hubUsers=3', 'hubs.hubCounterparties=2'];

const CASES: readonly Case[] = [
  { detector: 'shared-identity', set: ['shared-identity.hubUsers=3'], logs: slow },
  { detector: 'device-sharing', set: fewHubs, logs: slow },
  { detector: 'device-sharing', set: [...fewHubs, 'device-sharing.minUsers=2'], logs: slow },
  {
    detector: 'ip-recycling',
    set: ['unknown', 'residential', 'campus'].map((kind) => `ip-recycling.${kind}Users=2`),
    logs: busy,
  },
  { detector: 'co-sharing', set: [...fewHubs, 'co-sharing.minUsers=2'], logs: slow },
  { detector: 'co-sharing', set: fewHubs, logs: busy },
  { detector: 'mule-network', set: fewHubs, logs: passing },
  {
    detector: 'mule-network',
    set: [
      ...fewHubs,
      ...['minShare=0.30', 'networkWindow=2d', 'maxRest=none', 'window=4h'].map(
        (text) => `mule-network.${text}`,
      ),
    ],
    logs: passing,
  },
  { detector: 'kiting-cycle', set: [], logs: money },
  { detector: 'round-trip', set: fewHubs, logs: money },
  {
    detector: 'round-trip',
    set: [
      ...fewHubs,
      ...['minRetention=none', 'maxRetention=none', 'fx=skip', 'window=5d', 'maxLength=4'].map(
        (text) => `round-trip.${text}`,
      ),
    ],
    logs: money,
  },
  {
    detector: 'kiting-cycle',
    set: [...fewHubs, 'kiting-cycle.minLength=2', 'kiting-cycle.window=2d'],
    logs: money,
  },
  {
    detector: 'kiting-cycle',
    set: [
      ...['ties=allow', 'minLength=2', 'minRepeats2=2', 'maxLength=4', 'minAmount=81'].map(
        (text) => `kiting-cycle.${text}`,
      ),
      'hubs.hubCounterparties=3',
    ],
    logs: money,
  },
];

/** As of a part of the log, as the slices of live detection are: significance needs the number of all transfers. */
function inOneRun(events: readonly Event[], selection: DetectorSelection = {}): DetectionResult {
  return runDetectors(
    { ...buildEventGraph(events), isPartial: true },
    { ...selection, detectors: selection.detectors ?? LIVE_BY_DEFAULT },
  );
}

for (const { detector, set, logs } of CASES) {
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
    if (detector !== 'ip-recycling') expect(kept, 'hubs met').toBeGreaterThan(0);
  });
}

test('live detection of a generated world, some of its events a day late, ends with the findings and rings of a batch run', () => {
  const world = createWorld({ ...WORLD_DEFAULTS, users: 120, days: 30, seed: 7, fraudRate: 0.3 });
  const events = [...world.events()].flat();
  const random = rngFor(7, 'arrivals');
  const arriving = events
    .map((event) => ({ event, at: event.at + (random.chance(0.05) ? random.int(0, LATENESS) : 0) }))
    .sort((a, b) => a.at - b.at);
  const live = new LiveDetection();
  for (const [i, { event }] of arriving.entries()) {
    live.apply(event);
    if (i % 50 === 0) live.settle();
  }
  const batchRun = inOneRun(events);
  expect(batchRun.findings.length).toBeGreaterThan(10);
  expect(live.result()).toEqual(batchRun);
  expect(formRings(live.result().findings)).toEqual(formRings(batchRun.findings));
});
