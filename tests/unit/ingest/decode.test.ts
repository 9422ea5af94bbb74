import { describe, expect, it } from 'vitest';
import { decodeEvent, checkEvent } from '../../../src/ingest/decode.ts';
import { encodeEvent } from '../../../src/ingest/encode.ts';
import { EVENT_KINDS, WIRE_SHAPES } from '../../../src/graph/model/event.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import { CurrencyTable } from '../../../src/kernel/money.ts';
import { FULL_EVENTS } from '../../support/sample-events.ts';

const currencies = new CurrencyTable();
const { transfer, reference, label, session, balance, retraction } = FULL_EVENTS;

/** The error that decoding gives, or the event when there is none. */
function refusal(value: unknown): RingfenceError {
  try {
    decodeEvent(value, currencies);
  } catch (error) {
    if (error instanceof RingfenceError) return error;
    throw error;
  }
  throw new Error('the event was accepted');
}

function refuses(value: unknown, field: string, message: RegExp): void {
  const error = refusal(value);
  expect(error.code).toBe('EVENT_INVALID');
  expect(error.facts.field).toBe(field);
  expect(error.message).toMatch(message);
}

describe('decodeEvent', () => {
  it('has a sample with every field of every kind', () => {
    for (const kind of EVENT_KINDS)
      expect(Object.keys(FULL_EVENTS[kind]).toSorted()).toEqual(
        Object.keys(WIRE_SHAPES[kind].properties).toSorted(),
      );
  });

  it.each(EVENT_KINDS)('reads a %s with all its fields, and encodeEvent writes it back', (kind) => {
    const event = decodeEvent(FULL_EVENTS[kind], currencies);
    expect(event.kind).toBe(kind);
    expect(event.at).toBe(Date.UTC(2025, 2, 1, 9, 30, 0, 250));
    expect(event.observedAt).toBe(Date.UTC(2025, 2, 1, 9, 31));
    expect(encodeEvent(event)).toEqual(FULL_EVENTS[kind]);
    expect(checkEvent(event, currencies)).toEqual(event);
  });

  it('reads all times into epoch milliseconds', () => {
    expect(decodeEvent(FULL_EVENTS.settlement, currencies)).toMatchObject({
      availableAt: Date.UTC(2025, 2, 2),
    });
    expect(decodeEvent(reference, currencies)).toMatchObject({
      allowList: { owner: 'fraud team', expiry: Date.UTC(2026, 0, 1) },
    });
    expect(decodeEvent({ ...transfer, at: '2025-03-01T10:30:00+01:00' }, currencies).at).toBe(
      Date.UTC(2025, 2, 1, 9, 30),
    );
  });

  it('takes "default" as source and at as observedAt where they are left out', () => {
    const { source: _source, observedAt: _observedAt, ...rest } = transfer;
    const event = decodeEvent(rest, currencies);
    expect(event).toMatchObject({ source: 'default', observedAt: event.at });
    expect(decodeEvent(rest, currencies, 'core').source).toBe('core');
    expect(decodeEvent(transfer, currencies, 'core').source).toBe('bank');
  });

  it('leaves the value it was given as it was', () => {
    const before = structuredClone(transfer);
    decodeEvent(Object.freeze(transfer), currencies);
    expect(transfer).toEqual(before);
  });

  it('accepts what is odd but right: self-transfer, nothing sent, knowledge before the fact, year 0000', () => {
    const amount = { minor: 0, currency: 'JPY' };
    const odd = { ...transfer, to: 'a1', amount, observedAt: '0000-01-01T00:00:00Z' };
    expect(decodeEvent(odd, currencies)).toMatchObject({ from: 'a1', to: 'a1', amount });
  });

  it('keeps hostile but valid ids byte for byte', () => {
    for (const id of [
      'A',
      'a',
      'é',
      'e\u0301',
      "'; DROP TABLE events; --",
      '__proto__',
      '=1+1',
      'x'.repeat(256),
    ])
      expect(decodeEvent({ ...transfer, from: id }, currencies)).toMatchObject({ from: id });
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['text', 'x'],
    ['a number', 5],
    ['nothing', undefined],
  ])('refuses %s in place of an event', (_name, value) => {
    refuses(value, 'event', /^event is .+; wanted an object$/);
  });

  it('refuses unknown kinds, those of Object.prototype too', () => {
    for (const kind of ['transfers', '__proto__', 'constructor', 'toString', 5, null, undefined])
      refuses({ ...transfer, kind }, 'kind', /^kind is .+; wanted one of registration, /);
  });

  it('refuses fields that a kind does not have, at any depth', () => {
    refuses({ ...transfer, merchant: 'm' }, 'merchant', /merchant is not a field of the kind transfer/);
    refuses({ ...transfer, amount: { minor: 1, currency: 'USD', tax: 1 } }, 'amount.tax', /is not a field/);
    refuses({ ...label, subject: { type: 'User', id: 'u', source: 's' } }, 'subject.source', /not a field/);
    refuses({ ...transfer, ['x'.repeat(1000)]: 1 }, `${'x'.repeat(64)}...`, /is not a field/);
    refuses({ ...transfer, 'a\u001b[2Jb': 1 }, 'a?[2Jb', /is not a field/);
  });

  it('refuses __proto__, constructor and prototype as fields and pollutes nothing', () => {
    const text = JSON.stringify(transfer);
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      refuses(JSON.parse(text.replace('{', `{"${name}":{"polluted":true},`)), name, /is not a field/);
      const nested = text.replace('"amount":{', `"amount":{"${name}":{"polluted":true},`);
      refuses(JSON.parse(nested), `amount.${name}`, /is not a field/);
    }
    expect('polluted' in {}).toBe(false);
  });

  it('names a required field that is missing and what is wanted there', () => {
    for (const name of ['id', 'at', 'from', 'amount']) {
      const { [name]: _left, ...rest } = transfer;
      refuses(rest, name, new RegExp(`^${name} is nothing; wanted .+`));
    }
    refuses({ ...transfer, amount: { minor: 1 } }, 'amount.currency', /is nothing; wanted text of 1 to 16/);
    refuses({ ...retraction, of: ['bank'] }, 'of', /a list of 1; wanted a list of source and id/);
    refuses({ ...label, subject: { type: 'Event', id: 'e' } }, 'subject.source', /is nothing; wanted/);
  });

  it.each([
    [-1, 'a whole number below zero'],
    [-0, 'minus zero'],
    [1.5, 'a fraction'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [JSON.parse('1e400'), 'Infinity'],
    [JSON.parse('9007199254740993'), 'a whole number beyond 2^53 - 1'],
    ['12', 'text of 2 characters'],
    [null, 'null'],
    [true, 'true'],
    [[5], 'a list of 1'],
    [5n, 'a whole number'],
  ])('refuses %s as an amount', (minor, _shape) => {
    const { message, facts } = refusal({ ...transfer, amount: { minor, currency: 'USD' } });
    expect(facts.field).toBe('amount.minor');
    if (typeof minor !== 'bigint')
      expect(message).toContain(`amount.minor is ${_shape}; wanted a whole number`);
  });

  it('refuses -0 as a balance and takes it as 0 in a place', () => {
    refuses({ ...transfer, balances: { toAfter: -0 } }, 'balances.toAfter', /minus zero/);
    refuses({ ...balance, ledger: { minor: -0, currency: 'GBP' } }, 'ledger.minor', /minus zero/);
    refuses({ ...reference, merchantRisk: -0 }, 'merchantRisk', /minus zero/);
    const event = decodeEvent({ ...session, location: { lat: -0, lon: -0 } }, currencies);
    expect(event).toHaveProperty('location', { lat: 0, lon: 0 });
  });

  it('refuses currencies that nobody declared, small letters, and codes that are no money', () => {
    for (const currency of ['usd', 'XBT', 'XXX', 'XTS', '$', '__proto__'])
      refuses(
        { ...transfer, amount: { minor: 1, currency } },
        'amount.currency',
        /currency code of ISO 4217/,
      );
    refuses({ ...FULL_EVENTS['account-opened'], currency: 'usd' }, 'currency', /currency code/);
    const declared = new CurrencyTable();
    declared.declare('XBT', 8);
    const bitcoin = { ...transfer, amount: { minor: 1, currency: 'XBT' } };
    expect(decodeEvent(bitcoin, declared)).toMatchObject({ amount: { currency: 'XBT' } });
  });

  it('refuses times without a zone, without a day, and that no calendar has', () => {
    for (const at of [
      '2025-03-01T09:30:00',
      '2025-03-01',
      '2025-02-30T00:00:00Z',
      '2025-03-01T23:59:60Z',
      '1740821400000',
      '',
      '10000-01-01T00:00:00Z',
    ])
      refuses({ ...transfer, at }, 'at', /^at is .+; wanted ISO 8601 text with a zone/);
    refuses({ ...transfer, at: 1740821400000 }, 'at', /^at is a whole number; wanted ISO 8601 text/);
    const allowList = { owner: 'x', expiry: '2026' };
    refuses({ ...reference, allowList }, 'allowList.expiry', /wanted ISO 8601/);
    refuses({ ...FULL_EVENTS.settlement, availableAt: 'soon' }, 'availableAt', /wanted ISO 8601/);
  });

  it('refuses ids that are empty, too long, or hold NUL or half a surrogate pair, in every id field', () => {
    const fields = { source: 'x', id: 'x', from: 'x', to: 'x', user: 'x', device: 'x' };
    for (const field of Object.keys(fields))
      for (const id of ['', 'a\0b', '\ud800', 'é'.repeat(129), 'x'.repeat(1_000_000), 7])
        refuses({ ...transfer, [field]: id }, field, new RegExp(`^${field} is .+; wanted `));
    refuses({ ...retraction, of: ['bank', 'a\0'] }, 'of.1', /NUL/);
    refuses({ ...label, subject: { type: 'User', id: '\udfff' } }, 'subject.id', /lone surrogate/);
    refuses({ ...label, subject: { type: 'Event', source: 'a\0', id: 'x' } }, 'subject.source', /NUL/);
  });

  it('refuses addresses that are none', () => {
    for (const ip of ['1.2.3', '1.2.3.256', '::g', 'localhost', '1.2.3.4/24', '2001:db8::/64', '016.1.1.400'])
      refuses({ ...transfer, ip }, 'ip', /wanted an IPv4 or IPv6 address/);
    const subject = { type: 'IpAddress', id: '2001:db8::/64' };
    refuses({ ...reference, subject }, 'subject.id', /wanted an IPv4 or IPv6 address/);
    expect(decodeEvent({ ...label, subject }, currencies)).toMatchObject({ subject });
    refuses({ ...label, subject: { ...subject, id: '2001:db8::1/64' } }, 'subject.id', /the \/64/);
  });

  it('refuses text with half a surrogate pair, which would be stored as another text', () => {
    refuses({ ...transfer, rail: 'a\ud83d' }, 'rail', /lone surrogates/);
    refuses({ ...FULL_EVENTS.payment, checks: { avs: '\udc00' } }, 'checks.avs', /lone surrogates/);
    refuses(
      { ...reference, allowList: { owner: '\ud800', expiry: '2026-01-01T00:00:00Z' } },
      'allowList.owner',
      /lone/,
    );
  });

  it('refuses text over 1,024 characters and choices outside their list', () => {
    refuses(
      { ...transfer, rail: 'x'.repeat(1025) },
      'rail',
      /text of 1025 characters; wanted text of 0 to 1024/,
    );
    refuses({ ...label, verdict: 'guilty' }, 'verdict', /wanted one of fraud, legitimate, inconclusive/);
    refuses({ ...label, subject: { type: 'Person', id: 'x' } }, 'subject.type', /wanted one of User, Device/);
    refuses({ ...reference, isVpn: 'yes' }, 'isVpn', /wanted true or false/);
    refuses({ ...session, location: { lat: 91, lon: 0 } }, 'location.lat', /wanted a number from -90 to 90/);
    refuses({ ...session, location: 5 }, 'location', /wanted an object with lat, lon/);
    refuses({ ...reference, subject: 'x' }, 'subject', /wanted an object with type, id/);
    refuses({ ...label, subject: 'x' }, 'subject', /wanted an object with type, id/);
  });

  it('stands 200,000 levels of nesting and 10,000 unknown fields', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    refuses({ ...transfer, amount: deep }, 'amount', /a list of 1/);
    refuses({ ...transfer, deep }, 'deep', /is not a field/);
    refuses(deep, 'event', /a list of 1/);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i]));
    refuses({ ...transfer, ...wide }, 'f0', /is not a field/);
  });

  it('puts no value into a message, because values may be personal', () => {
    expect(refusal({ ...transfer, from: '\0secret' }).message).not.toContain('secret');
    expect(refusal({ ...transfer, ip: 'secret' }).message).not.toContain('secret');
    expect(refusal({ ...transfer, kind: 'secret' }).message).not.toContain('secret');
  });
});

