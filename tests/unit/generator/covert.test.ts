import { describe, expect, it } from 'vitest';
import type { Event, EventOf } from '../../../src/graph/model/event.ts';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import type { TrueRing } from '../../../src/graph/model/truth.ts';
import { labelRing } from '../../../src/generator/label-rings.ts';
import { LEVELS } from '../../../src/generator/levels.ts';
import { patternsOf } from '../../../src/generator/patterns.ts';
import { ACT } from '../../../src/generator/script.ts';
import { setStage } from '../../../src/generator/stage.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/world.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { identifiers, makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

/** Worked out here from events and truth alone, but for what is planned: none of the detectors' code is used. */
const OPTIONS = { ...WORLD_DEFAULTS, users: 12_000, seed: 5 };

interface Use {
  readonly user: string;
  readonly at: number;
  readonly device?: string;
  readonly block?: string;
}

function study(level: 'hard' | 'adversarial') {
  const world = makeWorld({ ...OPTIONS, level });
  const events = tellAll(world);
  const ringsOf = new Map<string, TrueRing[]>();
  for (const ring of world.truth.rings)
    for (const user of suspects(ring, 'User')) ringsOf.set(user, [...(ringsOf.get(user) ?? []), ring]);
  const uses: Use[] = events.flatMap((event) =>
    'user' in event && event.user !== undefined && 'device' in event && ringsOf.has(event.user)
      ? [{ user: event.user, at: event.at, device: event.device, block: event.ip && ipBlock(event.ip)! }]
      : [],
  );
  const owner = new Map(ofKind(events, 'account-opened').map(({ account, user }) => [account, user]));
  const transfers = ofKind(events, 'transfer').filter(
    ({ from, to }) => ringsOf.has(owner.get(from) ?? '') && ringsOf.has(owner.get(to) ?? ''),
  );
  const inside = (ring: TrueRing) => {
    const members = new Set(suspects(ring, 'User'));
    const both = ({ from, to }: EventOf<'transfer'>) =>
      from !== to && members.has(owner.get(from)!) && members.has(owner.get(to)!);
    return transfers.filter(both);
  };
  const profiles = new Map(ofKind(events, 'registration').map((event) => [event.user, event]));
  return {
    level,
    events,
    rings: world.truth.rings,
    truth: world.truth,
    ringsOf,
    uses,
    owner,
    inside,
    profiles,
  };
}
type Study = ReturnType<typeof study>;
const studies = [study('hard'), study('adversarial')];
const [hard, adversarial] = studies;

/** Simple cycles of rising transfers that begin with a given one, by the rule that is passed. */
function* cycles(
  hops: readonly EventOf<'transfer'>[],
  most: number,
  fits: (next: EventOf<'transfer'>, path: readonly EventOf<'transfer'>[]) => boolean,
  path: readonly EventOf<'transfer'>[],
): Generator<readonly EventOf<'transfer'>[]> {
  const last = path[path.length - 1];
  if (last.to === path[0].from) {
    if (path.length >= 3) yield path;
    return;
  }
  if (path.length === most || path.slice(0, -1).some(({ from }) => from === last.to)) return;
  for (const next of hops)
    if (next.from === last.to && next.at > last.at && fits(next, path))
      yield* cycles(hops, most, fits, [...path, next]);
}

function hasCycle(
  hops: readonly EventOf<'transfer'>[],
  most: number,
  fits: Parameters<typeof cycles>[2],
): boolean {
  return hops.some((first) => !cycles(hops, most, fits, [first]).next().done);
}

/** The largest number of different keys in any window of that length. */
function most(some: readonly { readonly key: string; readonly at: number }[], window: number): number {
  return Math.max(
    0,
    ...some.map(
      (last) =>
        new Set(some.filter(({ at }) => at <= last.at && at >= last.at - window).map(({ key }) => key)).size,
    ),
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)!.push(item);
  }
  return groups;
}

function usesOf({ uses }: Study, ring: TrueRing): Use[] {
  const members = new Set(suspects(ring, 'User'));
  return uses.filter(({ user }) => members.has(user));
}

