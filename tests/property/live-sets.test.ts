import { expect, test } from 'vitest';
import { LIVE_BY_DEFAULT, LIVE_DETECTORS, LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectionResult, type DetectorSelection } from '../../src/detectors/run.ts';
import { compareEvents, type Event } from '../../src/graph/model/event.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { importShared } from '../support/imported-data.ts';
import { inForce } from '../support/in-force.ts';
import { LATENESS } from '../support/live-logs.ts';
import { loadScenarios } from '../support/scenario.ts';

/** Importing a data set and going through it event by event, on a machine that others use too. */
const PATIENCE = 240_000;

/** As of a part of the log, as the slices of live detection are: significance needs the number of all transfers. */
function inOneRun(events: readonly Event[], selection: DetectorSelection): DetectionResult {
  return runDetectors(
    { ...buildEventGraph(events), isPartial: true },
    { ...selection, detectors: selection.detectors ?? LIVE_BY_DEFAULT },
  );
}

function liveOver(events: readonly Event[], selection: DetectorSelection, batch: number): DetectionResult {
  const live = new LiveDetection(selection);
  events.forEach((event, i) => {
    live.apply(event);
    if (i % batch === 0) live.settle();
  });
  return live.result();
}

/** The events with some of them up to the allowed lateness late. */
function someLate(events: readonly Event[], share: number): Event[] {
  const random = rngFor(3, 'lateness');
  return events
    .map((event) => ({ event, at: event.at + (random.chance(share) ? random.int(0, LATENESS) : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

const scenarios = loadScenarios().filter(({ selection }) =>
  (selection.detectors ?? LIVE_BY_DEFAULT).every((name) => LIVE_DETECTORS.includes(name)),
);

test('live detection finds in every scenario what one run finds, from the first event on, from the last, and some late', () => {
  const currencies = new CurrencyTable();
  let found = 0;
  for (const { title, events: wire, selection, asOf } of scenarios) {
    const events = inForce(
      wire.map((event) => decodeEvent(event, currencies)),
      asOf,
    );
    const whole = inOneRun(events, selection);
    // Live detection never cuts anything short, so it has more than such a run.
    if (whole.truncated.length > 0) continue;
    found += whole.findings.length;
    expect(liveOver(events, selection, 1), title).toEqual(whole);
    expect(liveOver(events.toReversed(), selection, 1), `${title}, backwards`).toEqual(whole);
    expect(liveOver(someLate(events, 0.3), selection, 3), `${title}, some late`).toEqual(whole);
  }
  expect(scenarios.length).toBeGreaterThan(80);
  expect(found).toBeGreaterThan(60);
});

test('live detection takes back each event of a scenario as if it had never come', () => {
  const currencies = new CurrencyTable();
  for (const { title, events: wire, selection } of scenarios) {
    const events = inForce(
      wire.map((event) => decodeEvent(event, currencies)),
      null,
    );
    const live = new LiveDetection(selection);
    for (const event of events) live.apply(event);
    live.settle();
    const taken = events[Math.floor(events.length / 2)];
    live.apply({
      kind: 'retraction',
      source: 'test',
      id: 'back',
      at: taken.at,
      observedAt: taken.at,
      of: [taken.source, taken.id],
      reason: 'wrong',
    });
    const rest = events.filter((event) => event !== taken);
    expect(live.result(), title).toEqual(inOneRun(rest, selection));
  }
});

/** Payments of the third set go every way at 143 instants, where a late one may be part of thousands of cycles: none of these. */
const OF_MONEY = ['kiting-cycle', 'round-trip', 'mule-network'];

const SETS = [
  { name: 'rift', format: 'rift', path: ['rift'] },
  { name: 'gabmansur', format: 'csv', path: ['gabmansur'], mapping: 'gabmansur.yaml' },
  {
    name: 'paysim-identity',
    format: 'csv',
    path: ['paysim-identity'],
    mapping: 'paysim-identity.yaml',
    detectors: LIVE_BY_DEFAULT.filter((detector) => !OF_MONEY.includes(detector)),
  },
];

for (const { name, format, path, mapping, detectors } of SETS) {
  const data = await importShared(format, path, mapping);
  test.skipIf(!data)(
    `${name}: live detection, with some events late, ends with what one run finds`,
    { timeout: PATIENCE },
    async () => {
      const events: Event[] = [];
      for await (const part of data!.store.events.readAsOf(null)) events.push(...part);
      const whole = inOneRun(events.toSorted(compareEvents), { detectors });
      expect(whole.findings.length).toBeGreaterThan(0);
      expect(liveOver(someLate(events, 0.02), { detectors }, 20)).toEqual(whole);
    },
  );
}
