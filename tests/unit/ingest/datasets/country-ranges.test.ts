import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountryRanges } from '../../../../src/ingest/datasets/country-ranges.ts';

describe('CountryRanges', () => {
  it('finds what a search through all ranges finds, in whatever order they were added', () => {
    const gaps = fc.array(
      fc.record({
        gap: fc.nat({ max: 5 }),
        size: fc.integer({ min: 1, max: 5 }),
        country: fc.nat({ max: 3 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(gaps, fc.boolean(), (parts, backwards) => {
        let next = 0;
        const ranges = parts.map(({ gap, size, country }) => {
          const from = next + gap;
          next = from + size;
          return { from, to: next - 1, country: `c${country}` };
        });
        const table = new CountryRanges();
        for (const { from, to, country } of backwards ? ranges.toReversed() : ranges)
          table.add(String(from), String(to), country);
        for (let address = 0; address <= next + 1; address++)
          expect(table.find(address)).toBe(
            ranges.find(({ from, to }) => from <= address && address <= to)?.country,
          );
      }),
    );
  });

  it('knows the first and the last address there is', () => {
    const table = new CountryRanges();
    table.add('0', '0', 'first');
    table.add('4294967295', '4294967295', 'last');
    expect([0, 1, 4294967294, 4294967295].map((address) => table.find(address))).toEqual([
      'first',
      undefined,
      undefined,
      'last',
    ]);
  });

  it('mends a lower bound whose digits a spreadsheet has dropped, where the range before tells them', () => {
    const table = new CountryRanges();
    table.add('1023991808', '1023999999', 'Singapore');
    table.add('1.02E+09', '1024032767', 'Philippines');
    expect(table.find(1024000000)).toBe('Philippines');
    expect(table.find(1023999999)).toBe('Singapore');
    expect(() => table.add('1.15E+09', '1152008191', 'United States')).toThrow(
      /^lower_bound_ip_address is text of 8 characters; wanted a whole number/,
    );
  });

  it.each([
    ['lower_bound_ip_address', '', '5', 'X'],
    ['lower_bound_ip_address', '-1', '5', 'X'],
    ['lower_bound_ip_address', '1.5', '5', 'X'],
    ['upper_bound_ip_address', '5', '4294967296', 'X'],
    ['upper_bound_ip_address', '5', '4', 'X'],
    ['country', '5', '5', ''],
  ])('refuses a range whose %s is wrong', (field, lower, upper, country) => {
    const table = new CountryRanges();
    expect(() => table.add(lower, upper, country)).toThrow(expect.objectContaining({ facts: { field } }));
    expect(table.find(5)).toBeUndefined();
  });
});
