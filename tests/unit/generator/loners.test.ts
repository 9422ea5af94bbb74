import { describe, expect, it } from 'vitest';
import { eventKey, type Event, type EventOf } from '../../../src/graph/model/event.ts';
import { LEVELS } from '../../../src/generator/levels.ts';
import { PROFILES } from '../../../src/generator/profiles.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { keyText, makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

/** Worked out here from the events alone: none of the records' code is used. */
const world = makeWorld({ users: 2_500, days: 60, fraudRate: 0.2, seed: 21 });
const events = tellAll(world);
const byKey = new Map(events.map((event) => [keyText(event), event]));
const loners = world.truth.loners!;
type Paid = EventOf<'payment'>;

/** What somebody does on an account, beside having it. */
const ACTS = new Set(['session', 'payment', 'transfer', 'bank-connection']);

interface Case {
  readonly user: string;
  readonly act: Paid;
  /** What the user paid or sent in the 30 days up to and with the act, in event order. */
  readonly spent: readonly EventOf<'payment' | 'transfer'>[];
  readonly all: readonly Event[];
}
const eventsOf = new Map<string, Event[]>();
for (const event of events)
  if ('user' in event && event.user !== undefined)
    eventsOf.set(event.user, [...(eventsOf.get(event.user) ?? []), event]);

function cases(kind: string): Case[] {
  return loners
    .filter((loner) => loner.kind === kind)
    .flatMap(({ user, acts }) =>
      acts.map((key) => {
        const act = byKey.get(JSON.stringify(key)) as Paid;
        const all = eventsOf.get(user.id)!;
        const spent = all.filter(
          (event): event is Paid =>
            (event.kind === 'payment' || event.kind === 'transfer') &&
            event.at <= act.at &&
            event.at >= act.at - 30 * DAY,
        );
        return { user: user.id, act, spent, all };
      }),
    );
}

function ratioOf({ act, spent }: Case): number {
  const mean = spent.reduce((sum, { amount }) => sum + amount.minor, 0) / spent.length;
  return act.amount.minor / mean;
}

function connectionsBefore({ all, act }: Case, span: number): number {
  return all.filter(({ kind, at }) => kind === 'bank-connection' && at <= act.at && at >= act.at - span)
    .length;
}