describe.each(studies)('the rings of level $level', (world) => {
  const { rings } = world;
  const share = (some: (ring: TrueRing) => boolean) => rings.filter(some).length / rings.length;

  it('share no device and no address in 35 of 100 cases', () => {
    const apart = (ring: TrueRing) =>
      identifiers(ring, 'Device').length + identifiers(ring, 'IpAddress').length === 0;
    expect(share(apart)).toBeGreaterThan(0.25);
    expect(share(apart)).toBeLessThan(0.45);
    for (const ring of rings.filter(apart))
      for (const there of groupBy(usesOf(world, ring), ({ device }) => device).values())
        expect(new Set(there.map(({ user }) => user)).size).toBe(1);
  });

  it('move no money in loops in 25 of 100 cases', () => {
    const loops = share((ring) =>
      hasCycle(world.inside(ring), 13, (next, [first]) => next.at - first.at < 40 * DAY),
    );
    expect(loops).toBeGreaterThan(0.65);
    expect(loops).toBeLessThan(0.85);
  });

  it('are tied together by something real, every member', () => {
    const loose = rings.filter((ring) => {
      const own = new Set(suspects(ring, 'User'));
      const ties: (readonly string[])[] = [
        ...world.inside(ring).map(({ from, to }) => [world.owner.get(from)!, world.owner.get(to)!]),
        ...['device', 'block'].flatMap((kind) =>
          [...groupBy(usesOf(world, ring), (use) => use[kind as 'device' | 'block']).entries()]
            .filter(([id]) =>
              [...identifiers(ring, 'Device'), ...identifiers(ring, 'IpAddress')].includes(id),
            )
            .map(([, there]) => there.map(({ user }) => user)),
        ),
        ...tiedByIdentity(world, own),
        ...tiedByMerchant(world, ring, own),
      ];
      const reached = new Set([...own].slice(0, 1));
      for (let grew = true; grew;) {
        grew = false;
        for (const tie of ties)
          if (tie.some((user) => reached.has(user)))
            for (const user of tie) if (!reached.has(user)) grew = Boolean(reached.add(user));
      }
      return reached.size < own.size;
    });
    expect(loose.map(({ id, kind, members }) => [id, kind, members.length])).toEqual([]);
  });

  it('join over a month or more', () => {
    const spans = rings.map((ring) => {
      const acts = suspects(ring, 'User').map((user) => world.profiles.get(user)!.at);
      return (Math.max(...acts) - Math.min(...acts)) / DAY;
    });
    expect(spans.filter((days) => days >= 30).length / spans.length).toBeGreaterThan(0.8);
  });

  it('have members in two rings, victims, hosts or bystanders, and mules who do not know', () => {
    const shared = [...world.ringsOf.values()].filter((some) => some.length > 1);
    expect(shared.length).toBeGreaterThan(3);
    const roles = new Set(rings.flatMap(({ members }) => members.map(({ role }) => role)));
    for (const role of [
      'organiser',
      'recruiter',
      'collector',
      'mule',
      'cash-out',
      'victim',
      'bystander',
      'identifier',
    ])
      expect(roles).toContain(role);
    expect(rings.some(({ members }) => members.some(({ unwitting }) => unwitting))).toBe(true);
    expect(rings.some(({ members }) => members.some(({ role }) => role === 'host'))).toBe(world === hard);
  });

  it('have labels of every axis, and payments that come back weeks later', () => {
    const axes = new Set(ofKind(world.events, 'label').map(({ axis }) => axis));
    for (const axis of ['first-party', 'third-party', 'scam'] as const) expect(axes).toContain(axis);
    const at = new Map(world.events.map(({ id, at: when }) => [id, when]));
    const back = ofKind(world.events, 'settlement').filter(({ code }) => code === '10.4');
    const days = back.map((event) => (event.at - at.get(event.of[1])!) / DAY);
    expect(days.length).toBeGreaterThan(0);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...days)).toBeLessThanOrEqual(120);
  });

  it('leave their members mostly ordinary lives', () => {
    const planned = plannedEvents(world.level);
    const told = new Map<string, number>();
    for (const event of world.events)
      if (event.at >= OPTIONS.start && 'user' in event && event.user !== undefined)
        told.set(event.user, (told.get(event.user) ?? 0) + 1);
    const shares = rings.map((ring) => {
      const users = suspects(ring, 'User');
      const sum = (of: ReadonlyMap<string, number>) =>
        users.reduce((total, user) => total + (of.get(user) ?? 0), 0);
      return 1 - sum(planned) / sum(told);
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.5);
    const middle = shares.filter((part) => part >= 0.6 && part <= 0.95).length / shares.length;
    expect(middle).toBeGreaterThan(0.85);
  });
});

