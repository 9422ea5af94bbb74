import type { FxRates } from '../../src/detectors/kiting-cycle/fx-rates.ts';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import { kitingCycle } from '../../src/detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS, type KitingOptions } from '../../src/detectors/kiting-cycle/options.ts';
import { defaultsOf } from '../../src/detectors/options.ts';
import { roundTrip } from '../../src/detectors/round-trip/detect.ts';
import type { Event, EventOf } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';

// A second reading of definitions.md, "kiting-cycle", that tries every order of every set of transfers.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
/** In byte order; `<` would put the last two the other way round. */
const ACCOUNTS = ['A', 'B', 'C', 'a', 'é', '\u{ffee}', '\u{1f600}'];
const USERS = ['u', 'v', 'w'];

type Transfer = EventOf<'transfer'>;
type Order = Transfer[];

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const inOrder = (a: Event, b: Event): number =>
  a.at - b.at || byBytes(a.source, b.source) || byBytes(a.id, b.id);
const lastOf = (set: readonly Transfer[]): Transfer => [...set].sort(inOrder)[set.length - 1];
const firstAt = (set: readonly Transfer[]): number => Math.min(...set.map((transfer) => transfer.at));

function* walks(transfers: readonly Transfer[]): Generator<Order> {
  function* longer(walk: Order): Generator<Order> {
    const last = walk[walk.length - 1];
    if (last.to === walk[0].from) yield walk;
    else
      for (const next of transfers)
        if (next.from === last.to && !walk.some((passed) => passed.from === next.from))
          yield* longer([...walk, next]);
  }
  for (const first of transfers) if (first.from !== first.to) yield* longer([first]);
}

/** Smallest over largest as an exact fraction; null where two currencies can't be compared. */
function ratioOf(hop: Transfer, next: Transfer, options: KitingOptions): [bigint, bigint] | null {
  const compared = comparable(hop, next, options);
  if (compared === null) return null;
  const amounts = compared;
  if (amounts[0] === amounts[1]) return [1n, 1n];
  return amounts[0] < amounts[1] ? [amounts[0], amounts[1]] : [amounts[1], amounts[0]];
}

/** What arrived and what is sent on, times the rate of the day where the currency changes; null without one. */
function comparable(hop: Transfer, next: Transfer, options: KitingOptions): [bigint, bigint] | null {
  const arrived = hop.received ?? hop.amount;
  const [was, is] = [arrived.currency, next.amount.currency];
  if (was === is) return [BigInt(arrived.minor), BigInt(next.amount.minor)];
  const day = new Date(next.at).toISOString().slice(0, 10);
  const ppm = options.fx === 'rates' ? options.rates.get(`${day} ${was} ${is}`) : undefined;
  return ppm === undefined
    ? null
    : [BigInt(arrived.minor) * BigInt(ppm), BigInt(next.amount.minor) * 1_000_000n];
}

function hopPasses(hop: Transfer, next: Transfer, options: KitingOptions): boolean {
  if (options.ties === 'strict' ? hop.at >= next.at : hop.at > next.at) return false;
  const compared = comparable(hop, next, options);
  if (compared === null) return options.fx === 'skip';
  const [arrived, sent] = [compared[0], compared[1] * 10_000n];
  const { minRetention, maxRetention } = options;
  if (minRetention !== null && sent < arrived * BigInt(minRetention)) return false;
  return maxRetention === null || sent <= arrived * BigInt(maxRetention);
}

/** A set of transfers that is an instance but for hubs, with the orders in which it is one. */
interface Instance {
  readonly completing: Transfer;
  readonly first: number;
  readonly subject: readonly string[];
  readonly orders: readonly Order[];
}

function instancesOf(transfers: readonly Transfer[], options: KitingOptions): Instance[] {
  const sets = new Map<string, Order[]>();
  for (const walk of walks(transfers)) {
    if (walk.length < options.minLength || walk.length > options.maxLength) continue;
    if (walk.some((transfer) => transfer.amount.minor < options.minAmount)) continue;
    if (walk.some((transfer, i) => i > 0 && !hopPasses(walk[i - 1], transfer, options))) continue;
    if (walk[walk.length - 1].at - walk[0].at > options.window) continue;
    const key = walk
      .map(({ source, id }) => `${source}/${id}`)
      .sort()
      .join(' ');
    sets.set(key, [...(sets.get(key) ?? []), walk]);
  }
  return Array.from(sets.values(), (orders) => {
    const accounts = orders[0].map((transfer) => transfer.from);
    const start = accounts.indexOf([...accounts].sort(byBytes)[0]);
    return {
      completing: lastOf(orders[0]),
      first: firstAt(orders[0]),
      subject: [...accounts.slice(start), ...accounts.slice(0, start)],
      orders,
    };
  });
}

