import { describe, expect, it } from 'vitest';
import { transactionRows } from '../../../src/features/transaction-table/rows.ts';
import { trueClasses } from '../../../src/features/transaction-table/true-classes.ts';
import { CLASSES, parseMix } from '../../../src/generator/mix.ts';
import type { World } from '../../../src/generator/world.ts';
import { makeWorld, ofKind, tellAll } from '../../support/worlds.ts';

const SEED_MIX = 'legit=75,fake-account=10,takeover=8,payment-fraud=7';

function shares(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  let all = 0;
  for (const { label } of transactionRows(tellAll(world), trueClasses(world.truth))) {
    counts[label!.class] = (counts[label!.class] ?? 0) + 1;
    all++;
  }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / all]));
}

describe('a mix of classes', () => {
  it('is read as parts of a whole', () => {
    expect(parseMix(' legit=3, ring=1 ')).toEqual({ legit: 0.75, ring: 0.25 });
    expect(parseMix('legit=1')).toEqual({ legit: 1 });
  });

  it('has its fraud scaled by a fraud rate, with the parts among it kept', () => {
    expect(parseMix('legit=75,takeover=20,ring=5', 0.1)).toEqual({
      legit: 0.9,
      takeover: expect.closeTo(0.08),
      ring: expect.closeTo(0.02),
    });
    expect(parseMix('legit=75,takeover=25', 0)).toEqual({ legit: 1, takeover: 0 });
    expect(() => parseMix('legit=1', 0.1)).toThrow(/fraud-rate/);
  });

  it.each([
    ['legit=75,take-over=5', /take-over.*did you mean takeover/],
    ['legit=75,xyzzy=5', /there are legit, .*ring/],
    ['legit=75,ring=-1', /ring: -1 is negative/],
    ['legit=0,ring=0', /add up to nothing/],
    ['legit=75,ring=5,ring=6', /ring is named twice/],
    ['legit=75,ring', /"ring" is not CLASS=PART/],
    ['legit=lots', /legit: "lots" is not a number/],
    ['', /is not CLASS=PART/],
  ])('refuses %s and says why', (text, message) => {
    expect(() => parseMix(text)).toThrow(message);
    expect(() => parseMix(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('names all kinds of fraud', () => {
    expect(CLASSES).toEqual(
      expect.arrayContaining(['legit', 'fake-account', 'takeover', 'payment-fraud', 'ato', 'ring']),
    );
  });

  it('is refused when it takes more people than there are', () => {
    expect(() => makeWorld({ mix: parseMix('legit=40,bust-out=60') })).toThrow(/cannot be had/);
  });

  it('is met by the transactions of the world', () => {
    const world = makeWorld({ users: 1_000, mix: parseMix(SEED_MIX) });
    const found = shares(world);
    expect(world.truth.rings).toEqual([]);
    expect(found['legit']).toBeGreaterThan(0.72);
    expect(found['legit']).toBeLessThan(0.78);
    for (const [name, share] of Object.entries({
      'fake-account': 0.1,
      takeover: 0.08,
      'payment-fraud': 0.07,
    }))
      expect(Math.abs(found[name] - share), name).toBeLessThan(0.015);
  });

  it('has rings when it asks for them, and nobody else', () => {
    const world = makeWorld({ users: 1_000, mix: parseMix('legit=90,ring=10') });
    expect(world.truth.loners).toEqual([]);
    expect(Math.abs(shares(world)['ring'] - 0.1)).toBeLessThan(0.04);
  });

  it('is planned the same each time', () => {
    const options = { users: 120, days: 40, mix: parseMix(SEED_MIX) };
    expect(tellAll(makeWorld(options))).toEqual(tellAll(makeWorld(options)));
  });

  it('has innocents who look like each class', () => {
    const kinds = new Set(
      makeWorld({ users: 300, mix: parseMix(SEED_MIX) }).truth.lookalikes.map(({ kind }) => kind),
    );
    for (const kind of ['new-customer', 'traveller', 'gift-abroad']) expect(kinds).toContain(kind);
  });
});

describe('what classes show by is in every world', () => {
  const events = tellAll(makeWorld({ users: 400 }));
  const online = ofKind(events, 'payment').filter(({ device }) => device !== undefined);
  const checked = online.filter(({ checks }) => checks !== undefined);
  const share = (some: readonly unknown[], all: readonly unknown[]) => some.length / all.length;

  it('has checks of address and code, mostly passed, on most online payments', () => {
    expect(share(checked, online)).toBeGreaterThan(0.9);
    const failed = share(
      checked.filter(({ checks }) => checks!.avs === 'N'),
      checked,
    );
    expect(failed).toBeGreaterThan(0.005);
    expect(failed).toBeLessThan(0.08);
  });

  it('has places on most sessions, and contacts that most people confirm', () => {
    const sessions = ofKind(events, 'session');
    const told = share(
      sessions.filter(({ location }) => location !== undefined),
      sessions,
    );
    expect(told).toBeGreaterThan(0.5);
    expect(told).toBeLessThan(0.8);
    const confirmed = new Set(
      ofKind(events, 'profile-change').flatMap(({ field, user }) =>
        field === 'emailVerified' ? [user] : [],
      ),
    );
    expect(confirmed.size / 400).toBeGreaterThan(0.85);
    expect(confirmed.size / 400).toBeLessThan(0.98);
  });
});
