import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import { linkBurst } from '../../src/detectors/link-burst/detect.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { byId, inOrder, naiveEpisodes, plainEpisode, plainFinding } from '../support/naive-episodes.ts';

// A second reading of docs/algorithms/link-burst.md: counts the connections before each connection afresh.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Rules {
  readonly minConnections: number;
  readonly window: number;
  readonly minInWeek: number;
  readonly weekRatio: number | null;
}

function naive(events: readonly Event[], rules: Rules) {
  const all = inOrder(events).filter((one) => one.kind === 'bank-connection');
  const users = [...new Set(all.map(({ user }) => user))];
  const findings = users.flatMap((user) => {
    const own = all.filter((one) => one.user === user);
    const within = (event: Event, span: number) =>
      own.slice(0, own.findIndex((one) => one === event) + 1).filter((one) => one.at >= event.at - span);
    return (['day', 'week'] as const).flatMap((tier) => {
      const window = tier === 'day' ? rules.window : 7 * DAY;
      const completing = own.flatMap((event) => {
        const counted = within(event, window);
        if (counted.length < (tier === 'day' ? rules.minConnections : rules.minInWeek)) return [];
        const average = within(event, 30 * DAY).length / 30;
        const times = counted.length / 7 / average;
        // Far from the exact limit in floats only where the fraction is not exact; 3.00 is reached at 7 of 10.
        const over = rules.weekRatio === null || times - rules.weekRatio / 10_000 > 1e-9;
        return tier === 'week' && !over ? [] : [{ event, counted: new Map([[user, counted]]) }];
      });
      return naiveEpisodes(completing, window).map((run) => {
        const plain = plainEpisode(run, {
          detector: 'link-burst',
          subject: [user, tier],
          shared: [],
          binds: '',
        });
        return {
          ...plain,
          peak: Math.max(...run.completing.map(({ counted }) => counted.get(user)!.length)),
          binds: `${plain.first} beside another`,
        };
      });
    });
  });
  return byId(findings);
}

const pause = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, MINUTE, 300 * MINUTE) },
  { weight: 3, arbitrary: fc.constantFrom(DAY / 2, DAY - 1, DAY, DAY + 1) },
  { weight: 2, arbitrary: fc.constantFrom(3 * DAY, 7 * DAY, 12 * DAY, 30 * DAY) },
);
const happening = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constant('bank-connection'), user: fc.constantFrom('ann', 'bob') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('session'), user: fc.constant('ann') }) },
);
const logs = fc
  .array(fc.record({ happening, pause }), { minLength: 4, maxLength: 40, size: 'max' })
  .map((steps) => {
    let at = Date.UTC(2025, 0, 1);
    return steps.map(({ happening, pause }, i) => {
      at += pause;
      return { ...happening, source: 's', id: `e${i}`, at, observedAt: at } as unknown as Event;
    });
  });
const rules = fc.record({
  minConnections: fc.constantFrom(2, 3, 5),
  window: fc.constantFrom(DAY, 60 * MINUTE, Infinity),
  minInWeek: fc.constantFrom(1, 3, 7),
  weekRatio: fc.constantFrom(30_000, 30_000, 20_000, null),
});

test('bursts of bank connections are those that a naive reading of the events gives', () => {
  const found = { day: 0, week: 0 };
  const property = fc.property(logs, rules, (events, chosen) => {
    const graph = buildEventGraph(events);
    const { findings } = linkBurst.detect(graph, chosen, hubCalendar(graph));
    for (const { subject, strength } of findings) {
      found[subject[1] as 'day' | 'week']++;
      expect(strength > 0 && strength <= 10_000).toBe(true);
    }
    expect(byId(findings.map(plainFinding))).toEqual(naive(events, chosen));
  });
  fc.assert(property, { numRuns: 1_000 });
  expect(Math.min(found.day, found.week)).toBeGreaterThan(500);
});
