import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../../src/graph/model/event.ts';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import type { Lookalike } from '../../../src/graph/model/truth.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/world.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

/** What each kind of innocents of the harder levels does, by the events alone. */
const world = makeWorld({ users: 8_000, level: 'hard', seed: 2 });
const events = tellAll(world);
const groups = (kind: string) => world.truth.lookalikes.filter((group) => group.kind === kind);
const ids = (group: Lookalike, type: string) =>
  group.members.flatMap((one) => (one.type === type ? [one.id] : []));
const registrations = new Map(ofKind(events, 'registration').map((event) => [event.user, event]));
const owner = new Map(ofKind(events, 'account-opened').map(({ account, user }) => [account, user]));
const transfers = ofKind(events, 'transfer');
const sessions = ofKind(events, 'session');
const uses = sessions.flatMap(({ user, at, device, ip }) => [
  { user, at, device, block: ip && ipBlock(ip)! },
]);
const sum = (some: readonly EventOf<'transfer'>[]) =>
  some.reduce((total, { amount }) => total + amount.minor, 0);
const members = new Set(world.truth.rings.flatMap((ring) => suspects(ring, 'User')));

function each(kind: string, check: (group: Lookalike) => void): void {
  expect(groups(kind).length).toBeGreaterThan(0);
  groups(kind).forEach(check);
}