describe('checkEvent', () => {
  it('wants times in epoch milliseconds and drops fields that are undefined', () => {
    const event = checkEvent(
      { kind: 'session', id: 'e', at: 5, user: 'u', device: undefined },
      currencies,
      'importer',
    );
    expect(event).toStrictEqual({
      source: 'importer',
      id: 'e',
      kind: 'session',
      at: 5,
      observedAt: 5,
      user: 'u',
    });
    const payment = { ...FULL_EVENTS.payment, at: 5, observedAt: 5, checks: { avs: undefined, cvv: 'M' } };
    expect(checkEvent(payment, currencies)).toMatchObject({ checks: { cvv: 'M' } });
    expect(checkEvent(payment, currencies)).not.toHaveProperty('checks.avs');
    const known = { ...FULL_EVENTS.transfer, at: 5, observedAt: 5 };
    const transfer = { ...known, balances: { fromBefore: undefined, toAfter: 7 } };
    expect(checkEvent(transfer, currencies)).toHaveProperty('balances', { toAfter: 7 });
    expect(Object.keys(checkEvent(transfer, currencies)).sort()).toStrictEqual(Object.keys(known).sort());
    const first = checkEvent({ kind: 'session', id: 'e', at: -0, user: 'u' }, currencies);
    expect([first.at, first.observedAt]).toStrictEqual([0, 0]);
    for (const at of [1.5, NaN, 8.64e15, '2025-03-01T09:30:00Z'])
      expect(() => checkEvent({ kind: 'session', id: 'e', at, user: 'u' }, currencies)).toThrow(/^at is /);
  });
});
