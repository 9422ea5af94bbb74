import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floatKiting } from '../../src/detectors/float-kiting/detect.ts';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import type { Event, EventOf } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import {
  byId,
  inOrder,
  naiveEpisodes,
  plainEpisode,
  plainFinding,
  type PlainFinding,
} from '../support/naive-episodes.ts';

// A second reading of docs/algorithms/float-kiting.md: adds everything up afresh at every return.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Rules {
  readonly window: number;
  readonly clearing: number;
  readonly minReturns: number;
  readonly minReturned: number | null;
  readonly minSpent: number | null;
  readonly maxCollected: number | null;
}
type Transfer = EventOf<'transfer'>;

function naive(events: readonly Event[], rules: Rules): PlainFinding[] {
  const all = inOrder(events);
  const place = (event: Event) => all.indexOf(event);
  const arrived = (one: Transfer) => one.received ?? one.amount;
  const isReturn = (one: Event) =>
    one.kind === 'settlement' && (one.status === 'returned' || one.status === 'charged-back');
  const returnOf = (item: Transfer) =>
    all
      .slice(place(item))
      .find((one) => isReturn(one) && 'of' in one && one.of[0] === item.source && one.of[1] === item.id);
  const sum = (list: readonly number[]) => list.reduce((total, minor) => total + minor, 0);
  const isIn = (one: Event, account: string, currency: string): one is Transfer =>
    one.kind === 'transfer' &&
    one.to === account &&
    one.from !== account &&
    arrived(one).currency === currency;
  const spentBy = (one: Event, account: string, currency: string): number => {
    if (one.kind === 'payment' && one.account === account && one.amount.currency === currency)
      return one.amount.minor;
    const isOut = one.kind === 'transfer' && one.from === account && one.to !== account;
    return isOut && one.amount.currency === currency ? one.amount.minor : 0;
  };
  const found: PlainFinding[] = [];
  for (const account of ['a', 'b', 'c'])
    for (const currency of ['EUR', 'USD']) {
      const items = all
        .filter((one): one is Transfer => isIn(one, account, currency) && arrived(one).minor > 0)
        .flatMap((item) => {
          const back = returnOf(item);
          const isInTime = back && back.at - item.at <= rules.clearing;
          return isInTime ? [{ item, back }] : [];
        });
      const completing = items
        .toSorted((x, y) => place(x.back) - place(y.back))
        .flatMap(({ back }) => {
          const counted = items.filter(
            (one) => place(one.back) <= place(back) && one.back.at >= back.at - rules.window,
          );
          if (counted.length < rules.minReturns) return [];
          const since = Math.min(...counted.map(({ item }) => place(item)));
          const span = all.slice(since, place(back) + 1);
          const returned = sum(counted.map(({ item }) => arrived(item).minor));
          const came = sum(
            span.filter((one) => isIn(one, account, currency)).map((one) => arrived(one as Transfer).minor),
          );
          const spent = sum(span.map((one) => spentBy(one, account, currency)));
          if (rules.minReturned !== null && returned * 10_000 < came * rules.minReturned) return [];
          if (rules.minSpent !== null && spent * 10_000 < returned * rules.minSpent) return [];
          const statement = all
            .slice(0, place(back) + 1)
            .findLastIndex(
              (one) => one.kind === 'balance' && one.account === account && one.ledger.currency === currency,
            );
          const said = all[statement];
          if (rules.maxCollected !== null && said?.kind === 'balance' && said.at >= back.at - rules.window) {
            const later = all.slice(statement + 1, place(back) + 1);
            const moved = later.map((one) =>
              isIn(one, account, currency) ? arrived(one).minor : -spentBy(one, account, currency),
            );
            const gone = counted
              .filter((one) => place(one.back) > statement)
              .map(({ item }) => arrived(item).minor);
            const collected = said.ledger.minor + sum(moved) - sum(gone);
            if (collected * 10_000 > returned * rules.maxCollected) return [];
          }
          const midnight = Math.floor(back.at / DAY) * DAY;
          if (all.some((one) => one.kind === 'reference' && one.subject.id === account && one.at < midnight))
            return [];
          const proof = [
            ...counted.flatMap((one) => [one.item, one.back]),
            ...span.filter(
              (one) =>
                (one.kind === 'payment' || (one.kind === 'transfer' && one.to !== account)) &&
                ('account' in one ? one.account : (one as Transfer).from) === account &&
                (one as Transfer).amount.currency === currency,
            ),
          ];
          return [{ event: back, counted: new Map([[account, proof]]), size: counted.length }];
        });
      for (const run of naiveEpisodes(completing, rules.window)) {
        const plain = plainEpisode(run, {
          detector: 'float-kiting',
          subject: [account],
          shared: [],
          binds: '',
        });
        const sizes = completing.filter((one) => run.completing.some(({ event }) => event === one.event));
        found.push({
          ...plain,
          peak: Math.max(...sizes.map(({ size }) => size)),
          members: [`Account ${account} member ${plain.first}`],
          binds: `${plain.first} beside another`,
        });
      }
    }
  return byId(found);
}