describe('innocents of the harder levels', () => {
  it('top up a wallet of their own and take nearly all of it back', () => {
    each('top-up-withdraw', (group) => {
      const [main, wallet] = ids(group, 'Account');
      expect(owner.get(main)).toBe(owner.get(wallet));
      const up = transfers.filter(({ from, to }) => from === main && to === wallet);
      const back = transfers.filter(({ from, to }) => from === wallet && to === main);
      expect(up.length).toBeGreaterThan(0);
      expect(sum(back)).toBeLessThanOrEqual(sum(up));
      expect(sum(back)).toBeGreaterThan(0.8 * sum(up.slice(0, back.length)));
    });
  });

  it('spend about 90 % of a wage within 48 hours', () => {
    let checked = 0;
    each('salary-then-bills', (group) => {
      const [account] = ids(group, 'Account');
      for (const wage of transfers.filter(({ to, rail }) => to === account && rail === 'payroll')) {
        const out = transfers.filter(
          ({ from, at, rail }) =>
            from === account && rail === 'standing-order' && at > wage.at && at <= wage.at + 48 * HOUR,
        );
        // Other wages and orders may be theirs too: the group's own are the three that follow this one.
        if (out.length === 3 && sum(out) > 0.8 * wage.amount.minor && sum(out) < wage.amount.minor) checked++;
      }
    });
    expect(checked).toBeGreaterThan(groups('salary-then-bills').length);
  });

  it('are paid by a platform every week', () => {
    each('gig-payouts', (group) => {
      const [platform, ...workers] = ids(group, 'Account');
      const paid = transfers.filter(({ from }) => from === platform);
      const days = new Set(paid.map(({ at }) => Math.floor(at / DAY)));
      expect(workers.length).toBeGreaterThanOrEqual(8);
      expect(new Set(paid.map(({ to }) => to))).toEqual(new Set(workers));
      expect(days.size).toBeGreaterThanOrEqual(12);
      expect(new Set([...days].map((day) => day % 7)).size).toBe(1);
    });
  });

  it('pass on what others give them for relatives within a day, less a fee', () => {
    each('remittance-agent', (group) => {
      const [agent, partner, ...senders] = ids(group, 'Account');
      const taken = transfers.filter(({ from, to }) => to === agent && senders.includes(from));
      const passed = transfers.filter(({ from, to }) => from === agent && to === partner);
      expect(new Set(taken.map(({ from }) => from)).size).toBeGreaterThanOrEqual(5);
      const soon = passed.filter(({ at, amount }) =>
        taken.some(
          (given) =>
            at > given.at &&
            at <= given.at + 23.2 * HOUR &&
            amount.minor >= 0.89 * given.amount.minor &&
            amount.minor <= 0.99 * given.amount.minor,
        ),
      );
      expect(soon.length).toBeGreaterThan(0.9 * passed.length);
    });
  });

  it('hold money between buyers and sellers', () => {
    each('escrow', (group) => {
      const [held, ...people] = ids(group, 'Account');
      const into = transfers.filter(({ to }) => to === held);
      const out = transfers.filter(({ from }) => from === held);
      expect(into.length).toBeGreaterThanOrEqual(2);
      for (const { to } of out) expect(people).toContain(to);
      for (const paid of out)
        expect(
          into.some(
            ({ at, amount }) => at < paid.at && Math.abs(paid.amount.minor / amount.minor - 0.98) < 0.03,
          ),
        ).toBe(true);
    });
  });

  it('pay one fund the same sum within 72 hours', () => {
    each('school-fees', (group) => {
      const [fund, ...parents] = ids(group, 'Account');
      const paid = transfers.filter(({ to }) => to === fund);
      expect(new Set(paid.map(({ from }) => from))).toEqual(new Set(parents));
      expect(parents.length).toBeGreaterThanOrEqual(9);
      expect(new Set(paid.map(({ amount }) => amount.minor)).size).toBe(1);
      const times = paid.map(({ at }) => at);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(72 * HOUR);
    });
  });

  it('come to a shelter over months and give its address', () => {
    each('shelter', (group) => {
      const users = ids(group, 'User').map((user) => registrations.get(user)!);
      const [block] = ids(group, 'IpAddress');
      expect(users.length).toBeGreaterThanOrEqual(4);
      expect(new Set(users.flatMap(({ address }) => address ?? [])).size).toBe(1);
      for (const { ip, at } of users) {
        expect(ipBlock(ip!)).toBe(block);
        expect(at).toBeGreaterThanOrEqual(WORLD_DEFAULTS.start);
      }
      const times = users.map(({ at }) => at);
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(14 * DAY);
    });
  });

  it('are twins of one household: one birthday, one address', () => {
    each('twins', (group) => {
      const [one, other] = ids(group, 'User').map((user) => registrations.get(user)!);
      if (one.dateOfBirth && other.dateOfBirth) expect(one.dateOfBirth).toBe(other.dateOfBirth);
      if (one.address && other.address) expect(one.address).toBe(other.address);
    });
  });

  it('work shifts in a call centre on terminals that all of them use', () => {
    each('call-centre', (group) => {
      const [staff, terminals, [block]] = ['User', 'Device', 'IpAddress'].map((type) => ids(group, type));
      const there = uses.filter(({ device }) => terminals.includes(device ?? ''));
      expect(new Set(there.map(({ block: from }) => from))).toEqual(new Set([block]));
      for (const terminal of terminals) {
        const users = new Set(there.filter(({ device }) => device === terminal).map(({ user }) => user));
        expect(users.size).toBeGreaterThanOrEqual(3);
        for (const user of users) expect(staff).toContain(user);
      }
    });
  });

  it('try apps in a test lab on many phones of few models', () => {
    each('test-lab', (group) => {
      const phones = new Set(ids(group, 'Device'));
      const models = ofKind(events, 'reference').flatMap(({ subject, userAgent }) =>
        phones.has(subject.id) ? [userAgent] : [],
      );
      expect(models.length).toBe(phones.size);
      expect(new Set(models).size).toBeLessThanOrEqual(3);
      expect(phones.size).toBeGreaterThanOrEqual(ids(group, 'User').length);
    });
  });

  it('get new phones: some have a device that came late and is theirs alone', () => {
    const first = new Map<string, { user: string; at: number; users: Set<string> }>();
    for (const { user, at, device } of uses) {
      if (device === undefined) continue;
      const seen = first.get(device) ?? { user, at, users: new Set<string>() };
      first.set(device, { ...seen, at: Math.min(seen.at, at), users: seen.users.add(user) });
    }
    const late = [...first.values()].filter(
      ({ user, at, users }) =>
        users.size === 1 &&
        !members.has(user) &&
        at > WORLD_DEFAULTS.start + 45 * DAY &&
        registrations.get(user)!.at < WORLD_DEFAULTS.start,
    );
    expect(late.length).toBeGreaterThan(0.02 * 8_000);
  });

  it('buy with the card of somebody in the household, which does not come back as stolen', () => {
    const households = new Map<string, string>();
    for (const { user, address } of registrations.values()) if (address) households.set(user, address);
    const borrowed = ofKind(events, 'payment').filter(
      ({ user, account }) => user !== undefined && !members.has(user) && owner.get(account) !== user,
    );
    expect(new Set(borrowed.map(({ user }) => user)).size).toBeGreaterThan(0.02 * 8_000);
    const stolen = new Set(
      ofKind(events, 'settlement').flatMap(({ code, of }) => (code === '10.4' ? [of[1]] : [])),
    );
    const known = borrowed.filter(
      ({ user, account }) => households.has(user!) && households.has(owner.get(account)!),
    );
    const home = known.filter(
      ({ user, account }) => households.get(user!) === households.get(owner.get(account)!),
    );
    expect(home.length / known.length).toBeGreaterThan(0.9);
    for (const { id } of home) expect(stolen.has(id)).toBe(false);
  });
});

