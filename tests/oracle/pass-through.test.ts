import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import { passThrough } from '../../src/detectors/pass-through/detect.ts';
import { muleNetwork } from '../../src/detectors/mule-network/detect.ts';
import { MULE_NETWORK_OPTIONS } from '../../src/detectors/mule-network/options.ts';
import { defaultsOf } from '../../src/detectors/options.ts';
import type { Event, EventOf } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import {
  byId,
  inOrder,
  naiveEpisodes,
  plainEpisode,
  plainFinding,
  type Completing,
  type PlainFinding,
} from '../support/naive-episodes.ts';

// A second reading of docs/algorithms/pass-through.md: at every transfer it goes through all events before it afresh.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1, 20);

interface Rules {
  readonly window: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly rest: number | null;
  readonly minAmount: number;
  readonly minMules: number;
  readonly minMulesAlone: number;
  readonly networkWindow: number;
}
type Transfer = EventOf<'transfer'>;

function naive(events: readonly Event[], rules: Rules): PlainFinding[] {
  const all = inOrder(events);
  const upTo = (event: Event) => all.slice(0, all.indexOf(event) + 1);
  const owners = (account: string, event: Event) =>
    upTo(event).flatMap((one) =>
      one.kind === 'account-opened' && one.account === account ? [one.user] : [],
    );
  const midnight = (at: number) => Math.floor(at / DAY) * DAY;
  const isHub = (account: string, at: number) =>
    all.findLast(
      (one) =>
        one.kind === 'reference' &&
        one.subject.id === account &&
        one.at < midnight(at) &&
        one.observedAt <= midnight(at),
    ) !== undefined;
  const counts = (one: Event): one is Transfer =>
    one.kind === 'transfer' &&
    one.from !== one.to &&
    one.amount.minor > 0 &&
    ![one.from, one.to].some((account) => isHub(account, one.at)) &&
    !owners(one.from, one).some((user) => owners(one.to, one).includes(user));
  const sum = (list: readonly number[]) => list.reduce((total, minor) => total + minor, 0);

  /** What counts at a transfer, or null when it completes nothing. */
  const countedAt = (
    event: Transfer,
  ): { moves: Transfer[]; outs: Transfer[]; payers: Set<string> } | null => {
    if (!counts(event)) return null;
    const { from: account } = event;
    const { currency } = event.amount;
    const near = upTo(event).filter((one) => one.at >= event.at - rules.window);
    const comesIn = (one: Event): one is Transfer =>
      counts(one) && one.to === account && (one.received ?? one.amount).currency === currency;
    const goesOut = (one: Event): one is Transfer =>
      counts(one) && one.from === account && one.amount.currency === currency;
    const opener = near.findIndex(comesIn);
    if (opener < 0) return null;
    const since = near.slice(opener);
    const ins = since.filter(comesIn);
    const outs = since.filter(goesOut);
    const came = sum(ins.map((one) => (one.received ?? one.amount).minor));
    const went = sum(outs.map((one) => one.amount.minor));
    if (came < rules.minAmount || came === 0) return null;
    if (rules.min !== null && went * 10_000 < came * rules.min) return null;
    if (rules.max !== null && went * 10_000 > came * rules.max) return null;
    const rest = restAfter(near, account, currency);
    if (rest !== null && rules.rest !== null && rest * 10_000 > came * rules.rest) return null;
    const moves = since.filter((one): one is Transfer => comesIn(one) || goesOut(one));
    return { moves, outs, payers: new Set(ins.map((one) => one.from)) };
  };

  const restAfter = (near: readonly Event[], account: string, currency: string): number | null => {
    const said = (one: Event): number | undefined => {
      if (one.kind === 'balance')
        return one.account === account && one.ledger.currency === currency ? one.ledger.minor : undefined;
      if (one.kind !== 'transfer') return undefined;
      if (one.from === account && one.amount.currency === currency && one.balances?.fromAfter !== undefined)
        return one.balances.fromAfter;
      if (one.to === account && (one.received ?? one.amount).currency === currency)
        return one.balances?.toAfter;
      return undefined;
    };
    const last = near.findLastIndex((one) => said(one) !== undefined);
    if (last < 0) return null;
    const later = near.slice(last + 1).map((one) => {
      if (one.kind === 'payment')
        return one.account === account && one.amount.currency === currency ? -one.amount.minor : 0;
      if (one.kind !== 'transfer') return 0;
      const received = one.received ?? one.amount;
      return (
        (one.to === account && received.currency === currency ? received.minor : 0) -
        (one.from === account && one.amount.currency === currency ? one.amount.minor : 0)
      );
    });
    return said(near[last])! + sum(later);
  };

  const completing = all.flatMap((event) => {
    const counted = event.kind === 'transfer' ? countedAt(event) : null;
    return counted ? [{ event: event as Transfer, ...counted }] : [];
  });
  const found: PlainFinding[] = [];
  for (const [account, own] of Map.groupBy(completing, ({ event }) => event.from))
    for (const currency of new Set(own.map(({ event }) => event.amount.currency))) {
      const runs = naiveEpisodes(
        own
          .filter(({ event }) => event.amount.currency === currency)
          .map(({ event, moves }) => ({ event, counted: new Map([[account, moves]]) })),
        rules.window,
      );
      for (const run of runs) {
        const plain = plainEpisode(run, {
          detector: 'pass-through',
          subject: [account],
          shared: [],
          binds: '',
        });
        const payers = own.filter(({ event }) => run.completing.some((one) => one.event === event));
        found.push({
          ...plain,
          peak: Math.max(...payers.map((one) => one.payers.size)),
          members: [`Account ${account} mule ${plain.first}`],
          binds: 'lead',
        });
      }
    }

  const used = new Set<Transfer>();
  const uses = completing.flatMap(({ event, outs }) =>
    outs
      .filter((out) => !used.has(out))
      .map((out) => {
        used.add(out);
        return { event, mule: event.from, payee: out.to };
      }),
  );
  for (const [payee, own] of Map.groupBy(uses, (use) => use.payee)) {
    const steps = [...new Set(own.map(({ event }) => event))].flatMap((event): Completing[] => {
      const near = own.filter(
        (use) =>
          all.indexOf(use.event) <= all.indexOf(event) && use.event.at >= event.at - rules.networkWindow,
      );
      const mules = new Map<string, Event[]>();
      for (const use of near) if (!mules.has(use.mule)) mules.set(use.mule, [use.event]);
      return mules.size >= rules.minMules ? [{ event, counted: mules }] : [];
    });
    for (const run of naiveEpisodes(steps, rules.networkWindow)) {
      const plain = plainEpisode(run, {
        detector: 'mule-network',
        subject: [payee],
        shared: [],
        binds: '',
      });
      const joined = [...run.members].map(([mule, { since }]) => ({ since, owners: owners(mule, since) }));
      const free = joined.find(
        (_, i) =>
          i > 0 &&
          !joined[0].owners.some((user) => joined.slice(0, i + 1).every((one) => one.owners.includes(user))),
      );
      found.push({
        ...plain,
        members: [
          ...[...run.members].map(([mule, { since }]) => `Account ${mule} mule s/${since.id}`),
          `Account ${payee} collector ${plain.first}`,
        ].toSorted(),
        binds: free ? naiveStart(free.since, run.completing, rules.minMulesAlone) : 'self',
      });
    }
  }
  return byId(found);
}

