import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FeatureEngine } from '../../src/features/live/feature-engine.ts';
import { FeatureState } from '../../src/features/live/feature-state.ts';
import { WALK_LIMITS } from '../../src/features/live/limits.ts';
import { compareKnown, isScored } from '../../src/features/live/scored-event.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { DAY } from '../../src/kernel/time.ts';
import { liveFeatureLogs, retractedLogs } from '../support/live-feature-logs.ts';

/** So few that the logs have crowds. */
const CROWD = 2;

/** Who has known fraud beside, by looking at all ties as the lists hold them. */
function nearByLooking(state: FeatureState): { users: boolean[]; accounts: boolean[] } {
  const { sharing, money, marks, things } = state;
  const isHot = (thing: number): boolean => {
    if (marks.isThing(thing)) return true;
    if (things.isBlock(thing) && sharing.ties.sizeOfRight(thing) > CROWD) return false;
    for (let tie = sharing.ties.firstOfRight(thing); tie >= 0; tie = sharing.ties.nextOfRight(tie))
      if (marks.isUser(sharing.ties.left(tie))) return true;
    return false;
  };
  const users = Array.from({ length: state.users.size }, (_, user) => {
    for (let tie = sharing.ties.firstOfLeft(user); tie >= 0; tie = sharing.ties.nextOfLeft(tie))
      if (!things.isAccount(sharing.ties.right(tie)) && isHot(sharing.ties.right(tie))) return true;
    return false;
  });
  const accounts = Array.from({ length: things.size }, (_, thing) => {
    for (let tie = money.firstOfLeft(thing); tie >= 0; tie = money.nextOfLeft(tie))
      if (isHot(money.right(tie))) return true;
    for (let tie = money.firstOfRight(thing); tie >= 0; tie = money.nextOfRight(tie))
      if (isHot(money.left(tie))) return true;
    return false;
  });
  return { users, accounts };
}

function take(state: FeatureState, event: Event, find: (id: string) => Event | undefined): void {
  state.advance(event.observedAt ?? event.at);
  if (event.kind === 'retraction') {
    const target = find(event.of[1]);
    if (target) state.forget(target);
  } else if (isScored(event)) state.learnTransaction(event, state.open(event));
  else
    state.learn(
      event,
      event.kind === 'label' && event.subject.type === 'Event' ? find(event.subject.id) : undefined,
    );
}

it('knows who has known fraud beside as looking at all ties does, whatever comes, is taken back or ends', () => {
  const seen = { near: 0, far: 0, nearAccounts: 0 };
  fc.assert(
    fc.property(fc.oneof(liveFeatureLogs(), retractedLogs()), (events) => {
      const log = events.toSorted(compareKnown);
      const state = new FeatureState({ ...WALK_LIMITS, usersOfBlock: CROWD });
      const byId = new Map<string, Event>();
      for (const event of log) {
        take(state, event, (id) => byId.get(id));
        byId.set(event.id, event);
        const near = nearByLooking(state);
        for (const [user, isNear] of near.users.entries()) {
          expect(state.heat.isUserNear(user)).toBe(isNear);
          seen[isNear ? 'near' : 'far']++;
        }
        for (const [account, isNear] of near.accounts.entries()) {
          expect(state.heat.isAccountNear(account)).toBe(isNear);
          seen.nearAccounts += Number(isNear);
        }
      }
    }),
    { numRuns: 60 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});

it('counts nobody at an address as near while it has a crowd, and all of them once that is gone', () => {
  const state = new FeatureState({ ...WALK_LIMITS, usersOfBlock: CROWD });
  const at = (user: string, days: number): void =>
    take(state, { ...head(days), kind: 'session', user, ip: '198.51.100.7' }, () => undefined);
  const head = (days: number) => ({ source: 's', id: `${days}`, at: days * DAY, observedAt: days * DAY });
  const near = (): boolean[] =>
    ['mule', 'friend', 'guest'].map((id) => state.heat.isUserNear(state.users.numberOf(id)));
  at('guest', 0);
  at('mule', 1);
  const subject = { type: 'User', id: 'mule' } as const;
  take(state, { ...head(2), kind: 'label', subject, verdict: 'fraud' }, () => undefined);
  expect(near()).toEqual([true, false, true]);
  at('friend', 3);
  expect(near()).toEqual([false, false, false]);
  // The guest was there more than 90 days ago, the others were not.
  state.advance(90.5 * DAY);
  expect(near()).toEqual([true, true, false]);
});

it('is asked by the engine with the same answers whether or not the vector was read before', () => {
  fc.assert(
    fc.property(liveFeatureLogs(), (events) => {
      const log = events.toSorted(compareKnown);
      const [once, twice] = [new FeatureEngine(), new FeatureEngine()];
      for (const event of log) {
        if (isScored(event)) {
          twice.read(event);
          expect(Array.from(twice.read(event))).toEqual(Array.from(once.read(event)));
        }
        once.apply(event);
        twice.apply(event);
      }
    }),
    { numRuns: 30 },
  );
});
