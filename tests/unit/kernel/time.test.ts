import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import {
  DAY,
  formatDuration,
  formatInstant,
  parseDuration,
  parseInstant,
  utcMidnight,
} from '../../../src/kernel/time.ts';

describe('parseInstant', () => {
  it.each([
    ['2025-01-01T00:00:00Z', Date.UTC(2025, 0, 1)],
    ['2025-01-01T02:00+02:00', Date.UTC(2025, 0, 1)],
    ['2024-12-31T19:00:00-05:00', Date.UTC(2025, 0, 1)],
    ['2025-01-01T00:00:00.123456Z', Date.UTC(2025, 0, 1) + 123],
    ['2024-02-29T23:59:59.999Z', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
  ])('reads %s', (text, ms) => expect(parseInstant(text)).toBe(ms));

  it.each([
    '2025-01-01',
    '2025-01-01T00:00:00',
    '2025-02-30T00:00:00Z',
    '2025-01-01T00:00:60Z',
    '2025-13-01T00:00:00Z',
    ' 2025-01-01T00:00:00Z',
    '+012025-01-01T00:00:00Z',
    'yesterday',
    '',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull());

  it('reads back what formatInstant writes, to the millisecond', () => {
    const instant = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(fc.property(instant, (ms) => void expect(parseInstant(formatInstant(ms))).toBe(ms)));
  });
});

it('reads back every duration it writes', () => {
  const duration = fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.constant(Infinity));
  fc.assert(fc.property(duration, (ms) => void expect(parseDuration(formatDuration(ms), 'x')).toBe(ms)));
});

it.each(['7', 'd', '7 d', '-1d', '1.5h', '7D', 'forever', ''])('refuses the duration %j', (text) => {
  expect(() => parseDuration(text, 'window')).toThrow(RingfenceError);
});

it('finds midnight before and after 1970', () => {
  expect(utcMidnight(DAY + 5)).toBe(DAY);
  expect(utcMidnight(-5)).toBe(-DAY);
});
