import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytes } from '../../../src/kernel/bytes.ts';

it('orders strings as their UTF-8 bytes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'A', 'é', '\ue000', '\uffff', '😀', '\u{10000}') }),
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

it('puts an emoji after U+FFFF, where UTF-16 order would not', () => {
  expect(['\uffff', '😀'].toSorted()).toEqual(['😀', '\uffff']);
  expect(compareBytes('😀', '\uffff')).toBeGreaterThan(0);
});
