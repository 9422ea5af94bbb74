import { describe, expect, it } from 'vitest';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { identifiers, makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

/** Worked out here from the events alone: none of the detectors' code is used. */
const world = makeWorld({ users: 4_000, level: 'easy', seed: 11 });
const events = tellAll(world);
const ringsOf = (kind: string) => world.truth.rings.filter((ring) => ring.kind === kind);

interface Use {
  readonly user: string;
  readonly at: number;
  readonly device?: string;
  readonly block?: string;
}
const uses: Use[] = events.flatMap((event) =>
  'user' in event && event.user !== undefined && 'device' in event
    ? [{ user: event.user, at: event.at, device: event.device, block: event.ip && ipBlock(event.ip)! }]
    : [],
);
const registeredAt = new Map(ofKind(events, 'registration').map(({ user, at }) => [user, at]));

/** The largest number of different users in any window of that length. */
function mostUsers(some: readonly Use[], window: number): number {
  return Math.max(
    0,
    ...some.map(
      (last) =>
        new Set(some.filter(({ at }) => at <= last.at && at >= last.at - window).map(({ user }) => user))
          .size,
    ),
  );
}

describe('on level easy the planted evidence is really there', () => {
  it('has six users or more on each device of a device-sharing ring within seven days, and all members on one', () => {
    expect(ringsOf('device-sharing').length).toBeGreaterThan(0);
    for (const ring of ringsOf('device-sharing')) {
      const members = new Set(suspects(ring, 'User'));
      const onAny = new Set<string>();
      for (const device of identifiers(ring, 'Device')) {
        const shared = uses.filter((use) => use.device === device && members.has(use.user));
        for (const { user } of shared) onAny.add(user);
        expect(mostUsers(shared, 7 * DAY)).toBeGreaterThanOrEqual(6);
      }
      expect(onAny).toEqual(members);
    }
  });

  it('has brief stays of fresh users one after the other at the block of an ip-recycling ring', () => {
    expect(ringsOf('ip-recycling').length).toBeGreaterThan(0);
    for (const ring of ringsOf('ip-recycling')) {
      const [block] = identifiers(ring, 'IpAddress');
      const stays = suspects(ring, 'User')
        .map((user) => {
          const there = uses.filter((use) => use.user === user && use.block === block).map(({ at }) => at);
          return { user, first: Math.min(...there), last: Math.max(...there) };
        })
        .sort((a, b) => a.first - b.first);
      stays.forEach(({ user, first, last }, i) => {
        expect(first - registeredAt.get(user)!).toBeGreaterThanOrEqual(0);
        expect(first - registeredAt.get(user)!).toBeLessThanOrEqual(72 * HOUR);
        expect(last - first).toBeLessThanOrEqual(2 * HOUR);
        if (i > 0) expect(first).toBeGreaterThan(stays[i - 1].last);
      });
      expect(stays.length).toBeGreaterThanOrEqual(6);
      expect(stays[stays.length - 1].first - stays[0].first).toBeLessThanOrEqual(7 * DAY);
    }
  });

  it('has every account of a kiting ring in a loop of three to eight that keeps its money within a week', () => {
    expect(ringsOf('kiting').length).toBeGreaterThan(0);
    for (const ring of ringsOf('kiting')) {
      const accounts = new Set(suspects(ring, 'Account'));
      const hops = ofKind(events, 'transfer').filter(
        ({ from, to }) => accounts.has(from) && accounts.has(to),
      );
      const inLoop = new Set<string>();
      const walk = (path: typeof hops): void => {
        const last = path[path.length - 1];
        if (last.to === path[0].from) {
          if (path.length >= 3) for (const { from } of path) inLoop.add(from);
          return;
        }
        if (path.length === 8 || path.some(({ from }) => from === last.to)) return;
        for (const next of hops) {
          const ratio = next.amount.minor / last.amount.minor;
          const fits = next.from === last.to && next.at > last.at && next.at - path[0].at <= 7 * DAY;
          if (fits && ratio >= 0.8 && ratio <= 1.05) walk([...path, next]);
        }
      };
      for (const hop of hops) walk([hop]);
      expect(inLoop).toEqual(accounts);
      expect(accounts.size).toBe(suspects(ring, 'User').length);
    }
  });

  it('has all members of a co-sharing ring use two identifiers of different kinds within thirty days', () => {
    const phones = new Map(ofKind(events, 'registration').map(({ user, phone }) => [user, `phone:${phone}`]));
    expect(ringsOf('co-sharing').length).toBeGreaterThan(0);
    for (const ring of ringsOf('co-sharing')) {
      const [block] = identifiers(ring, 'IpAddress');
      const [device] = identifiers(ring, 'Device');
      const [phone] = identifiers(ring, 'Identifier');
      const members = new Set(suspects(ring, 'User'));
      const there = uses.filter((use) => use.block === block && members.has(use.user));
      expect(mostUsers(there, 30 * DAY)).toBe(members.size);
      for (const member of members) {
        if (device !== undefined)
          expect(uses.some((use) => use.user === member && use.device === device)).toBe(true);
        else expect(phones.get(member)).toBe(phone);
      }
    }
  });

  it('ties the members of a shared-identity ring together by phones and mailboxes', () => {
    const registrations = new Map(ofKind(events, 'registration').map((event) => [event.user, event]));
    expect(ringsOf('shared-identity').length).toBeGreaterThan(0);
    for (const ring of ringsOf('shared-identity')) {
      const members = suspects(ring, 'User');
      const reached = new Set([members[0]]);
      for (let grew = true; grew;) {
        grew = false;
        for (const user of members) {
          const one = registrations.get(user)!;
          const tied = [...reached].some((other) => {
            const two = registrations.get(other)!;
            return one.email === two.email || (one.phone !== undefined && one.phone === two.phone);
          });
          if (tied && !reached.has(user)) grew = Boolean(reached.add(user));
        }
      }
      expect(reached.size).toBe(members.length);
    }
  });

  it('has members do ordinary things too, on devices of their own', () => {
    const shared = new Set(world.truth.rings.flatMap((ring) => identifiers(ring, 'Device')));
    const own = new Set(
      uses.filter(({ device }) => device !== undefined && !shared.has(device)).map(({ user }) => user),
    );
    const members = world.truth.rings.flatMap((ring) => suspects(ring, 'User'));
    expect(members.filter((user) => own.has(user)).length / members.length).toBeGreaterThan(0.7);
  });
});