function tiedByIdentity({ profiles, events }: Study, own: ReadonlySet<string>): string[][] {
  const values = [...own].flatMap((user) => {
    const { phone, email = '', address } = profiles.get(user)!;
    return [phone, email, email.replace(/\+\d+@/, '@'), address].map((value) => ({ user, value }));
  });
  const changes = ofKind(events, 'profile-change').filter(({ user }) => own.has(user));
  return [...groupBy([...values, ...changes], ({ value }) => value).values()].map((some) =>
    some.map(({ user }) => user),
  );
}

function tiedByMerchant({ events }: Study, ring: TrueRing, own: ReadonlySet<string>): string[][] {
  return identifiers(ring, 'Merchant').map((shop) =>
    ofKind(events, 'payment').flatMap(({ merchant, user }) =>
      merchant === shop && user !== undefined && own.has(user) ? [user] : [],
    ),
  );
}

/** Events that a ring's plan has members do, by user id: an order or a purchase is two. */
function plannedEvents(level: 'hard' | 'adversarial'): Map<string, number> {
  const stage = setStage({ ...OPTIONS, level });
  for (const ring of stage.rings) {
    patternsOf(LEVELS[level])
      .find(({ kind }) => kind === ring.kind)!
      .plant(stage, ring);
    labelRing(stage, ring);
  }
  const counts = new Map<string, number>();
  for (let row = 0; row < stage.script.size; row++) {
    const { act, user, at } = stage.script.row(row);
    if (user < 0 || at < stage.start || at >= stage.end) continue;
    const id = stage.ids.user(user);
    const events = act === ACT.session || act === ACT.profileChange ? 1 : 2;
    counts.set(id, (counts.get(id) ?? 0) + events);
  }
  return counts;
}

describe('on level hard', () => {
  it('some loops keep their money within a week, as the detector looks for', () => {
    const seen = hard.rings.filter((ring) => hasCycle(hard.inside(ring), 8, conserves));
    expect(seen.length / hard.rings.length).toBeGreaterThan(0.35);
  });

  it('some devices have three members or more', () => {
    const shared = hard.rings.filter((ring) =>
      [...groupBy(usesOf(hard, ring), ({ device }) => device).values()].some(
        (there) => new Set(there.map(({ user }) => user)).size >= 3,
      ),
    );
    expect(shared.length).toBeGreaterThan(0.15 * hard.rings.length);
  });
});

function conserves(next: EventOf<'transfer'>, path: readonly EventOf<'transfer'>[]): boolean {
  const ratio = next.amount.minor / path[path.length - 1].amount.minor;
  return ratio >= 0.8 && ratio <= 1.05 && next.at - path[0].at <= 7 * DAY;
}

