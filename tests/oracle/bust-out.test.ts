import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bustOut } from '../../src/detectors/bust-out/detect.ts';
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

// A second reading of docs/algorithms/bust-out.md: compares each payment to all that came before it afresh.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Rules {
  readonly minSmall: number;
  readonly history: number;
  readonly minRatio: number | null;
  readonly than: 'largest' | 'average';
  readonly minUsers: number;
  readonly window: number;
}
type Spend = EventOf<'payment'> | EventOf<'transfer'>;

function naive(events: readonly Event[], rules: Rules): PlainFinding[] {
  const all = inOrder(events);
  const owners = (account: string, event: Event) =>
    all
      .slice(0, all.indexOf(event))
      .flatMap((one) => (one.kind === 'account-opened' && one.account === account ? [one.user] : []));
  const spends = all.filter((one): one is Spend => {
    if (one.kind === 'payment') return one.user !== undefined;
    if (one.kind !== 'transfer' || one.user === undefined || one.from === one.to) return false;
    return !owners(one.from, one).some((user) => owners(one.to, one).includes(user));
  });
  const before = (event: Spend) =>
    spends
      .slice(0, spends.indexOf(event))
      .filter((one) => one.user === event.user && one.amount.currency === event.amount.currency)
      .filter((one) => one.at >= event.at - rules.history);
  const isJump = (event: Spend) => {
    const minors = before(event).map(({ amount }) => amount.minor);
    if (minors.length < rules.minSmall) return false;
    if (rules.minRatio === null) return true;
    const total = minors.reduce((sum, minor) => sum + minor, 0);
    return rules.than === 'largest'
      ? event.amount.minor * 10_000 > rules.minRatio * Math.max(...minors)
      : event.amount.minor * minors.length * 10_000 > rules.minRatio * total;
  };
  const jumps = spends.filter(isJump);
  const found: PlainFinding[] = [];
  const near = (event: Spend, list: readonly Spend[]) =>
    list.slice(0, list.indexOf(event) + 1).filter((one) => one.at >= event.at - rules.window);
  for (const [user, own] of Map.groupBy(jumps, (jump) => jump.user!)) {
    const steps = own.map((event) => ({ event, counted: new Map([[user, [...before(event), event]]]) }));
    for (const run of naiveEpisodes(steps, rules.window)) {
      const plain = plainEpisode(run, { detector: 'bust-out', subject: [user], shared: [], binds: '' });
      const sizes = run.completing.map(({ event }) => near(event as Spend, own).length);
      found.push({ ...plain, peak: Math.max(...sizes), binds: `${plain.first} beside another` });
    }
  }
  const midnight = (at: number) => Math.floor(at / DAY) * DAY;
  const isHub = (account: string, at: number) =>
    all.some((one) => one.kind === 'reference' && one.subject.id === account && one.at < midnight(at));
  const places = {
    merchant: ['Merchant', (one: Spend) => ('merchant' in one ? one.merchant : undefined)],
    account: ['Account', (one: Spend) => ('to' in one && !isHub(one.to, one.at) ? one.to : undefined)],
    device: ['Device', (one: Spend) => one.device],
  } as const;
  for (const [kind, [type, of]] of Object.entries(places))
    for (const [place, own] of Map.groupBy(jumps, of)) {
      if (place === undefined) continue;
      const steps = own.flatMap((event) => {
        const counted = new Map<string, Spend[]>();
        for (const one of near(event, own)) if (!counted.has(one.user!)) counted.set(one.user!, [one]);
        return counted.size >= rules.minUsers ? [{ event, counted }] : [];
      });
      for (const run of naiveEpisodes(steps, rules.window)) {
        const plain = plainEpisode(run, {
          detector: 'bust-out',
          subject: [[kind, place]],
          shared: [`${type} ${place}`],
          binds: '',
        });
        found.push({ ...plain, binds: `${plain.first} beside another` });
      }
    }
  return byId(found);
}

const user = fc.constantFrom('ann', 'bob', 'cid');
const device = fc.constantFrom('phone', undefined, undefined);
const amount = fc
  .tuple(
    fc.constantFrom(1, 1, 1, 2, 2, 3, 5, 10, 11, 15, 16, 60, 0),
    fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'USD'),
  )
  .map(([minor, currency]) => ({ minor, currency }));
const account = fc.constantFrom('a', 'b', 'c');
const happening = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('payment'),
      account: fc.constant('a'),
      merchant: fc.constantFrom('shop', 'shop', 'bar'),
      user: fc.oneof({ weight: 9, arbitrary: user }, { weight: 1, arbitrary: fc.constant(undefined) }),
      device,
      amount,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('transfer'), from: account, to: account, user, device, amount }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('account-opened'), user, account }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reference'),
      subject: fc.record({ type: fc.constant('Account'), id: account }),
      accountType: fc.constant('biller'),
    }),
  },
);
const pause = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(0, 1, HOUR, 12 * HOUR) },
  { weight: 3, arbitrary: fc.constantFrom(2 * DAY, 7 * DAY, 7 * DAY + 1, 30 * DAY) },
);
const logs = fc
  .array(fc.record({ happening, pause }), { minLength: 15, maxLength: 60, size: 'max' })
  .map((steps) => {
    let at = Date.UTC(2025, 0, 1);
    return steps.map(({ happening, pause }, i) => {
      at += pause;
      const fields = Object.fromEntries(Object.entries(happening).filter(([, value]) => value !== undefined));
      return { ...fields, source: 's', id: `e${i}`, at, observedAt: at } as unknown as Event;
    });
  });
const rules = fc.record({
  minSmall: fc.constantFrom(1, 2, 5),
  history: fc.constantFrom(30 * DAY, 30 * DAY, 2 * DAY, Infinity),
  minRatio: fc.constantFrom(50_000, 50_000, 15_000, null),
  than: fc.constantFrom('largest' as const, 'average' as const),
  minUsers: fc.constantFrom(2, 3),
  window: fc.constantFrom(7 * DAY, HOUR, Infinity),
});

test('jumps, alone and together, are those that a naive reading of the events gives', () => {
  let [alone, together] = [0, 0];
  const property = fc.property(logs, rules, (events, chosen) => {
    const graph = buildEventGraph(events);
    const { findings } = bustOut.detect(graph, chosen, hubCalendar(graph));
    for (const { subject, strength } of findings) {
      if (typeof subject[0] === 'string') alone++;
      else together++;
      expect(strength > 0 && strength <= 10_000).toBe(true);
    }
    expect(byId(findings.map(plainFinding))).toEqual(naive(events, chosen));
  });
  fc.assert(property, { numRuns: 1_000 });
  expect(alone).toBeGreaterThan(1_000);
  expect(together).toBeGreaterThan(300);
});
