import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onConservedCycle } from '../../src/features/transfers/conserved-cycles.ts';
import { TRANSFER_FEATURES, transferFeatures } from '../../src/features/transfers/features.ts';
import { transferLog } from '../../src/features/transfers/transfer-log.ts';
import { columnsOf, transferLists, type PlainTransfer } from '../support/transfer-logs.ts';

const ACCOUNTS = 5;
const DAY = 86_400_000;

type Read = (list: readonly PlainTransfer[], i: number, known: number) => number;

const near = (list: readonly PlainTransfer[], i: number, known: number, days: number): PlainTransfer[] =>
  list.slice(0, known + 1).filter(({ at }) => Math.abs(at - list[i].at) <= days * DAY);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const day = (at: number): number => Math.floor(at / DAY);

/** Sums in another order may differ in the last digits. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** Days on which an account paid before transfer `i`, rising. */
const paidDays = (list: readonly PlainTransfer[], i: number, payer: number): number[] => [
  ...new Set(
    list
      .slice(0, i)
      .filter(({ from }) => from === payer)
      .map(({ at }) => day(at)),
  ),
];

/** Of 1 to 30 days the shortest after which payers paid again nearly as often as after any; 7 with under 100 looks. */
function beatAt(list: readonly PlainTransfer[], i: number): number {
  const payers = [...new Set(list.slice(0, i).map(({ from }) => from))];
  const shares = Array.from({ length: 30 }, (_, k) => {
    const looks = payers.flatMap((payer) => {
      const days = paidDays(list, i, payer);
      return days.filter((one) => one - k - 1 >= days[0]).map((one) => days.includes(one - k - 1));
    });
    return looks.length < 100 ? 0 : looks.filter((hit) => hit).length / looks.length;
  });
  const most = Math.max(...shares);
  return most === 0 ? 7 : 1 + shares.findIndex((share) => share >= 0.9 * most);
}

/** Fresh: first of its pair, and the payer paid nothing on the day one beat before. */
const isFresh = (list: readonly PlainTransfer[], i: number): boolean =>
  !list.slice(0, i).some(({ from, to }) => from === list[i].from && to === list[i].to) &&
  !paidDays(list, i, list[i].from).includes(day(list[i].at) - beatAt(list, i));

function freshAhead(list: readonly PlainTransfer[], i: number, known: number): number {
  if (!isFresh(list, i)) return 0;
  let longest = 0;
  for (let j = i + 1; j <= known; j++)
    if (list[j].from === list[i].to && list[j].at - list[i].at <= 30 * DAY)
      longest = Math.max(longest, freshAhead(list, j, known));
  return Math.min(6, longest + 1);
}

function freshPath(list: readonly PlainTransfer[], i: number): number {
  if (!isFresh(list, i)) return 0;
  let longest = 0;
  for (let j = 0; j < i; j++)
    if (list[j].to === list[i].from && list[i].at - list[j].at <= 30 * DAY)
      longest = Math.max(longest, freshPath(list, j));
  return longest + 1;
}

/** Whether transfers, in the order of the path from the closing one's payee on, have a rotation that never falls (or rises). */
function turns(list: readonly PlainTransfer[], path: readonly number[], strict: boolean): boolean {
  return path.some((_, start) => {
    const turned = [...path.slice(start), ...path.slice(0, start)];
    return turned.every(
      (one, k) =>
        k === 0 || (strict ? list[turned[k - 1]].at < list[one].at : list[turned[k - 1]].at <= list[one].at),
    );
  });
}

/** All cycles closed by one transfer: the transfers in the order of the path, the closing one last. */
function cyclesClosedBy(
  list: readonly PlainTransfer[],
  closing: number,
  window: number,
  strict: boolean,
): number[][] {
  const found: number[][] = [];
  const walk = (path: number[], at: number, seen: number[]): void => {
    if (at === list[closing].from) {
      const whole = [...path, closing];
      if (turns(list, whole, strict)) found.push(whole);
      return;
    }
    for (let next = 0; next < closing; next++) {
      const { from, to } = list[next];
      if (from !== at || from === to || list[closing].at - list[next].at > window) continue;
      if (!seen.includes(to)) walk([...path, next], to, [...seen, to]);
    }
  };
  if (list[closing].from !== list[closing].to) walk([], list[closing].to, [list[closing].to]);
  return found;
}

function cyclesThrough(list: readonly PlainTransfer[], i: number, known: number, length: number): number {
  const sequences = new Set<string>();
  for (let closing = i; closing <= known; closing++)
    for (const path of cyclesClosedBy(list, closing, 30 * DAY, false))
      if (path.length === length && path.includes(i))
        sequences.add(`${closing}: ${path.map((one) => list[one].from).join(' ')}`);
  return sequences.size;
}