describe('fraud by one person', () => {
  it('happens on as many accounts as the level says, the others with fraud being in rings', () => {
    const members = world.truth.rings.flatMap((ring) => suspects(ring, 'User'));
    expect(loners.length).toBe(100);
    expect(members.length).toBe(400);
    const all = new Set([...members, ...loners.map(({ user }) => user.id)]);
    expect(all.size).toBe(500);
    const kinds = PROFILES.map(({ kind }) => kind);
    const weighted = Object.keys(LEVELS.typical.loners.kinds);
    expect([...new Set(loners.map(({ kind }) => kind))].sort()).toEqual(weighted.sort());
    for (const level of Object.values(LEVELS))
      expect(kinds).toEqual(expect.arrayContaining(Object.keys(level.loners.kinds)));
    expect(makeWorld({ users: 1_000, level: 'easy' }).truth.loners).toEqual([]);
  });

  it('has acts that are payments of the user, in the order of events', () => {
    for (const { user, acts } of loners) {
      const told = acts.map((key) => byKey.get(JSON.stringify(key))!);
      expect(told.length).toBeGreaterThan(0);
      for (const act of told) expect(act).toMatchObject({ kind: 'payment', user: user.id });
      expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((a, b) => a - b));
    }
  });

  it('liquidity-crunch: the balance falls more than 2.5 deviations below its mean, and the payment is returned', () => {
    const balances = new Map<string, number>();
    const before = new Map<Event, number>();
    for (const event of events) {
      if (event.kind === 'balance') balances.set(event.account, event.available.minor);
      if (event.kind !== 'payment' && event.kind !== 'transfer') continue;
      const from = event.kind === 'payment' ? event.account : event.from;
      before.set(event, balances.get(from)!);
      balances.set(from, balances.get(from)! - event.amount.minor);
      if (event.kind === 'transfer') balances.set(event.to, balances.get(event.to)! + event.amount.minor);
    }
    const returned = new Set(
      ofKind(events, 'settlement').flatMap(({ of, status }) =>
        status === 'returned' ? [JSON.stringify(of)] : [],
      ),
    );
    expect(cases('liquidity-crunch').length).toBeGreaterThan(10);
    for (const { act, spent } of cases('liquidity-crunch')) {
      const known = spent.map((event) => before.get(event)!);
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const spread = Math.sqrt(
        known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1),
      );
      expect((before.get(act)! - mean) / spread).toBeLessThan(-2.5);
      expect(act.amount.minor).toBeGreaterThan(before.get(act)!);
      expect(returned).toContain(JSON.stringify(eventKey(act)));
    }
  });

  it('link-burst: 5 to 15 banks are connected in the 24 hours before', () => {
    expect(cases('link-burst').length).toBeGreaterThan(10);
    for (const some of cases('link-burst')) {
      const count = connectionsBefore(some, DAY);
      expect(count).toBeGreaterThanOrEqual(5);
      expect(count).toBeLessThanOrEqual(15);
    }
  });

  it('ato: more than five times the usual amount, at night, on a strange device, within 72 hours of a change', () => {
    expect(cases('ato').length).toBeGreaterThan(10);
    for (const some of cases('ato')) {
      const { act, all } = some;
      expect(ratioOf(some)).toBeGreaterThan(5);
      const { timeZone } = all.find(({ kind }) => kind === 'registration') as EventOf<'registration'>;
      const hour = Number(
        new Date(act.at).toLocaleString('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }),
      );
      expect(hour >= 22 || hour < 6).toBe(true);
      const changes = ofKind(all, 'profile-change').filter(
        ({ field }) => field === 'email' || field === 'phone',
      );
      expect(changes.some(({ at }) => at < act.at && at > act.at - 72 * HOUR)).toBe(true);
      const users = events.filter(
        (event) => 'device' in event && event.device === act.device && 'user' in event,
      );
      expect(users.every((event) => 'at' in event && event.at > act.at - 72 * HOUR)).toBe(true);
    }
  });

  it('bust-out: 20 to 50 small purchases, then one of more than five times the average', () => {
    expect(cases('bust-out').length).toBeGreaterThan(10);
    for (const some of cases('bust-out')) {
      const { act, spent, all } = some;
      const earlier = all.filter(
        ({ kind, at }) => (kind === 'payment' || kind === 'transfer') && at < act.at,
      );
      expect(earlier.length).toBeGreaterThanOrEqual(20);
      expect(earlier.length).toBeLessThanOrEqual(50);
      expect(spent.length).toBe(earlier.length + 1);
      expect(Math.max(...spent.slice(0, -1).map(({ amount }) => amount.minor))).toBeLessThan(
        act.amount.minor / 3,
      );
      expect(ratioOf(some)).toBeGreaterThan(5);
    }
  });

  it('sleeper-ato: nothing for 30 days, then three connections within an hour, then the largest debit', () => {
    expect(cases('sleeper-ato').length).toBeGreaterThan(10);
    for (const { act, spent, all } of cases('sleeper-ato')) {
      const connected = ofKind(all, 'bank-connection').map(({ at }) => at);
      expect(connected.length).toBeGreaterThanOrEqual(3);
      expect(connected[2] - connected[0]).toBeLessThanOrEqual(HOUR);
      expect(connected[connected.length - 1]).toBeLessThan(act.at);
      const woken = all.find(({ kind }) => ACTS.has(kind))!;
      expect(woken.at - all.find(({ kind }) => kind === 'registration')!.at).toBeGreaterThan(30 * DAY);
      expect(act.at - woken.at).toBeLessThan(DAY);
      for (const event of spent) expect(event.amount.minor).toBeLessThanOrEqual(act.amount.minor);
    }
  });

  it('is labelled like rings are: about half, late, by transaction, and the user only where it is the customer', () => {
    const labels = ofKind(events, 'label');
    const acts = new Map(
      loners.flatMap((loner) => loner.acts.map((key) => [JSON.stringify(key), loner] as const)),
    );
    const onActs = labels.flatMap((label) =>
      label.subject.type === 'Event'
        ? [{ label, key: JSON.stringify([label.subject.source, label.subject.id]) }]
        : [],
    );
    const named = onActs.filter(({ key }) => acts.has(key));
    expect(named.length).toBeGreaterThan(20);
    expect(named.length).toBeLessThan(0.6 * acts.size);
    for (const { label, key } of named) {
      const { kind, axis } = acts.get(key)!;
      if (label.verdict === 'fraud') expect(label).toMatchObject({ axis, type: kind });
      expect(label.at).toBeGreaterThan(byKey.get(key)!.at);
      expect(label.observedAt).toBeGreaterThan(label.at);
    }
    const takenOver = new Set(loners.flatMap(({ axis, user }) => (axis === 'third-party' ? [user.id] : [])));
    for (const { subject } of labels)
      if (subject.type === 'User') expect(takenOver).not.toContain(subject.id);
  });

  it('gives victims of takeovers a life of their own before and after', () => {
    for (const { act, all } of cases('ato')) {
      const other = all.filter(
        (event) => 'device' in event && event.device !== undefined && event.device !== act.device,
      );
      expect(other.length).toBeGreaterThan(5);
    }
  });
});

