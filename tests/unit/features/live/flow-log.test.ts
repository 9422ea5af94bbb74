import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FlowLog } from '../../../../src/features/live/flow-log.ts';

it('counts and sums what stands in it since any instant, in whatever order it came and went', () => {
  const entry = fc.record({ at: fc.nat(20), value: fc.nat(5), isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(entry, { size: 'large' }), fc.nat(20), (entries, from) => {
      const log = new FlowLog(1_000);
      for (const { at, value } of entries) log.add(at, value);
      const left = entries.filter(({ isGone }) => !isGone);
      for (const { at, value, isGone } of entries) if (isGone) log.remove(at, value);
      const since = left.filter(({ at }) => at >= from);
      expect(log.since(from)).toBe(since.length);
      expect(log.sumSince(from)).toBe(since.reduce((sum, { value }) => sum + value, 0));
      if (left.length === 0) expect(log.lastAt).toBeNaN();
      else expect(log.lastAt).toBe(Math.max(...left.map(({ at }) => at)));
    }),
  );
});

it('lets go of what is older than its span and keeps sums right', () => {
  const log = new FlowLog(100);
  for (let at = 0; at < 10_000; at++) log.add(at, 1);
  expect(log.since(9_950)).toBe(50);
  expect(log.sumSince(9_900)).toBe(100);
  expect(log.since(-Infinity)).toBeLessThan(300);
});