const account = fc.constantFrom('a', 'a', 'b', 'c');
const amount = fc
  .tuple(fc.constantFrom(100, 70, 30, 80, 10, 0), fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD'))
  .map(([minor, currency]) => ({ minor, currency }));
const ledgers = fc.constantFrom(0, 20, 60, 110, 160, 400).map((minor) => ({ minor, currency: 'EUR' }));
const happening = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('transfer'),
      from: account,
      to: fc.constantFrom('a', 'a', 'a', 'b'),
      amount,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constant('payment'), account, merchant: fc.constant('shop'), amount }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('settlement'),
      back: fc.integer({ min: 1, max: 8 }),
      status: fc.constantFrom('returned', 'returned', 'charged-back', 'settled'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('balance'), account, ledger: ledgers, available: ledgers }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reference'),
      subject: fc.constant({ type: 'Account', id: 'b' }),
      accountType: fc.constant('merchant'),
    }),
  },
);
const pause = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(0, 1, HOUR, 12 * HOUR) },
  { weight: 3, arbitrary: fc.constantFrom(2 * DAY, 10 * DAY, 10 * DAY + 1, 14 * DAY, 14 * DAY + 1) },
);
const logs = fc
  .array(fc.record({ happening, pause }), { minLength: 25, maxLength: 60, size: 'max' })
  .map((steps) => {
    let at = Date.UTC(2025, 0, 1);
    const transfers: number[] = [];
    return steps.map(({ happening, pause }, i) => {
      at += pause;
      const { back, ...fields } = happening as { back?: number };
      if (happening.kind === 'transfer') transfers.push(i);
      // Of one of the last transfers; now and then of one yet to come.
      const of =
        back === undefined ? {} : { of: ['s', `e${(back < 8 ? transfers.at(-back) : undefined) ?? i + 1}`] };
      return { ...fields, ...of, source: 's', id: `e${i}`, at, observedAt: at } as unknown as Event;
    });
  });
const rules = fc.record({
  window: fc.constantFrom(14 * DAY, 14 * DAY, DAY, Infinity),
  clearing: fc.constantFrom(10 * DAY, 10 * DAY, DAY, Infinity),
  minReturns: fc.constantFrom(1, 2, 3),
  minReturned: fc.constantFrom(7_000, 2_000, null),
  minSpent: fc.constantFrom(8_000, 2_000, null),
  maxCollected: fc.constantFrom(1_000, 1_000, null),
});

test('kited accounts are those that a naive reading of the events gives', () => {
  let found = 0;
  const property = fc.property(logs, rules, (events, chosen) => {
    const graph = buildEventGraph(events);
    const { findings } = floatKiting.detect(graph, chosen, hubCalendar(graph));
    found += findings.length;
    for (const { strength } of findings) expect(strength >= 0 && strength <= 10_000).toBe(true);
    expect(byId(findings.map(plainFinding))).toEqual(naive(events, chosen));
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(found).toBeGreaterThan(250);
});
