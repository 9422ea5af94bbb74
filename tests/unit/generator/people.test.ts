import { describe, expect, it } from 'vitest';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import type { IpKind } from '../../../src/graph/model/ip.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { LEVELS } from '../../../src/generator/levels.ts';
import { populate } from '../../../src/generator/population.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/world.ts';
import { chiSquare, makeWorld, ofKind, tellAll } from '../../support/worlds.ts';

const USERS = 5_000;
const { start, days } = WORLD_DEFAULTS;
const world = makeWorld({ users: USERS });
const events = tellAll(world);
const inWindow = events.filter(({ at }) => at >= start);

function grouped(pairs: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) {
    if (!groups.has(key)) groups.set(key, new Set());
    groups.get(key)!.add(value);
  }
  return groups;
}

function quantile(groups: Iterable<ReadonlySet<string>>, share: number): number {
  const sizes = [...groups].map(({ size }) => size).sort((a, b) => a - b);
  return sizes[Math.floor(share * (sizes.length - 1))];
}

const userDevices = inWindow.flatMap((event) =>
  'device' in event && event.device !== undefined && event.user !== undefined
    ? [[event.device, event.user] as const]
    : [],
);

describe('the people of a typical world of 5,000 users', () => {
  it('live in households of the sizes of the census, thinned by market share', () => {
    const level = LEVELS.typical;
    const population = populate({ ...WORLD_DEFAULTS, users: 20_000, seed: 5 }, level);
    const counts = [0, 0, 0, 0, 0];
    for (let h = 0; h < population.households - 1; h++)
      counts[population.firstOf[h + 1] - population.firstOf[h] - 1]++;
    const { householdSizes, marketShare } = level.population;
    const chosen = (n: number, k: number): number => (k === 0 ? 1 : (chosen(n - 1, k - 1) * n) / k);
    const shares = counts.map((_, i) =>
      householdSizes.reduce((sum, weight, size) => {
        const customers = i + 1;
        if (customers > size + 1) return sum;
        return (
          sum +
          weight *
            chosen(size + 1, customers) *
            marketShare ** customers *
            (1 - marketShare) ** (size + 1 - customers)
        );
      }, 0),
    );
    // 99.9th percentile of chi-square with four degrees of freedom.
    expect(chiSquare(counts, shares)).toBeLessThan(18.47);
  });

  it('share devices as often as people do', () => {
    const sizes = [...grouped(userDevices).values()].map(({ size }) => size);
    const share = (from: number, to: number) =>
      sizes.filter((size) => size >= from && size <= to).length / sizes.length;
    expect(share(1, 1)).toBeGreaterThan(0.88);
    expect(share(1, 1)).toBeLessThan(0.92);
    expect(share(2, 2)).toBeGreaterThan(0.055);
    expect(share(2, 2)).toBeLessThan(0.085);
    expect(share(3, 3)).toBeGreaterThan(0.012);
    expect(share(3, 3)).toBeLessThan(0.024);
    expect(share(4, 5)).toBeGreaterThan(0.005);
    expect(share(4, 5)).toBeLessThan(0.014);
    expect(share(6, 10)).toBeGreaterThan(0.0005);
    expect(share(6, 10)).toBeLessThan(0.005);
  });

  it('have one and a half devices each', () => {
    const devices = grouped(userDevices.map(([device, user]) => [user, device]));
    const mean = [...devices.values()].reduce((sum, { size }) => sum + size, 0) / devices.size;
    expect(mean).toBeGreaterThan(1.35);
    expect(mean).toBeLessThan(1.65);
  });

  it('have few counterparties, some of them many', () => {
    const owner = new Map(ofKind(events, 'account-opened').map(({ account, user }) => [account, user]));
    const pairs = ofKind(inWindow, 'transfer').flatMap(({ from, to }) => {
      const [payer, payee] = [owner.get(from) ?? from, owner.get(to) ?? to];
      return payer === payee ? [] : [[payer, payee] as const, [payee, payer] as const];
    });
    const counterparties = grouped(pairs);
    const people = [...counterparties].filter(([who]) => who.startsWith('u')).map(([, others]) => others);
    expect(quantile(people, 0.5)).toBeGreaterThanOrEqual(3);
    expect(quantile(people, 0.5)).toBeLessThanOrEqual(6);
    expect(quantile(people, 0.99)).toBeGreaterThan(30);
    expect(quantile(people, 0.99)).toBeLessThan(100);
  });

  it('meet at addresses as their kinds suggest', () => {
    const kinds = new Map<string, IpKind>();
    for (const event of ofKind(events, 'reference'))
      if (event.subject.type === 'IpAddress') kinds.set(ipBlock(event.subject.id)!, event.ipKind!);
    const lastMonth = inWindow.filter(({ at }) => at >= start + (days - 30) * DAY);
    const blocks = grouped(
      lastMonth.flatMap((event) =>
        'ip' in event && event.ip !== undefined && event.user !== undefined
          ? [[ipBlock(event.ip)!, event.user] as const]
          : [],
      ),
    );
    const of = (kind: IpKind) =>
      [...blocks].filter(([block]) => kinds.get(block) === kind).map(([, users]) => users);
    expect(quantile(of('residential'), 0.5)).toBeLessThanOrEqual(4);
    expect(quantile(of('residential'), 0.99)).toBeLessThanOrEqual(20);
    expect(quantile(of('carrier-nat'), 0.5)).toBeGreaterThan(15);
    expect(quantile(of('carrier-nat'), 0.5)).toBeLessThan(60);
    expect(quantile(of('carrier-nat'), 0.99)).toBeGreaterThan(300);
    expect(quantile(of('campus'), 0.99)).toBeGreaterThan(100);
    const stated = [...blocks.keys()].filter((block) => kinds.has(block)).length / blocks.size;
    expect(stated).toBeGreaterThan(0.85);
    expect(stated).toBeLessThan(0.95);
  });

  it('do about one thing a day', () => {
    const perUserDay = inWindow.length / (USERS * days);
    expect(perUserDay).toBeGreaterThan(0.5);
    expect(perUserDay).toBeLessThan(1.5);
  });

  it('sleep at night by their own clocks, in summer too', () => {
    const zones = new Map(ofKind(events, 'registration').map(({ user, timeZone }) => [user, timeZone!]));
    const summer = tellAll(makeWorld({ users: 300, days: 10, start: Date.UTC(2025, 6, 1) }));
    const summerZones = new Map(
      ofKind(summer, 'registration').map(({ user, timeZone }) => [user, timeZone!]),
    );
    for (const [sessions, zoneOf] of [
      [ofKind(inWindow, 'session').slice(0, 20_000), zones],
      [ofKind(summer, 'session').filter(({ at }) => at >= Date.UTC(2025, 6, 1)), summerZones],
    ] as const) {
      const clocks = new Map<string, Intl.DateTimeFormat>();
      const hour = (at: number, timeZone: string) => {
        if (!clocks.has(timeZone))
          clocks.set(
            timeZone,
            new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
          );
        return Number(clocks.get(timeZone)!.format(at));
      };
      const night = sessions.filter(({ at, user }) => [2, 3, 4].includes(hour(at, zoneOf.get(user)!))).length;
      const evening = sessions.filter(({ at, user }) =>
        [18, 19, 20].includes(hour(at, zoneOf.get(user)!)),
      ).length;
      expect(night / evening).toBeLessThan(0.15);
    }
  });

  it('get labels after the act, some days later, never after the window', () => {
    const labels = ofKind(events, 'label');
    const delays = labels.map(({ at, observedAt }) => (observedAt - at) / DAY);
    expect(labels.length).toBeGreaterThan(60);
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(Math.max(...labels.map(({ observedAt }) => observedAt))).toBeLessThan(start + days * DAY);
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(mean).toBeGreaterThan(3);
    expect(mean).toBeLessThan(7);
    expect(new Set(labels.map(({ verdict }) => verdict))).toEqual(
      new Set(['fraud', 'legitimate', 'inconclusive']),
    );
    expect(events.filter(({ kind, at, observedAt }) => kind !== 'label' && at !== observedAt)).toEqual([]);
  });

  it('share no phone, mailbox or national id by chance', () => {
    const planned = new Set(
      [...world.truth.rings, ...world.truth.lookalikes].flatMap(({ members }) => members.map(({ id }) => id)),
    );
    for (const kind of ['phone', 'email', 'nationalId'] as const) {
      const carriers = grouped(
        ofKind(events, 'registration').flatMap((event) =>
          event[kind] === undefined ? [] : [[event[kind], event.user] as const],
        ),
      );
      for (const users of carriers.values())
        if (users.size > 1) expect([...users].every((user) => planned.has(user))).toBe(true);
    }
  });
});
