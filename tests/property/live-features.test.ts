import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COMMUNITY_FEATURES } from '../../src/features/live/community-features.ts';
import type { FeatureDefinition } from '../../src/features/live/definition.ts';
import { FeatureEngine } from '../../src/features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../../src/features/live/features.ts';
import { replay } from '../../src/features/live/replay.ts';
import { compareKnown, isScored, knownAt } from '../../src/features/live/scored-event.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { communityLogs } from '../support/community-logs.ts';
import { liveFeatureLogs, retractedLogs } from '../support/live-feature-logs.ts';

/** The features and the events that an engine is given for a log. */
interface Rig {
  readonly features: (log: readonly Event[]) => readonly FeatureDefinition[];
  readonly given: (event: Event) => Event;
}

const HONEST: Rig = { features: () => LIVE_FEATURES, given: (event) => event };

const NEXT: Omit<FeatureDefinition, 'read'> = {
  name: 'planted_leak',
  group: 'transaction',
  kind: 'number',
  unit: 'ms',
  window: 'none',
  formula: 'When the next event happens.',
  source: 'R',
  asOf: 'itself',
};

/** One feature reads one event further. */
const READS_ON: Rig = {
  ...HONEST,
  features: (log) => {
    const order = log.toSorted(compareKnown);
    return [...LIVE_FEATURES, { ...NEXT, read: ({ event }) => order[order.indexOf(event) + 1]?.at ?? NaN }];
  },
};

/** Labels count from when the fraud happened, not from when it was found out. */
const KNOWS_LABELS: Rig = {
  ...HONEST,
  given: (event) => (event.kind === 'label' ? { ...event, observedAt: event.at } : event),
};

/** Communities count a use from when it happened, not from when it was told of. */
const KNOWS_USES: Rig = {
  features: () => COMMUNITY_FEATURES,
  given: (event) => (isScored(event) ? event : { ...event, observedAt: event.at }),
};

function vectors(log: readonly Event[], { features, given }: Rig): Map<string, Float64Array> {
  const engine = new FeatureEngine({ features: features(log) });
  const found = [...replay(engine, log.map(given))];
  return new Map(found.map(({ event, values }) => [event.id, values]));
}

/** Ids of transactions known by the cut whose vector is another when all that is known later is cut off the log. */
function changedByCutting(log: readonly Event[], cut: number, rig: Rig): string[] {
  const kept = log.filter((event) => knownAt(event) <= cut);
  const [whole, part] = [vectors(log, rig), vectors(kept, rig)];
  return kept.flatMap((event) => {
    const [one, other] = [whole.get(event.id), part.get(event.id)];
    const isSame =
      one === undefined ? other === undefined : one.every((value, i) => Object.is(value, other?.[i]));
    return isScored(event) && !isSame ? [event.id] : [];
  });
}

function logsAndCuts(logs: fc.Arbitrary<Event[]>) {
  return logs.chain((log) => fc.record({ log: fc.constant(log), cut: fc.constantFrom(...log.map(knownAt)) }));
}

it('a vector does not change when the log is cut at any instant after it', () => {
  for (const logs of [liveFeatureLogs(), retractedLogs(), communityLogs()])
    fc.assert(
      fc.property(logsAndCuts(logs), ({ log, cut }) => {
        expect(changedByCutting(log, cut, HONEST)).toEqual([]);
      }),
      { numRuns: 100 },
    );
});

it.each([
  ['reads one event further', READS_ON, liveFeatureLogs()],
  ['knows a label before it was given', KNOWS_LABELS, liveFeatureLogs()],
  ['knows at midnight who shares what before it was told', KNOWS_USES, communityLogs()],
])('a feature that %s is caught', (_, rig, logs) => {
  const found = fc.check(
    fc.property(logsAndCuts(logs), ({ log, cut }) => changedByCutting(log, cut, rig).length === 0),
    { numRuns: 100, endOnFailure: true },
  );
  expect(found.failed).toBe(true);
});

it('the same vectors come one event at a time as from the whole log', () => {
  for (const logs of [liveFeatureLogs(), communityLogs()])
    fc.assert(
      fc.property(logs, (log) => {
        // A millisecond apart: peers of an instant are known to each other only when they come together.
        const apart = log.map((event, i) => ({
          ...event,
          at: event.at + i,
          observedAt: event.observedAt + i,
        }));
        const byKey = new Map(apart.map((event) => [event.id, event]));
        const engine = new FeatureEngine();
        const wanted = vectors(apart, HONEST);
        const known = new Set<string>();
        for (const event of apart.toSorted(compareKnown)) {
          known.add(event.id);
          // What was retracted before it became known has no vector in a replay.
          if (isScored(event) && wanted.has(event.id))
            expect(engine.read(event)).toEqual(wanted.get(event.id));
          const about = targetOf(event);
          engine.apply(event, known.has(about) ? byKey.get(about) : undefined);
        }
      }),
      { numRuns: 50 },
    );
});

/** The id of the event that one is about, where it is about one. */
function targetOf(event: Event): string {
  if (event.kind === 'retraction') return event.of[1];
  return event.kind === 'label' && event.subject.type === 'Event' ? event.subject.id : '';
}

it('reading changes nothing', () => {
  fc.assert(
    fc.property(liveFeatureLogs(), (log) => {
      const engine = new FeatureEngine();
      const wanted = vectors(log, HONEST);
      const order = log.toSorted(compareKnown);
      for (let from = 0, to = 0; from < order.length; from = to) {
        while (to < order.length && knownAt(order[to]) === knownAt(order[from])) to++;
        const instant = order.slice(from, to);
        for (const event of instant) if (isScored(event)) engine.read(event);
        const found = engine.take(instant, ([, id]) => order.slice(0, to).find((event) => event.id === id));
        for (const { event, values } of found) expect(values).toEqual(wanted.get(event.id));
      }
    }),
    { numRuns: 50 },
  );
});
