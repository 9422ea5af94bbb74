import { describe, expect, test } from 'vitest';
import type { Event, EventOf } from '../../../../src/graph/model/event.ts';
import { RingActsReader, type RingActs } from '../../../../src/rings/evaluation/ring-acts.ts';
import { suspectsOf } from '../../../../src/rings/evaluation/ring-side.ts';
import { trueRing } from '../../../support/true-rings.ts';

const OWNERS = new Map(['1', '2', '3', '4', '9'].map((n) => [`a${n}`, [`u${n}`]]));
let number = 0;
const base = (at: number) => ({ source: 's', id: `e${number++}`, at, observedAt: at });
const EUR = (minor: number) => ({ minor, currency: 'EUR' });

function session(at: number, user: string, device?: string): Event {
  return { ...base(at), kind: 'session', user, ...(device === undefined ? {} : { device }) };
}
function transfer(at: number, from: string, to: string, minor = 100, user?: string): EventOf<'transfer'> {
  return {
    ...base(at),
    kind: 'transfer',
    from,
    to,
    amount: EUR(minor),
    ...(user === undefined ? {} : { user }),
  };
}
function payment(at: number, account: string, merchant: string, minor = 100): EventOf<'payment'> {
  return { ...base(at), kind: 'payment', account, merchant, amount: EUR(minor) };
}
function label(at: number, knownAt: number, fields: Partial<EventOf<'label'>>): Event {
  return {
    ...base(at),
    observedAt: knownAt,
    kind: 'label',
    subject: { type: 'User', id: 'u1' },
    verdict: 'fraud',
    ...fields,
  };
}

function read(
  ring: string,
  events: readonly Event[],
  owners: ReadonlyMap<string, string[]> = OWNERS,
): RingActs {
  const rings = [trueRing('t', ring)];
  const reader = new RingActsReader(
    rings,
    rings.map(({ members }) => suspectsOf(members, owners)),
    owners,
  );
  for (const event of events) reader.add(event);
  return reader.finish().rings[0];
}
const actsOf = (acts: RingActs): string[] =>
  acts.firstActs.map(({ actor, at }) => `${actor.split('\0')[1]}@${at}`);

describe('a perpetrator acts', () => {
  test('at the first use of what the ring shares, and no other', () => {
    const acts = read('u1 u2 d1:identifier', [
      session(1, 'u1', 'd7'),
      session(2, 'u9', 'd1'),
      session(3, 'u2', 'd1'),
      session(4, 'u1', 'd1'),
      session(5, 'u2', 'd1'),
    ]);
    expect(actsOf(acts)).toEqual(['u2@3', 'u1@4']);
  });

  test('by an address in the block, an identifier in any spelling, a merchant, a shared payee', () => {
    const rings = [
      {
        id: 't',
        kind: 'k',
        members: [
          ...['u1', 'u2', 'u3', 'u4'].map((id) => ({ type: 'User' as const, id, role: 'member' })),
          { type: 'IpAddress' as const, id: '2001:db8::/64', role: 'identifier' },
          { type: 'Identifier' as const, id: 'email:x@y.z', role: 'identifier' },
          { type: 'Merchant' as const, id: 'm1', role: 'cash-out' },
          { type: 'Account' as const, id: 'a9', role: 'identifier' },
        ],
      },
    ];
    const reader = new RingActsReader(
      rings,
      rings.map(({ members }) => suspectsOf(members, OWNERS)),
      OWNERS,
    );
    reader.add({ ...base(1), kind: 'session', user: 'u1', ip: '2001:db8::77' });
    reader.add({ ...base(2), kind: 'registration', user: 'u2', email: ' X@Y.z ' });
    reader.add(payment(3, 'a3', 'm1'));
    reader.add(transfer(4, 'a4', 'a9'));
    const [acts] = reader.finish().rings;
    expect(actsOf(acts)).toEqual(['u1@1', 'u2@2', 'u3@3', 'u4@4']);
    expect(acts.outflows.map(({ at }) => at)).toEqual([3, 4]);
  });

  test('by sending money inside the ring, but not between accounts of their own', () => {
    const owners = new Map([...OWNERS, ['a1b', ['u1']]]);
    const acts = read(
      'u1 u2 u3',
      [transfer(1, 'a1', 'a1b'), transfer(2, 'a1', 'a2'), transfer(3, 'a2', 'a7'), transfer(4, 'a3', 'a1b')],
      owners,
    );
    expect(actsOf(acts)).toEqual(['u1@2', 'u3@4']);
  });

  test('as the one of joint owners who gave the order', () => {
    const owners = new Map([...OWNERS, ['a5', ['u1', 'u2']]]);
    expect(actsOf(read('u1 u2 u3', [transfer(1, 'a5', 'a3', 1, 'u2')], owners))).toEqual(['u2@1']);
    expect(actsOf(read('u1 u2 u3', [transfer(1, 'a5', 'a3', 1)], owners))).toEqual(['u1@1', 'u2@1']);
  });

  test('as an account where nobody is known to own it', () => {
    expect(actsOf(read('a1 a2', [transfer(1, 'a1', 'a2')], new Map()))).toEqual(['a1@1']);
  });
});

