import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dormantWakeUp } from '../../src/detectors/dormant-wake-up/detect.ts';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import type { Event } from '../../src/graph/model/event.ts';
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

// A second reading of docs/algorithms/dormant-wake-up.md: each event looks for its own sleep, device and company.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Rules {
  readonly dormancy: number;
  readonly awake: number;
  readonly minConnections: number;
  readonly connectionWindow: number;
  readonly largeDebit: number;
}

function naive(events: readonly Event[], rules: Rules): PlainFinding[] {
  const all = inOrder(events);
  const userOf = (event: Event) => ('user' in event ? event.user : undefined);
  const deviceOf = (event: Event) => ('device' in event && userOf(event) ? event.device : undefined);
  const found: PlainFinding[] = [];
  for (const user of new Set(all.map(userOf).filter((one) => one !== undefined))) {
    const own = all.filter((event) => userOf(event) === user);
    const acts = own.filter(
      (event) => event.kind !== 'session' || (event.outcome ?? 'success') === 'success',
    );
    const nights = new Map<string, { steps: Completing[]; about: { tier: string; device: string } }>();
    for (const event of acts) {
      const upTo = acts.slice(0, acts.indexOf(event) + 1);
      const w = upTo.findLastIndex((one, i) => i > 0 && one.at - upTo[i - 1].at >= rules.dormancy);
      if (w < 0 || event.at - upTo[w].at > rules.awake) continue;
      const woke = upTo[w];
      const old = own
        .slice(0, own.indexOf(woke))
        .filter((one) => acts.includes(one))
        .map(deviceOf)
        .filter((device) => device !== undefined);
      const isStrange = (one: Event) =>
        old.length > 0 && deviceOf(one) !== undefined && !old.includes(deviceOf(one)!);
      let tier: string;
      let uses: Event[];
      let proof: Event;
      if (event.kind === 'bank-connection') {
        const strange = own
          .slice(own.indexOf(woke), own.indexOf(event) + 1)
          .filter((one) => acts.includes(one))
          .find(isStrange);
        uses = upTo
          .slice(w)
          .filter((one) => one.kind === 'bank-connection' && one.at >= event.at - rules.connectionWindow);
        if (!strange || uses.length < rules.minConnections) continue;
        [tier, proof] = ['connections', strange];
      } else {
        if (event.kind !== 'payment' && event.kind !== 'transfer') continue;
        const isLargeAndStrange = (one: Event) =>
          (one.kind === 'payment' || one.kind === 'transfer') &&
          one.amount.minor >= rules.largeDebit &&
          isStrange(one);
        if (!isLargeAndStrange(event)) continue;
        [tier, proof] = ['debit', event];
        uses = upTo.slice(w).filter(isLargeAndStrange);
      }
      const night = `${tier} ${woke.id}`;
      const known = nights.get(night) ?? { steps: [], about: { tier, device: deviceOf(proof)! } };
      nights.set(night, known);
      const wanted = tier === 'debit' ? [event] : uses;
      known.steps.push({ event, counted: new Map([[user, [upTo[w - 1], woke, proof, ...wanted]]]) });
      sizes.set(`${user} ${tier} ${event.id}`, uses.length);
    }
    for (const { steps, about } of nights.values()) {
      const [run, ...none] = naiveEpisodes(steps, Infinity);
      expect(none).toEqual([]);
      const plain = plainEpisode(run, {
        detector: 'dormant-wake-up',
        subject: [user, about.tier],
        shared: [`Device ${about.device}`],
        binds: '',
      });
      found.push({
        ...plain,
        peak: Math.max(...steps.map(({ event }) => sizes.get(`${user} ${about.tier} ${event.id}`)!)),
        binds: `${plain.first} beside another`,
      });
    }
  }
  return byId(found);
}
const sizes = new Map<string, number>();

const user = fc.constantFrom('ann', 'ann', 'bob');
const device = fc.constantFrom('old', 'new', 'other', undefined);
const amount = fc.constantFrom(99_999, 100_000, 5).map((minor) => ({ minor, currency: 'EUR' }));
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('registration'), user, device }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('session'),
      user,
      device,
      outcome: fc.constantFrom('success', 'failure', undefined, undefined),
    }),
  },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('bank-connection'), user }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('payment'),
      account: fc.constant('a'),
      merchant: fc.constant('shop'),
      user: fc.constantFrom('ann', 'bob', undefined),
      device,
      amount,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('transfer'),
      from: fc.constant('a'),
      to: fc.constant('b'),
      user: fc.constantFrom('ann', 'bob', undefined),
      device,
      amount,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('profile-change'), user, field: fc.constant('name') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('account-opened'), user, account: fc.constant('a') }),
  },
);
const pause = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 1, HOUR / 3, HOUR) },
  { weight: 2, arbitrary: fc.constantFrom(5 * HOUR, DAY, DAY + 1) },
  { weight: 4, arbitrary: fc.constantFrom(60 * DAY - 1, 60 * DAY, 90 * DAY) },
);
const logs = fc
  .array(fc.record({ happening, pause }), { minLength: 8, maxLength: 50, size: 'max' })
  .map((steps) => {
    let at = Date.UTC(2025, 0, 1);
    return steps.map(({ happening, pause }, i) => {
      at += pause;
      const fields = Object.fromEntries(Object.entries(happening).filter(([, value]) => value !== undefined));
      return { ...fields, source: 's', id: `e${i}`, at, observedAt: at } as unknown as Event;
    });
  });
const rules = fc.record({
  dormancy: fc.constantFrom(60 * DAY, 60 * DAY, 5 * HOUR),
  awake: fc.constantFrom(DAY, HOUR, Infinity),
  minConnections: fc.constantFrom(1, 2, 3),
  connectionWindow: fc.constantFrom(HOUR, DAY, Infinity),
  largeDebit: fc.constantFrom(100_000, 0),
});

test('wakings are those that a naive reading of the events gives', () => {
  const found = { connections: 0, debit: 0 };
  const property = fc.property(logs, rules, (events, chosen) => {
    const graph = buildEventGraph(events);
    const { findings } = dormantWakeUp.detect(graph, chosen, hubCalendar(graph));
    for (const { subject, strength } of findings) {
      found[subject[1] as 'connections' | 'debit']++;
      expect(strength > 0 && strength <= 10_000).toBe(true);
    }
    expect(byId(findings.map(plainFinding))).toEqual(naive(events, chosen));
  });
  fc.assert(property, { numRuns: 1_000 });
  expect(Math.min(found.connections, found.debit)).toBeGreaterThan(100);
});
