import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalJson, digestId } from '../../../src/kernel/canonical.ts';

it('sorts keys, at every depth, and keeps the order of lists', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: 1, c: null } })).toBe('{"a":{"c":null,"d":1},"b":[2,1]}');
});

it('writes numbers and characters as RFC 8785 does', () => {
  expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27])).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27]',
  );
  expect(canonicalJson('\u20ac$\u000f\nA\'B"\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\"/"');
});

it('gives the first 32 hex digits of the SHA-256 of the canonical JSON', () => {
  const text = '["kiting-cycle","v1",["A","B","C"],["default","t3"]]';
  const expected = createHash('sha256').update(text).digest('hex').slice(0, 32);
  expect(digestId(['kiting-cycle', 'v1', ['A', 'B', 'C'], ['default', 't3']])).toBe(expected);
});