/** The definitions of docs/features.md, read plainly. */
const NAIVE: Record<string, Read> = {
  payer_out_count_7d: (list, i, known) =>
    near(list, i, known, 7).filter(({ from }) => from === list[i].from).length,
  payee_in_sum_30d: (list, i, known) =>
    near(list, i, known, 30)
      .filter(({ to }) => to === list[i].to)
      .reduce((sum, { amount }) => sum + amount, 0),
  payer_in_count_1d: (list, i, known) =>
    near(list, i, known, 1).filter(({ to }) => to === list[i].from).length,
  payer_fan_out_1d: (list, i, known) =>
    new Set(
      near(list, i, known, 1)
        .filter(({ from }) => from === list[i].from)
        .map(({ to }) => to),
    ).size,
  payee_fan_in_30d: (list, i, known) =>
    new Set(
      near(list, i, known, 30)
        .filter(({ to }) => to === list[i].to)
        .map(({ from }) => from),
    ).size,
  payee_new_rate: (list, i, known) => {
    const paid = list.slice(0, known + 1).filter(({ to }) => to === list[i].to);
    return new Set(paid.map(({ from }) => from)).size / paid.length;
  },
  amount_to_payer_mean: (list, i, known) => {
    const others = list
      .slice(0, known + 1)
      .filter(({ from }, j) => from === list[i].from && j !== i)
      .map(({ amount }) => amount);
    return others.length === 0 ? NaN : list[i].amount / mean(others);
  },
  payee_same_amount_30d: (list, i, known) =>
    near(list, i, known, 30).filter(({ to, amount }) => to === list[i].to && amount === list[i].amount)
      .length - 1,
  pair_before: (list, i) =>
    list.slice(0, i).filter(({ from, to }) => from === list[i].from && to === list[i].to).length,
  pair_count_30d: (list, i, known) =>
    near(list, i, known, 30).filter(({ from, to }) => from === list[i].from && to === list[i].to).length,
  days_since_payee_out: (list, i) => {
    const last = list.slice(0, i).findLast(({ from }) => from === list[i].to);
    return last === undefined ? NaN : (list[i].at - last.at) / DAY;
  },
  payer_age: (list, i) => {
    const first = list.findIndex(({ from, to }) => from === list[i].from || to === list[i].from);
    return first === i ? NaN : (list[i].at - list[first].at) / DAY;
  },
  payer_gap_ratio: (list, i) => {
    const times = list
      .slice(0, i)
      .filter(({ from }) => from === list[i].from)
      .map(({ at }) => at);
    if (times.length < 2 || times[0] === times.at(-1)) return NaN;
    const gaps = times.slice(1).map((at, k) => at - times[k]);
    return (list[i].at - times.at(-1)!) / mean(gaps);
  },
  payer_beat_share: (list, i) => {
    const earlier = list.slice(0, i).filter(({ from }) => from === list[i].from);
    const same = earlier.filter(({ at }) => (day(list[i].at) - day(at)) % beatAt(list, i) === 0);
    return earlier.length === 0 ? NaN : same.length / earlier.length;
  },
  payer_beat_run: (list, i) => {
    const days = paidDays(list, i, list[i].from);
    const missed = [1, 2, 3, 4, 5, 6, 7, 8, 9].find(
      (beats) => beats === 9 || !days.includes(day(list[i].at) - beats * beatAt(list, i)),
    )!;
    return missed - 1;
  },
  pair_gap_change: (list, i) => {
    const times = list
      .slice(0, i + 1)
      .filter(({ from, to }) => from === list[i].from && to === list[i].to)
      .map(({ at }) => at / DAY);
    const [a, b, c] = times.slice(-3);
    return times.length < 3 ? NaN : Math.abs(c - b - (b - a));
  },
  payer_day_ratio: (list, i, known) => {
    const today = day(list[i].at);
    const earlier = list.slice(0, i).filter(({ from, at }) => from === list[i].from && day(at) < today);
    const now = list.slice(0, known + 1).filter(({ from, at }) => from === list[i].from && day(at) === today);
    return earlier.length === 0
      ? NaN
      : now.length / (earlier.length / new Set(earlier.map(({ at }) => day(at))).size);
  },
  payee_in_beat_before: (list, i, known) =>
    list
      .slice(0, known + 1)
      .filter(({ to, at }) => to === list[i].to && day(at) === day(list[i].at) - beatAt(list, i)).length,
  payer_amount_match_30d: (list, i, known) => {
    const paid = near(list, i, known, 30).filter(({ to }) => to === list[i].from);
    const distances = paid.map(({ amount }) => Math.abs(amount / list[i].amount - 1));
    return distances.length === 0 ? NaN : Math.min(...distances);
  },
  payee_amount_match_30d: (list, i, known) => {
    const paid = near(list, i, known, 30).filter(({ from }) => from === list[i].to);
    const distances = paid.map(({ amount }) => Math.abs(amount / list[i].amount - 1));
    return distances.length === 0 ? NaN : Math.min(...distances);
  },
  scatter_gather_30d: (list, i, known) => {
    const seen = near(list, i, known, 30);
    const sources = seen.filter(({ to }) => to === list[i].from).map(({ from }) => from);
    const others = new Set(
      seen
        .filter(({ from, to }) => to === list[i].to && from !== list[i].from)
        .map(({ from }) => from)
        .filter((other) => seen.some(({ from, to }) => to === other && sources.includes(from))),
    );
    return others.size;
  },
  fresh_path: (list, i) => freshPath(list, i),
  fresh_ahead: (list, i, known) => freshAhead(list, i, known),
  payer_fresh_out_7d: (list, i, known) =>
    list
      .slice(0, known + 1)
      .filter(
        ({ from, at }, j) =>
          from === list[i].from && Math.abs(at - list[i].at) <= 7 * DAY && isFresh(list, j),
      ).length,
  cycles_2: (list, i, known) => cyclesThrough(list, i, known, 2),
  cycles_3: (list, i, known) => cyclesThrough(list, i, known, 3),
  cycles_4: (list, i, known) => cyclesThrough(list, i, known, 4),
  cycles_5: (list, i, known) => cyclesThrough(list, i, known, 5),
};