/** From when on the people are several and enough of them are counted at once; a lead when they never are. */
function naiveStart(free: Event, completing: readonly Completing[], alone: number): string {
  const enough = completing.find(({ counted }) => counted.size >= alone)?.event;
  if (!enough) return 'lead';
  const latest = [free, enough].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[1];
  return `s/${latest.id}`;
}

const account = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const minor = fc.constantFrom(100, 80, 79, 90, 101, 20, 0);
const euros = minor.map((cents) => ({ minor: cents, currency: 'EUR' }));
const any = fc.oneof(
  { weight: 8, arbitrary: euros },
  { weight: 1, arbitrary: minor.map((m) => ({ minor: m, currency: 'USD' })) },
);
const rare = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 1, nil: undefined });
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const balance = seldom(fc.constantFrom(0, 15, 20, 21, 500, -5));
const happening = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      kind: fc.constant('transfer'),
      from: account,
      to: account,
      amount: any,
      received: seldom(any),
      balances: rare(fc.record({ fromAfter: balance, toAfter: balance })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('payment'),
      account,
      merchant: fc.constant('shop'),
      amount: any,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('balance'), account, ledger: any, available: any }),
  },
  {
    // Often enough that now and then one person owns all mules of a network.
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('account-opened'),
      account,
      user: fc.constantFrom('ann', 'ann', 'ann', 'bob'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reference'),
      subject: fc.record({ type: fc.constant('Account'), id: account }),
      accountType: fc.constantFrom('biller', 'merchant'),
    }),
  },
);
const pause = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 12, arbitrary: fc.constantFrom(1, HOUR, 5 * HOUR, 12 * HOUR) },
  { weight: 3, arbitrary: fc.constantFrom(DAY - 1, DAY, DAY + 1, 3 * DAY) },
);
const logs = fc
  .array(fc.record({ happening, pause, late: seldom(fc.constantFrom(HOUR, 2 * DAY)) }), {
    minLength: 5,
    maxLength: 40,
    size: 'max',
  })
  .map((steps) => {
    let at = START;
    return steps.map(({ happening, pause, late }, i) => {
      at += pause;
      const fields = Object.fromEntries(Object.entries(happening).filter(([, value]) => value !== undefined));
      return { ...fields, source: 's', id: `e${i}`, at, observedAt: at + (late ?? 0) } as unknown as Event;
    });
  });