/** Sorts the better evidence first. */
function compareEvidence(a: Order, b: Order, options: KitingOptions): number {
  const smallest = (order: Order): [bigint, bigint] =>
    order
      .slice(1)
      .map((next, i) => ratioOf(order[i], next, options) ?? ([1n, 1n] as [bigint, bigint]))
      .reduce((x, y) => (x[0] * y[1] <= y[0] * x[1] ? x : y));
  const [x, y] = [smallest(a), smallest(b)];
  const difference = y[0] * x[1] - x[0] * y[1];
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  const span = (order: Order): number => order[order.length - 1].at - order[0].at;
  if (span(a) !== span(b)) return span(a) - span(b);
  for (const [i, one] of a.entries()) {
    const keys = byBytes(one.source, b[i].source) || byBytes(one.id, b[i].id);
    if (keys !== 0) return keys;
  }
  return 0;
}

interface NaiveHubs {
  isHub(account: string, day: number): boolean;
}

function naiveFindings(
  events: readonly Event[],
  options: KitingOptions,
  hubs: NaiveHubs & { readonly detector: string },
): unknown[] {
  const transfers = events.filter((event) => event.kind === 'transfer');
  const free = instancesOf(transfers, options).filter(
    ({ subject, completing }) =>
      !subject.some((account) => hubs.isHub(account, Math.floor(completing.at / DAY))),
  );
  const findings: unknown[] = [];
  for (const instances of Map.groupBy(free, ({ subject }) => subject.join('\0')).values()) {
    const isPair = instances[0].subject.length === 2;
    /** Those counted at a completing event. */
    const countedAt = (event: Transfer): Instance[] =>
      instances.filter((one) =>
        isPair
          ? inOrder(one.completing, event) <= 0 && one.first >= event.at - options.window
          : one.completing === event,
      );
    const completing = [...new Set(instances.map((one) => one.completing))]
      .sort(inOrder)
      .filter((event) => !isPair || countedAt(event).length >= options.minRepeats2);
    const episodes: Transfer[][] = [];
    for (const event of completing) {
      const open = episodes.at(-1);
      if (open && event.at - open.at(-1)!.at <= options.window) open.push(event);
      else episodes.push([event]);
    }
    for (const [number, episode] of episodes.entries())
      findings.push(
        naiveFinding(events, instances[0].subject, episode, countedAt, options, number, hubs.detector),
      );
  }
  return findings;
}

function naiveFinding(
  events: readonly Event[],
  subject: readonly string[],
  episode: readonly Transfer[],
  countedAt: (event: Transfer) => Instance[],
  options: KitingOptions,
  earlierEpisodes: number,
  detector: string,
): unknown {
  const counted = new Set(episode.flatMap(countedAt));
  const [best] = [...counted].flatMap((one) => one.orders).sort((a, b) => compareEvidence(a, b, options));
  const orderOf = ({ at, source, id }: Event) => ({ at, source, id });
  const first = orderOf(episode[0]);
  const owners = events.flatMap((event) =>
    event.kind === 'account-opened' && subject.includes(event.account) && inOrder(event, episode[0]) <= 0
      ? [{ account: event.account, user: event.user }]
      : [],
  );
  const [firstTurn] = countedAt(episode[0])
    .flatMap((one) => one.orders)
    .sort((a, b) => compareEvidence(a, b, options));
  // Told event by event: when the money had gone round again, and what else the accounts did in the month before.
  const earlier = earlierEpisodes > 0;
  const again = episode.find(
    (event) =>
      (subject.length === 2 && options.minRepeats2 > 1) ||
      earlier ||
      countedAt(event).some((one) => !one.orders[0].some((hop) => firstTurn.includes(hop))),
  );
  const touching = events.filter(
    (event): event is Transfer =>
      event.kind === 'transfer' &&
      event.from !== event.to &&
      (subject.includes(event.from) || subject.includes(event.to)) &&
      inOrder(event, episode[0]) <= 0 &&
      event.at >= episode[0].at - 30 * DAY,
  );
  const inside = touching.filter(({ from, to }) => subject.includes(from) && subject.includes(to));
  const stored = Math.min(...events.filter(({ kind }) => kind === 'transfer').map(({ at }) => at));
  const isOlder = subject.some((account) =>
    events.some(
      (event) => event.kind === 'account-opened' && event.account === account && event.at < stored - 30 * DAY,
    ),
  );
  const isWhole = episode[0].at - 30 * DAY >= stored || !isOlder;
  const isMainBusiness = isWhole && inside.length * 3 >= touching.length * 2;
  const isLead = detector === 'round-trip';
  const enough = episode.find(
    (event) =>
      new Set(episode.filter((one) => inOrder(one, event) <= 0).flatMap(countedAt)).size >= (isLead ? 3 : 1),
  );
  const repeated = again && enough && (inOrder(again, enough) < 0 ? enough : again);
  const standsFrom = isMainBusiness ? episode[0] : repeated;
  const distinct = owners.filter(
    (one, i) => owners.findIndex((other) => other.account === one.account && other.user === one.user) === i,
  );
  const isSelf = USERS.some((user) =>
    subject.every((account) => distinct.some((one) => one.account === account && one.user === user)),
  );
  const hashed = JSON.stringify([detector, 'v1', subject, [first.source, first.id]]);
  return {
    id: createHash('sha256').update(hashed).digest('hex').slice(0, 32),
    subject,
    first,
    last: orderOf(episode.at(-1)!),
    members: [...subject].sort(byBytes).map((id) => ({ type: 'Account', id, role: 'member', since: first })),
    evidence: best.map(({ source, id }) => [source, id]),
    peak: Math.max(...episode.map((event) => countedAt(event).length)),
    instances: String(counted.size),
    binds: isSelf ? 'self' : standsFrom ? orderOf(standsFrom) : isLead ? 'lead' : first,
    ...(isSelf || standsFrom || isLead ? {} : { circumstantial: true }),
    owners: distinct.sort((a, b) => byBytes(a.account, b.account) || byBytes(a.user, b.user)),
  };
}

