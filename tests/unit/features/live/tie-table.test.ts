import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueHeap } from '../../../../src/features/live/due-heap.ts';
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

it('gives what waits in the order in which it is due', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { size: 'large' }), (dues) => {
      const heap = new DueHeap();
      dues.forEach((due, number) => heap.push(due, number));
      const given = dues.map(() => [heap.firstDue, heap.pop()]);
      expect(given.map(([due]) => due)).toEqual(dues.toSorted((a, b) => a - b));
      expect(given.every(([due, number]) => dues[number] === due)).toBe(true);
      expect(new Set(given.map(([, number]) => number)).size).toBe(dues.length);
      expect(heap.firstDue).toBe(Infinity);
    }),
  );
});

it('lists the ties of either side, the latest used first', () => {
  const table = new TieTable(SPAN, { windows: [20] });
  table.use(1, 7, 10);
  table.use(2, 7, 20);
  table.use(3, 7, 30);
  table.use(1, 7, 40);
  table.use(4, 7, 25);
  const users: number[] = [];
  for (let tie = table.firstOfRight(7); tie >= 0; tie = table.nextOfRight(tie)) users.push(table.left(tie));
  expect(users).toEqual([1, 3, 4, 2]);
  expect(table.countOfRight(7, 0, 25, 10)).toBe(3);
  expect(table.countOfRight(7, 0, 0, 2)).toBe(2);
  expect(table.first(table.find(1, 7))).toBe(10);
});

it('ends a tie 90 days after its last use, and begins it anew', () => {
  const table = new TieTable(SPAN);
  table.use(1, 7, 0);
  table.expire(SPAN);
  expect(table.find(1, 7)).toBeGreaterThanOrEqual(0);
  table.expire(SPAN + 1);
  expect(table.find(1, 7)).toBe(-1);
  table.use(1, 7, 200);
  expect(table.first(table.find(1, 7))).toBe(200);
});

it('ends a tie with its last use taken back; until then first and last stay', () => {
  const table = new TieTable(SPAN);
  table.use(1, 7, 10);
  table.use(1, 7, 20);
  table.release(1, 7);
  expect(table.last(table.find(1, 7))).toBe(20);
  table.release(1, 7);
  expect(table.find(1, 7)).toBe(-1);
  expect(table.sizeOfLeft(1)).toBe(0);
});

it('holds what a list of all uses would hold, whatever the order of uses, ends and instants', () => {
  const side = fc.nat(4);
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ left: side, right: side, late: fc.constantFrom(0, 0, 5, 60, 95) }) },
    { weight: 2, arbitrary: fc.record({ left: side, right: side, isEnd: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ left: side, right: side, isHeld: fc.constant(true) }) },
    { weight: 4, arbitrary: fc.record({ pass: fc.nat(40) }) },
  );
  let ended = 0;
  fc.assert(
    fc.property(fc.array(step, { size: 'large' }), (steps) => {
      const model = new Map<string, { last: number; count: number }>();
      const told = new Set<string>();
      const table = new TieTable(
        SPAN,
        {},
        {
          made: (_, left, right) => told.add(`${left},${right}`),
          ended: (_, left, right) => told.delete(`${left},${right}`),
        },
      );
      let now = 0;
      table.expire(now);
      for (let number = 0; number <= 4; number++) {
        table.use(number, number, 0);
        table.end(number, number);
      }
      for (const one of steps) {
        if ('pass' in one) {
          table.expire((now += one.pass));
          for (const [key, { last }] of model) if (last < now - SPAN) ended += Number(model.delete(key));
          continue;
        }
        const key = `${one.left},${one.right}`;
        const known = model.get(key);
        if ('isEnd' in one) {
          if (one.isEnd) table.end(one.left, one.right);
          else table.release(one.left, one.right);
          if (known && (one.isEnd || --known.count === 0)) model.delete(key);
          continue;
        }
        const at = 'late' in one ? now - one.late : Infinity;
        table.use(one.left, one.right, at);
        if (at < now - SPAN) continue;
        model.set(key, { last: Math.max(at, known?.last ?? at), count: (known?.count ?? 0) + 1 });
      }
      expect(table.size).toBe(model.size);
      expect(told).toEqual(new Set(model.keys()));
      for (let left = 0; left <= 4; left++) {
        const mine = [...model].filter(([key]) => key.startsWith(`${left},`));
        const found: number[] = [];
        for (let tie = table.firstOfLeft(left); tie >= 0; tie = table.nextOfLeft(tie))
          found.push(table.last(tie));
        expect(found).toEqual(mine.map(([, { last }]) => last).toSorted((a, b) => (a < b ? 1 : -1)));
        expect(table.sizeOfLeft(left)).toBe(mine.length);
      }
    }),
    { numRuns: 300 },
  );
  expect(ended).toBeGreaterThan(1_000);
});

it('counts the uses of long lists as looking at all of them does, for late questions too', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ left: fc.nat(150), late: fc.constantFrom(0, 0, 0, 3, 30) }) },
    { weight: 1, arbitrary: fc.record({ end: fc.nat(150) }) },
    { weight: 2, arbitrary: fc.record({ pass: fc.nat(6) }) },
    { weight: 4, arbitrary: fc.record({ ask: fc.constantFrom(0, 0, 0, 2, 20) }) },
  );
  const windows = [5, 40];
  const seen = { long: 0, cut: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 400, maxLength: 900 }), (steps) => {
      const table = new TieTable(SPAN, { windows });
      const model = new Map<number, number>();
      let now = 0;
      table.expire(now);
      for (const one of steps) {
        if ('pass' in one) {
          table.expire((now += one.pass));
          for (const [left, last] of model) if (last < now - SPAN) model.delete(left);
        } else if ('end' in one) {
          table.end(one.end, 0);
          model.delete(one.end);
        } else if ('left' in one) {
          const at = now - one.late;
          table.use(one.left, 0, at);
          model.set(one.left, Math.max(at, model.get(one.left) ?? at));
        } else if (model.size > 0)
          for (const [window, span] of windows.entries()) {
            const from = now - one.ask - span;
            const used = [...model.values()].filter((last) => last >= from).length;
            expect(table.countOfRight(0, window, from, 40)).toBe(Math.min(40, used));
            seen.long += Number(model.size >= 64);
            seen.cut += Number(used > 40);
          }
      }
    }),
    { numRuns: 60 },
  );
  expect(seen.long).toBeGreaterThan(1_000);
  expect(seen.cut).toBeGreaterThan(20);
});