const withKnown = (
  lists: fc.Arbitrary<PlainTransfer[]>,
): fc.Arbitrary<{ list: PlainTransfer[]; known: Int32Array }> =>
  lists.chain((list) =>
    fc.record({
      list: fc.constant(list),
      known: fc
        .tuple(...list.map((_, i) => fc.integer({ min: i, max: list.length - 1 })))
        .map((last) => Int32Array.from(last)),
    }),
  );
const logsAndKnown = withKnown(transferLists(ACCOUNTS, 22));
/** So few accounts and days that cycles share transfers and times tie. */
const denseLogs = withKnown(transferLists(4, 18, 4));

describe('features of transfers beside a plain reading of their definitions', () => {
  it.each(Object.entries(NAIVE))('%s', (name, read) => {
    const feature = TRANSFER_FEATURES.find((one) => one.name === name)!;
    fc.assert(
      fc.property(logsAndKnown, ({ list, known }) => {
        const [values] = transferFeatures(transferLog(columnsOf(list, ACCOUNTS)), known, [feature]);
        expect(Array.from(values, rounded)).toEqual(list.map((_, i) => rounded(read(list, i, known[i]))));
      }),
      { numRuns: 60 },
    );
  });

  it('the beat, where there is enough to hear one', () => {
    const heard = new Set<number>();
    const feature = TRANSFER_FEATURES.find(({ name }) => name === 'payer_beat_share')!;
    const rhythmic = fc
      .record({ every: fc.integer({ min: 1, max: 15 }), odd: transferLists(3, 20, 60) })
      .map(({ every, odd }) => {
        const usual = Array.from({ length: 180 }, (_, k): PlainTransfer => ({
          from: k % 3,
          to: 3,
          at: Date.UTC(2025, 0, 1 + (k % 3) + every * Math.floor(k / 3)),
          amount: 100,
        }));
        return [...usual, ...odd].sort((a, b) => a.at - b.at);
      });
    fc.assert(
      fc.property(rhythmic, (list) => {
        const known = Int32Array.from(list.keys());
        const [values] = transferFeatures(transferLog(columnsOf(list, ACCOUNTS)), known, [feature]);
        for (const i of [40, 110, 150, list.length - 1]) {
          heard.add(beatAt(list, i));
          expect(rounded(values[i])).toBe(rounded(NAIVE.payer_beat_share(list, i, i)));
        }
      }),
      { numRuns: 25 },
    );
    expect(heard.size).toBeGreaterThan(3);
  });

  it.each([2, 3, 4])('cycles of %i accounts where there are many', (length) => {
    const feature = TRANSFER_FEATURES.find(({ name }) => name === `cycles_${length}`)!;
    fc.assert(
      fc.property(denseLogs, ({ list, known }) => {
        const [values] = transferFeatures(transferLog(columnsOf(list, ACCOUNTS)), known, [feature]);
        expect([...values]).toEqual(list.map((_, i) => cyclesThrough(list, i, known[i], length)));
      }),
      { numRuns: 200 },
    );
  });

  it('a conserved cycle', () => {
    let marked = 0;
    fc.assert(
      fc.property(denseLogs, ({ list, known }) => {
        const marks = onConservedCycle(columnsOf(list, ACCOUNTS), known);
        const expected = list.map(() => 0);
        list.forEach((_, closing) => {
          for (const path of cyclesClosedBy(list, closing, 7 * DAY, true)) {
            const rising = path.every((one, k) => k === 0 || list[path[k - 1]].at < list[one].at);
            const kept = path.every((one, k) => {
              const share = k === 0 ? 1 : list[one].amount / list[path[k - 1]].amount;
              return share >= 0.8 && share <= 1.05;
            });
            if (path.length >= 3 && rising && kept)
              for (const one of path) if (known[one] >= closing) expected[one] = 1;
          }
        });
        expect([...marks]).toEqual(expected);
        marked += expected.filter((mark) => mark === 1).length;
      }),
      { numRuns: 300 },
    );
    expect(marked).toBeGreaterThan(0);
  });
});