function naiveKeptOut(events: readonly Event[], options: KitingOptions, hubs: NaiveHubs): unknown[] {
  const found = new Map<string, { day: number; keptOut: number }>();
  for (const { subject, completing } of instancesOf(
    events.filter((event) => event.kind === 'transfer'),
    options,
  )) {
    const day = Math.floor(completing.at / DAY);
    for (const account of subject) {
      if (!hubs.isHub(account, day)) continue;
      const known = found.get(account) ?? { day, keptOut: 0 };
      found.set(account, { day: Math.min(known.day, day), keptOut: known.keptOut + 1 });
    }
  }
  return [...found]
    .sort(([a], [b]) => byBytes(a, b))
    .map(([id, { day, keptOut }]) => ({
      type: 'Account',
      id,
      reason: 'allow-list',
      day: day * DAY,
      keptOut,
    }));
}

const amount = fc.record({
  minor: fc.constantFrom(0, 1, 3, 80, 84, 100, 105, 106, 2 ** 50, 2 ** 50 + 1, 2 ** 53 - 1),
  currency: fc.oneof(
    { weight: 9, arbitrary: fc.constant('USD') },
    { weight: 1, arbitrary: fc.constant('EUR') },
  ),
});
/** Mostly amounts that pass, so that there is something to find. */
const likelyAmount = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(100, 100, 101, 99).map((minor) => ({ minor, currency: 'USD' })) },
  { weight: 1, arbitrary: amount },
);

const events: fc.Arbitrary<Event[]> = fc
  .record({
    accounts: fc.constantFrom(2, 2, 3, 3, 4, 4, 5, 6, 7),
    step: fc.constantFrom(HOUR, 12 * HOUR, DAY),
    latest: fc.constantFrom(1, 4, 15),
  })
  .chain(({ accounts, step, latest }) =>
    fc.tuple(
      fc.array(
        fc.record({
          from: fc.nat(accounts - 1),
          next: fc.nat(accounts),
          tick: fc.nat(latest),
          isNext: fc.boolean(),
          amount: likelyAmount,
          received: fc.option(likelyAmount, { freq: 6, nil: undefined }),
          source: fc.constantFrom('s', 'S', '\u{ffee}', '\u{1f600}'),
          salt: fc.nat(99),
        }),
        { minLength: 4, maxLength: 13, size: 'max' },
      ),
      fc.array(
        fc.record({
          account: fc.nat(accounts - 1),
          user: fc.constantFrom('u', 'u', 'v', 'w'),
          tick: fc.nat(latest),
          age: fc.constantFrom(0, 0, 0, 29 * DAY, 30 * DAY, 45 * DAY),
        }),
        { maxLength: 10 },
      ),
      fc.constant({ accounts, step, latest }),
    ),
  )
  .map(([moves, openings, { accounts, step, latest }]) => [
    ...moves.map(({ from, next, tick, isNext, received, source, salt, ...rest }, i): Event => {
      // Half of the transfers go on from account to account and in time: long cycles, with short cuts by the others.
      const payer = isNext ? i % accounts : from;
      const at = START + (isNext ? Math.floor((i * latest) / moves.length) : tick) * step;
      const ids = { source, id: `${salt}-${i}`, kind: 'transfer' as const, at, observedAt: at };
      const money = received ? { ...rest, received } : rest;
      const to = (payer + (isNext ? 1 : next)) % accounts;
      return { ...ids, from: ACCOUNTS[payer], to: ACCOUNTS[to], ...money };
    }),
    ...openings.map(({ account, user, tick, age }, i): Event => {
      const at = START + tick * step - age;
      const ids = { source: 's', id: `o${i}`, kind: 'account-opened' as const, at, observedAt: at };
      return { ...ids, user, account: ACCOUNTS[account] };
    }),
  ]);

