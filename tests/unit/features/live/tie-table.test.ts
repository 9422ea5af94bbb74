import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairIndex } from '../../../../src/features/live/pair-index.ts';
import { TieTable } from '../../../../src/features/live/tie-table.ts';

const SPAN = 90;

it('finds pairs among those put in and taken out', () => {
  const step = fc.record({ left: fc.nat(12), right: fc.nat(12), isOut: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { size: 'large' }), (steps) => {
      const index = new PairIndex();
      const model = new Map<string, number>();
      steps.forEach(({ left, right, isOut }, i) => {
        const key = `${left},${right}`;
        if (model.has(key) === !isOut) return;
        if (isOut) index.remove(left, right);
        else index.add(left, right, i);
        if (isOut) model.delete(key);
        else model.set(key, i);
      });
      expect(index.size).toBe(model.size);
      for (let left = 0; left <= 12; left++)
        for (let right = 0; right <= 12; right++)
          expect(index.find(left, right)).toBe(model.get(`${left},${right}`) ?? -1);
    }),
  );
});

it('lists the ties of either side, the latest used first', () => {
  const table = new TieTable(SPAN);
  table.use(1, 7, 10, 10);
  table.use(2, 7, 20, 20);
  table.use(3, 7, 30, 30);
  table.use(1, 7, 40, 40);
  table.use(4, 7, 25, 40);
  const users: number[] = [];
  for (let tie = table.firstOfRight(7, 40); tie >= 0; tie = table.nextOfRight(tie))
    users.push(table.left(tie));
  expect(users).toEqual([1, 3, 4, 2]);
  expect(table.countOfRight(7, 25, 10, 40)).toBe(3);
  expect(table.countOfRight(7, 0, 2, 40)).toBe(2);
  expect(table.first(table.find(1, 7, 40))).toBe(10);
});

it('ends a tie 90 days after its last use, and begins it anew', () => {
  const table = new TieTable(SPAN);
  table.use(1, 7, 0, 0);
  expect(table.find(1, 7, SPAN)).toBeGreaterThanOrEqual(0);
  expect(table.find(1, 7, SPAN + 1)).toBe(-1);
  table.use(1, 7, 200, 200);
  expect(table.first(table.find(1, 7, 200))).toBe(200);
});

it('ends a tie with its last use taken back; until then first and last stay', () => {
  const table = new TieTable(SPAN);
  table.use(1, 7, 10, 20);
  table.use(1, 7, 20, 20);
  table.release(1, 7, 20);
  expect(table.last(table.find(1, 7, 20))).toBe(20);
  table.release(1, 7, 20);
  expect(table.find(1, 7, 20)).toBe(-1);
  expect(table.sizeOfLeft(1, 20)).toBe(0);
});

it('holds no more ties than were used in the span, however long it runs', () => {
  const table = new TieTable(SPAN);
  let most = 0;
  for (let now = 0; now < 5_000; now++) {
    table.use(now, now % 50, now, now);
    table.sweep(now, 8);
    most = Math.max(most, table.size);
  }
  expect(most).toBeGreaterThanOrEqual(SPAN);
  expect(most).toBeLessThan(2 * SPAN);
});