const rules = fc.record({
  window: fc.constantFrom(DAY, 12 * HOUR, Infinity),
  min: fc.constantFrom(8_000, 8_000, null),
  max: fc.constantFrom(10_000, 10_000, 10_500, null),
  rest: fc.constantFrom(2_000, 2_000, null),
  minAmount: fc.constantFrom(0, 0, 100),
  minMules: fc.constantFrom(2, 2, 3),
  minMulesAlone: fc.constantFrom(2, 3, 3, 4),
  networkWindow: fc.constantFrom(DAY, 7 * DAY),
});

test('pass-through accounts and mule networks are those that a naive reading of the events gives', () => {
  let [single, networks, selves, alone] = [0, 0, 0, 0];
  const property = fc.property(logs, rules, (events, chosen) => {
    const graph = buildEventGraph(events);
    const options = {
      ...defaultsOf(MULE_NETWORK_OPTIONS),
      window: chosen.window,
      minShare: chosen.min,
      maxShare: chosen.max,
      maxRest: chosen.rest,
      minAmount: chosen.minAmount,
      minMules: chosen.minMules,
      minMulesAlone: chosen.minMulesAlone,
      networkWindow: chosen.networkWindow,
    };
    const hubs = hubCalendar(graph);
    const findings = [passThrough, muleNetwork].flatMap((one) => one.detect(graph, options, hubs).findings);
    single += findings.filter(({ detector }) => detector === 'pass-through').length;
    networks += findings.filter(({ detector }) => detector === 'mule-network').length;
    selves += findings.filter(({ binds }) => binds === 'self').length;
    alone += findings.filter(({ detector, binds }) => detector === 'mule-network' && binds !== 'lead').length;
    for (const { strength } of findings) expect(strength >= 0 && strength <= 10_000).toBe(true);
    expect(byId(findings.map(plainFinding))).toEqual(naive(events, chosen));
  });
  fc.assert(property, { numRuns: 5_000 });
  expect(single).toBeGreaterThan(500);
  expect(networks).toBeGreaterThan(50);
  expect(selves).toBeGreaterThan(0);
  expect(alone - selves).toBeGreaterThan(20);
});