const bps = (...values: number[]) => fc.constantFrom(null, null, ...values);

/** Rates for most days and directions, so that some are missing. */
const someRates: fc.Arbitrary<FxRates> = fc
  .array(fc.constantFrom(null, 900_000, 1_000_000, 1_000_000, 1_100_000), { minLength: 32, maxLength: 32 })
  .map((list) => {
    const entries = list.flatMap((ppm, i): [string, number][] => {
      const day = new Date(START + (i >> 1) * DAY).toISOString().slice(0, 10);
      return ppm === null ? [] : [[`${day} ${i % 2 ? 'USD EUR' : 'EUR USD'}`, ppm]];
    });
    return new Map(entries);
  });

const options: fc.Arbitrary<KitingOptions> = fc
  .record({
    minLength: fc.integer({ min: 2, max: 3 }),
    maxLength: fc.integer({ min: 3, max: 7 }),
    window: fc.constantFrom(0, 3 * HOUR, DAY, 3 * DAY, 7 * DAY, 7 * DAY, Infinity),
    minRetention: bps(0, 8_000, 9_900, 10_000),
    maxRetention: bps(10_000, 10_100, 10_500),
    minAmount: fc.constantFrom(0, 0, 1, 100),
    ties: fc.constantFrom('strict' as const, 'allow' as const),
    fx: fc.constantFrom('reject' as const, 'skip' as const, 'rates' as const),
    rates: someRates,
    minRepeats2: fc.integer({ min: 1, max: 3 }),
  })
  .map((set) => ({ ...defaultsOf(KITING_OPTIONS), ...set }));

const hubbedAccounts = fc.array(fc.nat(6), { maxLength: 2 });
/** Two names and two sets of defaults for one rule. */
const eitherDetector = fc.constantFrom(kitingCycle, roundTrip);

test('findings equal those of trying every order of every set of transfers, ids and evidence included', () => {
  fc.assert(
    fc.property(events, options, hubbedAccounts, eitherDetector, (list, rule, hubbed, detector) => {
      // An account is a hub on every day but each third one.
      const isHub = (account: string, day: number): boolean =>
        hubbed.includes(ACCOUNTS.indexOf(account)) && (day + account.length) % 3 !== 0;
      const graph = buildEventGraph(list);
      const calendar: HubCalendar = {
        device: () => null,
        block: () => null,
        account: (account, at) =>
          isHub(graph.accounts.id(account), Math.floor(at / DAY)) ? 'allow-list' : null,
      };
      const found = detector.detect(graph, rule, calendar);
      const plain = found.findings.map(({ detector: name, strength, optionsHash, significance, ...rest }) => {
        expect(name).toBe(detector.name);
        expect(optionsHash).toMatch(/^[0-9a-f]{64}$/);
        expect(significance === undefined).toBe(rule.ties === 'allow');
        expect(Number.isInteger(strength) && strength >= 0 && strength <= 10_000).toBe(true);
        return rest;
      });
      const byId = (a: unknown, b: unknown): number =>
        byBytes((a as { id: string }).id, (b as { id: string }).id);
      expect(plain.sort(byId)).toEqual(
        naiveFindings(list, rule, { isHub, detector: detector.name }).sort(byId),
      );
      expect([...found.hubs].sort(byId)).toEqual(naiveKeptOut(list, rule, { isHub }));
      expect(found.truncated.filter(({ what }) => what !== 'rates')).toEqual([]);
    }),
    { numRuns: 4000 },
  );
});

test('the oracle meets cycles of every kind in what it tries', () => {
  let [pairs, long, tied, several] = [0, 0, 0, 0];
  for (const [list, rule] of fc.sample(fc.tuple(events, options), { numRuns: 1500, seed: 1 })) {
    const transfers = list.filter((event) => event.kind === 'transfer');
    const found = instancesOf(transfers, rule);
    if (found.some(({ subject }) => subject.length === 2)) pairs++;
    if (found.some(({ subject }) => subject.length > 3)) long++;
    if (found.some(({ orders }) => orders.length > 1)) tied++;
    if (found.length > 4) several++;
  }
  expect(Math.min(pairs, long, tied, several)).toBeGreaterThan(30);
});