describe('on level adversarial every ring stays under the defaults of the detectors', () => {
  const { rings, events, owner } = adversarial;

  it('device-sharing: two members on a device in 90 days', () => {
    for (const ring of rings)
      for (const device of identifiers(ring, 'Device')) {
        const there = usesOf(adversarial, ring).filter((use) => use.device === device);
        expect(new Set(there.map(({ user }) => user)).size).toBeLessThanOrEqual(2);
      }
  });

  it('ip-recycling: three members at an address', () => {
    for (const ring of rings)
      for (const block of identifiers(ring, 'IpAddress')) {
        const there = usesOf(adversarial, ring).filter((use) => use.block === block);
        expect(new Set(there.map(({ user }) => user)).size).toBeLessThanOrEqual(3);
      }
  });

  it('shared-identity: no phone, mailbox or national id of two members', () => {
    const changes = ofKind(events, 'profile-change');
    for (const ring of rings) {
      const values = suspects(ring, 'User').flatMap((user) => {
        const { phone, email, nationalId } = adversarial.profiles.get(user)!;
        return [phone, email, nationalId].filter((value) => value !== undefined);
      });
      const changed = changes.filter(({ user }) => suspects(ring, 'User').includes(user));
      const all = [
        ...values,
        ...changed.filter(({ field }) => field === 'phone' || field === 'email').map(({ value }) => value),
      ];
      expect(all.filter((value, i) => all.indexOf(value) !== i)).toEqual([]);
    }
  });

  it('co-sharing: no three members with two kinds of identifiers in common', () => {
    for (const ring of rings) {
      const shared = groupBy(usesOf(adversarial, ring), ({ device, block }) =>
        identifiers(ring, 'Device').includes(device ?? '')
          ? `device ${device}`
          : identifiers(ring, 'IpAddress').includes(block ?? '')
            ? `block ${block}`
            : undefined,
      );
      const payees = groupBy(adversarial.inside(ring), ({ to }) => to);
      const groups = [
        ...[...shared].map(([id, there]) => ({
          kind: id.split(' ')[0],
          users: new Set(there.map(({ user }) => user)),
        })),
        ...[...payees.values()].map((paid) => ({
          kind: 'payee',
          users: new Set(paid.map(({ from }) => owner.get(from)!)),
        })),
      ];
      for (const one of groups)
        for (const other of groups)
          if (one.kind !== other.kind)
            expect([...one.users].filter((user) => other.users.has(user)).length).toBeLessThan(3);
    }
  });

  it('kiting-cycle: no loop of up to eight accounts that keeps its money within a week', () => {
    expect(
      rings.filter((ring) => hasCycle(adversarial.inside(ring), 8, conserves)).map(({ id }) => id),
    ).toEqual([]);
  });

  it('fan-in and fan-out: nine members at most pay, or are paid by, one account in 72 hours', () => {
    for (const ring of rings) {
      const moves = adversarial.inside(ring);
      for (const [one, other] of [
        ['to', 'from'],
        ['from', 'to'],
      ] as const)
        for (const some of groupBy(moves, (move) => move[one]).values())
          expect(
            most(
              some.map((move) => ({ key: move[other], at: move.at })),
              72 * HOUR,
            ),
          ).toBeLessThanOrEqual(9);
    }
  });

  it('pass-through: no mule sends four fifths of what came from a victim on within a day', () => {
    let passed = 0;
    for (const ring of rings.filter(({ kind }) => kind === 'mule-network')) {
      const victims = new Set(ring.members.filter(({ role }) => role === 'victim').map(({ id }) => id));
      const collectors = new Set(
        ring.members.flatMap(({ role, id }) => (role === 'collector' || role === 'organiser' ? [id] : [])),
      );
      const scams = transfersOf(events).filter(({ from }) => victims.has(owner.get(from) ?? ''));
      for (const scam of scams) {
        const on = adversarial
          .inside(ring)
          .filter(
            ({ from, to, at }) =>
              from === scam.to && collectors.has(to) && at > scam.at && at <= scam.at + DAY,
          );
        passed += on.length;
        for (const { amount } of on) expect(amount.minor).toBeLessThan(0.8 * scam.amount.minor);
      }
    }
    expect(passed).toBeGreaterThan(0);
  });
});

function transfersOf(events: readonly Event[]): EventOf<'transfer'>[] {
  return ofKind(events, 'transfer').filter(({ user }) => user !== undefined);
}

describe('the fraud rate of a covert level', () => {
  it.each([
    { users: 100, fraudRate: 0.05 },
    { users: 2_000, fraudRate: 0.01 },
    { users: 5_000, fraudRate: 0.002 },
    { users: 20_000, fraudRate: 0.002 },
  ])('holds with $users users at $fraudRate, counting a shared mule once', ({ users, fraudRate }) => {
    for (const level of ['hard', 'adversarial'] as const) {
      const { truth } = makeWorld({ users, fraudRate, level, seed: 3 });
      const inRings = new Set(truth.rings.flatMap((ring) => suspects(ring, 'User'))).size;
      expect(inRings + (truth.loners ?? []).length).toBe(Math.round(users * fraudRate));
      expect(truth.lookalikes.length).toBeGreaterThanOrEqual(5 * truth.rings.length);
    }
  });
});
