import { expect, test } from 'vitest';
import { hubCalendar } from '../../../src/detectors/hubs.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
const ASKED = START + 200 * DAY + DAY / 3;

type Facts = { kind: Event['kind']; day: number; lag?: number } & Record<string, unknown>;

function graphOf(facts: readonly Facts[]) {
  return buildEventGraph(
    facts.map(({ day, lag = 0, ...rest }, i) => {
      const at = START + day * DAY;
      return { ...rest, at, observedAt: at + lag, source: 's', id: `e${i}` } as unknown as Event;
    }),
  );
}

/** Tenured people with phones of their own who came to one library computer, a new one every day. */
function library(users: number): Facts[] {
  return Array.from({ length: users }, (_, i) => [
    { kind: 'registration', day: 0, user: `u${i}` } as Facts,
    { kind: 'session', day: 120 + i, user: `u${i}`, device: `phone ${i}` } as Facts,
    { kind: 'session', day: 120 + i, user: `u${i}`, device: 'library' } as Facts,
  ]).flat();
}

/** One account that was paid by so many others two days before. */
function shop(payers: number): Facts[] {
  return [
    { kind: 'account-opened', day: 0, user: 'owner', account: 'shop' },
    ...Array.from({ length: payers }, (_, i) => ({
      kind: 'transfer' as const,
      day: 198,
      from: `payer ${i}`,
      to: 'shop',
      amount: { minor: 1, currency: 'USD' },
    })),
  ];
}

test('fifty users make a hub of a benignly shared device, forty-nine do not', () => {
  for (const [users, reason] of [
    [50, 'benign-sharing'],
    [49, null],
  ] as const) {
    const graph = graphOf(library(users));
    expect(hubCalendar(graph).device(graph.devices.find('library'), ASKED)).toBe(reason);
  }
});

test('five hundred counterparties make a hub of an account, four hundred and ninety-nine do not', () => {
  for (const [payers, reason] of [
    [500, 'counterparties'],
    [499, null],
  ] as const) {
    const graph = graphOf(shop(payers));
    expect(hubCalendar(graph).account(graph.accounts.find('shop'), ASKED)).toBe(reason);
  }
});

test('two hundred accounts of a device farm do not hide behind their number', () => {
  const farm = Array.from({ length: 200 }, (_, i) => ({
    kind: 'registration' as const,
    day: 195 + (i % 5),
    user: `u${i}`,
    device: 'farm',
  }));
  const graph = graphOf(farm);
  expect(hubCalendar(graph).device(graph.devices.find('farm'), ASKED)).toBeNull();
});

test('a second visit of a day that was heard of in time counts, though the first was heard of late', () => {
  const visitsOfFour = (secondLag: number): Facts[] => [
    ...['ann', 'bob', 'cid', 'dee'].flatMap((user, i): Facts[] => [
      { kind: 'registration', day: 0, user },
      { kind: 'session', day: 150 + 10 * i, user, device: `phone of ${user}` },
      ...(user === 'dee' ? [] : [{ kind: 'session' as const, day: 150 + 10 * i, user, device: 'library' }]),
    ]),
    { kind: 'session', day: 180.2, lag: 30 * DAY, user: 'dee', device: 'library' },
    { kind: 'session', day: 180.4, lag: secondLag, user: 'dee', device: 'library' },
  ];
  for (const [secondLag, reason] of [
    [0.5 * DAY, 'benign-sharing'],
    [30 * DAY, null],
  ] as const) {
    const graph = graphOf(visitsOfFour(secondLag));
    const hubs = hubCalendar(graph, { hubUsers: 4 });
    expect(hubs.device(graph.devices.find('library'), ASKED)).toBe(reason);
  }
});