describe('the loss', () => {
  const minors = (acts: RingActs): number[] => acts.outflows.map(({ minor }) => minor);

  test('counts what leaves the ring once two have acted, and from each of them once that one has', () => {
    const acts = read('u1 u2 u3 u4', [
      payment(1, 'a1', 'm1', 1),
      transfer(2, 'a1', 'a2', 2),
      payment(3, 'a1', 'm1', 4),
      transfer(4, 'a2', 'a1', 8),
      payment(5, 'a1', 'm1', 16),
      payment(6, 'a3', 'm1', 32),
      transfer(7, 'a3', 'a1', 64),
      transfer(8, 'a3', 'a9', 128),
      payment(9, 'a4', 'm1', 256),
      payment(10, 'a9', 'm1', 512),
    ]);
    // u3 spent 32 before acting; u4 never acts, so counts from the ring's start; the rest stays inside or is early.
    expect(minors(acts)).toEqual([16, 128, 256]);
    expect(acts.startKnown).toBe(true);
  });

  test('counts the very payment by which the second one acts', () => {
    const acts = read('u1 u2 a9:identifier', [transfer(1, 'a1', 'a9', 1), transfer(2, 'a2', 'a9', 2)]);
    expect(minors(acts)).toEqual([2]);
  });

  test('counts everything where the start is not known, and says so', () => {
    const acts = read('u1 u2', [payment(1, 'a1', 'm1', 1), payment(2, 'a2', 'm1', 2)]);
    expect([minors(acts), acts.startKnown]).toEqual([[1, 2], false]);
  });

  test('leaves out what came back', () => {
    const paid = payment(1, 'a1', 'm1', 1);
    const charged = payment(2, 'a1', 'm1', 2);
    const settled = (at: number, of: Event, status: 'returned' | 'charged-back'): Event => ({
      ...base(at),
      kind: 'settlement',
      of: [of.source, of.id],
      status,
    });
    const acts = read('u1 u2', [
      paid,
      charged,
      settled(3, paid, 'returned'),
      settled(4, charged, 'charged-back'),
    ]);
    expect(minors(acts)).toEqual([2]);
  });
});

describe('a label gives a ring away', () => {
  const known = (ring: string, events: readonly Event[]): number | null => read(ring, events).labelKnownAt;

  test('when it is known, the earliest of several', () => {
    expect(known('u1 u2', [label(1, 90, {}), label(2, 50, { subject: { type: 'User', id: 'u2' } })])).toBe(
      50,
    );
  });

  test('when it is about an account, a shared thing, a payment or a victim of the ring', () => {
    const ring = 'u1 u2 u8:victim d1:identifier';
    expect(known(ring, [label(1, 5, { subject: { type: 'Account', id: 'a2' } })])).toBe(5);
    expect(known(ring, [label(1, 5, { subject: { type: 'Device', id: 'd1' } })])).toBe(5);
    const paid = payment(1, 'a1', 'm1');
    const about = { type: 'Event' as const, source: paid.source, id: paid.id };
    expect(known(ring, [paid, label(2, 5, { subject: about })])).toBe(5);
    expect(
      known(ring, [
        label(1, 5, { subject: { type: 'User', id: 'u8' }, verdict: 'legitimate', role: 'victim' }),
      ]),
    ).toBe(5);
  });

  test('not when it clears somebody, or is about others', () => {
    expect(known('u1 u2', [label(1, 5, { verdict: 'legitimate' })])).toBeNull();
    expect(known('u1 u2', [label(1, 5, { verdict: 'inconclusive' })])).toBeNull();
    expect(known('u1 u2', [label(1, 5, { subject: { type: 'User', id: 'u9' } })])).toBeNull();
  });
});

test('the time looked at is that of money, else of everything', () => {
  const spanOf = (events: readonly Event[]): unknown => {
    const reader = new RingActsReader([], [], new Map());
    for (const event of events) reader.add(event);
    const { from, to } = reader.finish();
    return [from, to];
  };
  expect(
    spanOf([session(1, 'u1'), payment(5, 'a1', 'm1'), transfer(7, 'a1', 'a2'), session(9, 'u1')]),
  ).toEqual([5, 7]);
  expect(spanOf([session(1, 'u1'), session(9, 'u1')])).toEqual([1, 9]);
  expect(spanOf([])).toEqual([null, null]);
});
