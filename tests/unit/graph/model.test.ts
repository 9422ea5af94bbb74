import { describe, expect, it } from 'vitest';
import { normaliseIdentifier } from '../../../src/graph/model/entity.ts';
import { compareEvents } from '../../../src/graph/model/event.ts';
import { ipBlock, ipv4FromNumber } from '../../../src/graph/model/ip.ts';

describe('ipBlock', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '::/64'],
  ])('puts %s into %s', (address, block) => expect(ipBlock(address)).toBe(block));

  it.each(['', '256.1.1.1', '1.2.3', 'localhost', '1.2.3.4/24', '12345', '0x7f.1.1.1', 'fe80::1::2'])(
    'refuses %j',
    (text) => {
      expect(ipBlock(text)).toBeNull();
    },
  );
});

it('writes an address kept as a number', () => {
  expect(ipv4FromNumber(732758368)).toBe('43.173.1.96');
  expect(ipv4FromNumber(0xffffffff)).toBe('255.255.255.255');
  expect([ipv4FromNumber(-1), ipv4FromNumber(2 ** 32), ipv4FromNumber(1.5)]).toEqual([null, null, null]);
});

describe('normaliseIdentifier', () => {
  it.each([
    ['email', '  Ann.Lee+x@Example.COM ', 'ann.lee+x@example.com'],
    ['email', 'e\u0301@x.org', 'é@x.org'],
    ['phone', '+1 (873) 330-8776', '+18733308776'],
    ['phone', '(873)330-8776x1949', '8733308776x1949'],
    ['phone', '873.330.8776 ext. 12', '8733308776x12'],
    ['phone', '001-586-785-1968', '0015867851968'],
    ['nationalId', ' 647-54-9979 ', '647549979'],
    ['nationalId', 'ab 12.c', 'AB12C'],
  ] as const)('%s %j becomes %j', (kind, raw, value) => expect(normaliseIdentifier(kind, raw)).toBe(value));

  it('finds nothing in what identifies nobody', () => {
    expect([
      normaliseIdentifier('phone', 'n/a'),
      normaliseIdentifier('email', '  '),
      normaliseIdentifier('nationalId', '--'),
    ]).toEqual([null, null, null]);
  });
});

it('orders events by time, then source bytes, then id bytes', () => {
  const events = [
    { at: 2, source: 'a', id: 'a' },
    { at: 1, source: 'b', id: 'a' },
    { at: 1, source: 'a', id: '😀' },
    { at: 1, source: 'a', id: '\uffff' },
    { at: 1, source: 'B', id: 'z' },
  ];
  expect(events.toSorted(compareEvents).map(({ source, id }) => source + id)).toEqual([
    'Bz',
    'a\uffff',
    'a😀',
    'ba',
    'aa',
  ]);
});