describe('a legacy world', () => {
  const legacy = makeWorld({ users: 400, days: 30, fraudRate: 0.1, legacy: true });
  const told = tellAll(legacy);

  it('has one transaction per user, no rings and no look-alikes', () => {
    const paid = told.flatMap((event) =>
      event.kind === 'payment' || event.kind === 'transfer' ? [event.user] : [],
    );
    expect(paid.length).toBe(400);
    expect(new Set(paid).size).toBe(400);
    expect(legacy.truth.rings).toEqual([]);
    expect(legacy.truth.lookalikes).toEqual([]);
    expect(legacy.truth.loners!.length).toBe(40);
    for (const { acts } of legacy.truth.loners!) expect(acts.length).toBe(1);
  });

  it('has all profiles on every level, with what one transaction can show', () => {
    const kinds = new Set(
      makeWorld({ users: 200, level: 'easy', legacy: true }).truth.loners!.map(({ kind }) => kind),
    );
    expect(kinds.size).toBe(Object.keys(LEVELS.easy.loners.kinds).length);
    const returned = new Set(ofKind(told, 'settlement').map(({ of }) => of[1]));
    const connections = new Map<string, number>();
    for (const { user } of ofKind(told, 'bank-connection'))
      connections.set(user, (connections.get(user) ?? 0) + 1);
    const changed = new Set(ofKind(told, 'profile-change').map(({ user }) => user));
    for (const { kind, user, acts } of legacy.truth.loners!) {
      if (kind === 'liquidity-crunch') expect(returned).toContain(acts[0][1]);
      if (kind === 'link-burst') expect(connections.get(user.id)).toBeGreaterThanOrEqual(5);
      if (kind === 'sleeper-ato') expect(connections.get(user.id)).toBeGreaterThanOrEqual(3);
      if (kind === 'ato') expect(changed).toContain(user.id);
    }
  });
});

describe('innocents who look like fraud by one person', () => {
  const near = makeWorld({ users: 12_000, days: 60, seed: 2 });
  const kinds = ['rent-day', 'bank-switch', 'holiday-booking', 'big-ticket', 'back-from-pause'];

  it('are there, each at least as often as one profile, and never a loner or a ring member', () => {
    const guilty = new Set([
      ...near.truth.rings.flatMap((ring) => suspects(ring, 'User')),
      ...near.truth.loners!.map(({ user }) => user.id),
    ]);
    for (const kind of kinds) {
      const groups = near.truth.lookalikes.filter((group) => group.kind === kind);
      expect(groups.length).toBeGreaterThanOrEqual(10);
      for (const { members } of groups) for (const { id } of members) expect(guilty).not.toContain(id);
    }
  });
});
