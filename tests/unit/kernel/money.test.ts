import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CurrencyTable, formatMajor, parseMajor, parseMajorRounded } from '../../../src/kernel/money.ts';

it('reads back every amount it writes', () => {
  const amount = fc.integer({ min: -(10 ** 15), max: 10 ** 15 });
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 8 }), (minor, exponent) => {
      expect(parseMajor(formatMajor(minor, exponent), exponent)).toBe(minor);
    }),
  );
});

it.each([
  ['12.34', 2, 1234],
  ['12', 2, 1200],
  ['12.5', 2, 1250],
  ['12.', 2, 1200],
  ['12.3400', 2, 1234],
  ['-0.00', 2, 0],
  ['0.07', 2, 7],
  ['1234', 0, 1234],
  ['0.00000001', 8, 1],
])('reads %s with exponent %i as %i minor units', (text, exponent, minor) => {
  expect(parseMajor(text, exponent)).toBe(minor);
});

it.each(['12.345', '1e5', '', '.5', '1,000.00', 'NaN', 'Infinity', '99999999999999999', ' 1', '0x10'])(
  'refuses %j as an amount with two decimals',
  (text) => expect(parseMajor(text, 2)).toBeNull(),
);

it('knows ISO 4217 with its odd exponents, and what is declared', () => {
  const table = new CurrencyTable();
  expect([
    table.exponent('USD'),
    table.exponent('JPY'),
    table.exponent('KWD'),
    table.exponent('XBT'),
  ]).toEqual([2, 0, 3, undefined]);
  table.declare('XBT', 8);
  expect(table.exponent('XBT')).toBe(8);
  expect(() => table.declare('XBT', 6)).toThrow(RangeError);
  expect(table.exponent('usd')).toBeUndefined();
});

describe('parseMajorRounded', () => {
  it.each([
    ['892031.21', 0, 892_031],
    ['0.5', 0, 0],
    ['1.5', 0, 2],
    ['2.50', 0, 2],
    ['2.501', 0, 3],
    ['-1.5', 0, -2],
    ['1.005', 2, 100],
    ['1.015', 2, 102],
    ['1.01', 2, 101],
    ['7', 2, 700],
  ])('reads %s with exponent %i as %i', (text, exponent, minor) =>
    expect(parseMajorRounded(text, exponent)).toBe(minor),
  );

  it.each(['', 'x', '1.5x', '1.2.3', '1e3', '9007199254740991.9'])('refuses "%s"', (text) =>
    expect(parseMajorRounded(text, 0)).toBeNull(),
  );
});
