import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compareEvents, type Event } from '../../../src/graph/model/event.ts';
import { checkEvent, decodeEvent } from '../../../src/ingest/decode.ts';
import { encodeEvent } from '../../../src/ingest/encode.ts';
import { canonicalJson } from '../../../src/kernel/canonical.ts';
import { CurrencyTable } from '../../../src/kernel/money.ts';
import { DAY } from '../../../src/kernel/time.ts';
import type { World } from '../../../src/generator/world.ts';
import { keyText, makeWorld, ofKind, tellAll } from '../../support/worlds.ts';

const START = Date.UTC(2025, 0, 1);
const typical = makeWorld({ users: 600 });
const told = tellAll(typical);

function digestOf(events: Iterable<Event>): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(JSON.stringify(event));
  return hash.digest('hex');
}

describe('the stream of a world', () => {
  it('holds only events that the product takes, in the stored and in the wire form', () => {
    const currencies = new CurrencyTable();
    const changed = told.filter((event) => {
      const text = JSON.stringify(checkEvent(event, currencies));
      const sent: unknown = JSON.parse(JSON.stringify(encodeEvent(event)));
      const arrived = decodeEvent(sent, currencies);
      return canonicalJson(arrived) !== canonicalJson(event) || text !== JSON.stringify(event);
    });
    expect(changed).toEqual([]);
  });

  it('is in strict event order, so no key comes twice', () => {
    const wrong = told.filter((event, i) => i > 0 && compareEvents(told[i - 1], event) >= 0);
    expect(wrong).toEqual([]);
    expect(new Set(told.map(keyText)).size).toBe(told.length);
  });

  it('comes a day at a time, from three years before the window to its end', () => {
    for (const batch of typical.events()) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch[batch.length - 1].at - batch[0].at).toBeLessThan(DAY);
    }
    expect(told[0].at).toBeGreaterThanOrEqual(START - (3 * 365 + 1) * DAY);
    expect(told[told.length - 1].at).toBeLessThan(START + 90 * DAY);
    expect(told[told.length - 1].at).toBeGreaterThan(START + 89 * DAY);
  });

  it('is told again with the same bytes, also when two tellings take turns', () => {
    const one = typical.events();
    const other = makeWorld({ users: 600 }).events();
    const hashes = [createHash('sha256'), createHash('sha256')];
    for (const batch of one) {
      hashes[0].update(JSON.stringify(batch));
      hashes[1].update(JSON.stringify(other.next().value));
    }
    expect(other.next().done).toBe(true);
    expect(hashes[0].digest('hex')).toBe(hashes[1].digest('hex'));
    expect(digestOf(tellAll(typical))).toBe(digestOf(told));
  });

  it('is another one for another seed, level, start or number of users', () => {
    const small = (options: Parameters<typeof makeWorld>[0]) =>
      digestOf(tellAll(makeWorld({ users: 120, days: 10, ...options })));
    const digests = [
      small({}),
      small({ seed: 43 }),
      small({ level: 'easy' }),
      small({ start: START + DAY }),
      small({ users: 121 }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('names only entities that other events introduce', () => {
    const users = new Set(ofKind(told, 'registration').map(({ user }) => user));
    const accounts = new Set(ofKind(told, 'account-opened').map(({ account }) => account));
    const keys = new Map<string, number>();
    const unknown = told.filter((event) => {
      keys.set(keyText(event), event.at);
      if (event.kind === 'settlement') return !(keys.get(JSON.stringify(event.of))! < event.at);
      if (event.kind === 'payment' && !accounts.has(event.account)) return true;
      return 'user' in event && event.user !== undefined && !users.has(event.user);
    });
    expect(unknown).toEqual([]);
  });

  it('never has users act before they register, or accounts before they are opened', () => {
    const since = new Map<string, number>();
    const early = told.filter((event) => {
      if (event.kind === 'registration') since.set(event.user, event.at);
      else if (event.kind === 'account-opened') since.set(event.account, event.at);
      else if (event.kind === 'session' || event.kind === 'profile-change')
        return !(since.get(event.user)! < event.at);
      else if (event.kind === 'transfer' && event.user !== undefined)
        return !(since.get(event.from)! < event.at);
      return false;
    });
    expect(early).toEqual([]);
  });

  it('reports balances that are what was booked', () => {
    const opening = new Map<string, number>();
    const booked = new Map<string, number>();
    const book = (account: string, minor: number) => booked.set(account, (booked.get(account) ?? 0) + minor);
    let reports = 0;
    for (const event of told) {
      if (event.kind === 'transfer') {
        book(event.from, -event.amount.minor);
        book(event.to, event.amount.minor);
      } else if (event.kind === 'payment') book(event.account, -event.amount.minor);
      else if (event.kind === 'balance') {
        const before = event.ledger.minor - (booked.get(event.account) ?? 0);
        if (opening.has(event.account)) reports++;
        expect(before).toBe(opening.get(event.account) ?? before);
        opening.set(event.account, before);
      }
    }
    expect(reports).toBeGreaterThan(500);
  });

  it('holds no more at a time in a long window than in a short one', () => {
    const largest = (world: World) => Math.max(...[...world.events()].map((batch) => batch.length));
    const short = largest(makeWorld({ users: 400, days: 30 }));
    const long = largest(makeWorld({ users: 400, days: 240 }));
    expect(long).toBeLessThan(short * 1.6);
  });
});