describe('rings and innocents on level hard', () => {
  it('overlap on every single feature in 30 of 100 rings and more', () => {
    const inGroups = new Set(world.truth.lookalikes.flatMap((group) => ids(group, 'User')));
    const counts = (key: (use: (typeof uses)[number]) => string | undefined) => {
      const found = new Map<string, Set<string>>();
      for (const use of uses) {
        const name = key(use);
        if (name === undefined) continue;
        if (!found.has(name)) found.set(name, new Set());
        found.get(name)!.add(use.user);
      }
      return found;
    };
    const [devices, blocks] = [counts(({ device }) => device), counts(({ block }) => block)];
    const largest = (shared: ReadonlyMap<string, ReadonlySet<string>>, some: ReadonlySet<string>) =>
      Math.max(0, ...[...shared.values()].map((users) => [...users].filter((user) => some.has(user)).length));
    const innocents = Math.max(
      ...[...devices.values()].map((users) => [...users].filter((user) => inGroups.has(user)).length),
    );
    const payersOf = (users: ReadonlySet<string>) => {
      const paid = new Map<string, Set<string>>();
      for (const { from, to } of transfers)
        if (users.has(owner.get(from) ?? '') && users.has(owner.get(to) ?? '')) {
          if (!paid.has(to)) paid.set(to, new Set());
          paid.get(to)!.add(from);
        }
      return Math.max(0, ...[...paid.values()].map(({ size }) => size));
    };
    const features = (users: ReadonlySet<string>) => [
      users.size,
      largest(devices, users),
      largest(blocks, users),
      payersOf(users),
      [...users].filter((user) => registrations.get(user)!.at >= WORLD_DEFAULTS.start).length,
    ];
    const lookalikes = world.truth.lookalikes
      .map((group) => {
        const owners = ids(group, 'Account').flatMap((account) => owner.get(account) ?? []);
        return new Set([...ids(group, 'User'), ...owners]);
      })
      .filter(({ size }) => size > 2 && size <= 60)
      .slice(0, 250)
      .map(features);
    const tops = lookalikes[0].map((_, i) => Math.max(...lookalikes.map((row) => row[i])));
    expect(innocents).toBeGreaterThan(10);
    const inside = world.truth.rings.filter((ring) =>
      features(new Set(suspects(ring, 'User'))).every((value, i) => value <= tops[i]),
    );
    expect(inside.length / world.truth.rings.length).toBeGreaterThan(0.3);
  });

  it('have members who act by day, as others do', () => {
    const night = sessions.filter(
      ({ user, at }) => members.has(user) && new Date(at).getUTCHours() < 5,
    ).length;
    const all = sessions.filter(({ user }) => members.has(user)).length;
    expect(night / all).toBeLessThan(0.12);
  });
});
