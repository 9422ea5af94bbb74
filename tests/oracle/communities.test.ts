import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COMMUNITY_FEATURES } from '../../src/features/live/community-features.ts';
import { FeatureEngine } from '../../src/features/live/feature-engine.ts';
import { replay } from '../../src/features/live/replay.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { communityLogs, crowdLogs } from '../support/community-logs.ts';
import { naiveCommunities, type NaiveCommunities } from '../support/naive-communities.ts';

const DAY = 86_400_000;

/**
 * Compares the communities of all payments of random logs with those worked out anew at every midnight.
 * @returns how often each size was seen, and how often a density below 1
 */
function compare(
  logs: fc.Arbitrary<Event[]>,
  numRuns: number,
): { sizes: Map<number, number>; loose: number } {
  const sizes = new Map<number, number>();
  let loose = 0;
  fc.assert(
    fc.property(logs, (events) => {
      const engine = new FeatureEngine({ features: COMMUNITY_FEATURES });
      const at = new Map<number, NaiveCommunities>();
      for (const { event, user, values } of replay(engine, events)) {
        const midnight = Math.floor(engine.now / DAY) * DAY;
        if (!at.has(midnight)) at.set(midnight, naiveCommunities(events, midnight));
        const { users, density } = at.get(midnight)!.get(user!) ?? { users: 0, density: 0 };
        expect({ id: event.id, users: values[0], density: values[1] }).toEqual({
          id: event.id,
          users,
          density,
        });
        sizes.set(users, (sizes.get(users) ?? 0) + 1);
        if (users > 0 && density < 1) loose++;
      }
    }),
    { numRuns },
  );
  return { sizes, loose };
}

it('gives the communities that a whole recomputation at each midnight gives', () => {
  const { sizes, loose } = compare(communityLogs(), 120);
  expect(sizes.get(0)).toBeGreaterThan(100);
  expect(loose).toBeGreaterThan(100);
  expect([...sizes.keys()].filter((size) => size > 2).length).toBeGreaterThan(3);
});

it('ties nobody by a crowd of settled people, and all by a crowd of new ones, as it comes and goes', () => {
  const { sizes } = compare(crowdLogs(), 40);
  expect(sizes.get(0)).toBeGreaterThan(100);
  expect([...sizes.keys()].filter((size) => size >= 50).length).toBeGreaterThan(3);
});
