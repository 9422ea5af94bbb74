import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIVE_BY_DEFAULT, LIVE_DETECTORS, LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectionResult, type DetectorSelection } from '../../src/detectors/run.ts';
import { compareEvents, type Event } from '../../src/graph/model/event.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { DAY } from '../../src/kernel/time.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { inForce } from '../support/in-force.ts';
import { LIVE_CASES } from '../support/live-cases.ts';
import { importShared } from '../support/imported-data.ts';
import { LATENESS } from '../support/live-logs.ts';
import { ALWAYS, isOutdated, rebuilt, restarted } from '../support/live-restart.ts';
import { loadScenarios } from '../support/scenario.ts';
import { longLogs, tardyArrivals } from '../support/long-logs.ts';

const RUNS = 30;
/** So much later everything happens a second time: longer than any window. */
const LATER = 200 * DAY;

/** As of a part of the log, as the slices of live detection are: significance needs the number of all transfers. */
function inOneRun(facts: readonly Event[], selection: DetectorSelection): DetectionResult {
  return runDetectors({ ...buildEventGraph(facts), isPartial: true }, selection);
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
              expect(live.isOutdated).toBe(false);
              seen.rebuilt++;
            }
            if (choices[i % 7]) {
              const next = restarted(live, make);
              if (next !== live) seen.restarted++;
              live = next;
            }
            if (!choices[(i + 3) % 7] && i < batches.length - 1) continue;
            const facts = inForce(sofar, null);
            const whole = inOneRun(facts, selection);
            expect(live.result()).toEqual(whole);
            seen.findings += whole.findings.length;
            seen.letGo += live.held < facts.length ? 1 : 0;
          }
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(0);
  });
}

/** The events, and the same of the same people long after, with keys of their own. */
function twice(events: readonly Event[]): Event[] {
  const again = events.map((event): Event => {
    const { id, at, observedAt } = event;
    const moved = { id: `${id}-again`, at: at + LATER, observedAt: observedAt + LATER };
    return event.kind === 'settlement'
      ? { ...event, ...moved, of: [event.of[0], `${event.of[1]}-again`] }
      : { ...event, ...moved };
  });
  return [...events, ...again].sort(compareEvents);
}

/** Takes in events, some of them late, letting go of whatever it can, and is started again a few times on the way. */
function forgetful(events: readonly Event[], selection: DetectorSelection, batch: number): LiveDetection {
  const make = (): LiveDetection => new LiveDetection(selection, { ...ALWAYS, steps: 20 });
  const random = rngFor(3, 'lateness');
  const arriving = events
    .map((event) => ({ event, at: event.at + (random.chance(0.1) ? random.int(0, LATENESS) : 0) }))
    .sort((a, b) => a.at - b.at);
  const stretch = Math.ceil(events.length / 5);
  let live = make();
  arriving.forEach(({ event }, i) => {
    live.apply(event);
    if (i % batch === 0) live.settle();
    if (i % stretch === stretch - 1) live = restarted(live, make);
  });
  expect(live.isOutdated).toBe(false);
  return live;
}

function heldWhole(events: readonly Event[], selection: DetectorSelection): number {
  const live = new LiveDetection(selection);
  for (const event of events) live.apply(event);
  return live.held;
}

test('live detection that lets go of old events finds in every scenario, when it happens a second time, what one run finds', () => {
  const currencies = new CurrencyTable();
  let [scenarios, shortened, found] = [0, 0, 0];
  for (const { title, events: wire, selection } of loadScenarios()) {
    const detectors = selection.detectors ?? LIVE_BY_DEFAULT;
    if (!detectors.every((name) => LIVE_DETECTORS.includes(name))) continue;
    const decoded = wire.map((event) => decodeEvent(event, currencies));
    const events = twice(inForce(decoded, null));
    const whole = inOneRun(events, { ...selection, detectors });
    if (whole.truncated.length > 0) continue;
    const live = forgetful(events, selection, 1);
    expect(live.result(), title).toEqual(whole);
    scenarios++;
    found += whole.findings.length;
    if (live.held < heldWhole(events, selection)) shortened++;
  }
  expect(scenarios).toBeGreaterThan(80);
  expect(found).toBeGreaterThan(120);
  expect(shortened, 'scenarios with something to let go of').toBeGreaterThan(8);
});

for (const [name, format, mapping] of [
  ['rift', 'rift'],
  ['gabmansur', 'csv', 'gabmansur.yaml'],
] as const) {
  const data = await importShared(format, [name], mapping);
  test.skipIf(!data)(
    `${name}: live detection that lets go of old events, when everything happens a second time, ends with what one run finds`,
    { timeout: 120_000 },
    async () => {
      const once: Event[] = [];
      for await (const part of data!.store.events.readAsOf(null)) once.push(...part);
      const events = twice(once);
      const whole = inOneRun(events, { detectors: LIVE_BY_DEFAULT });
      const live = forgetful(events, {}, 20);
      expect(whole.findings.length).toBeGreaterThan(0);
      expect(live.result()).toEqual(whole);
      expect(live.held).toBeLessThan(heldWhole(events, {}));
    },
  );
}
