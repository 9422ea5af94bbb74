import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/features/transaction-table/column.ts';
import { TRANSACTION_COLUMNS } from '../../../src/features/transaction-table/columns.ts';
import { TableQuality } from '../../../src/features/transaction-table/quality.ts';
import { separation } from '../../../src/features/transaction-table/separation.ts';

type Cells = Record<string, Cell>;

const SHARES = { legit: 0.75, 'fake-account': 0.25 };

/** A sound row, but for what is given. */
function row(number: number, cells: Cells = {}): Cell[] {
  return TRANSACTION_COLUMNS.map(({ name, type, range }) => {
    if (name in cells) return cells[name];
    if (name === 'transaction_id') return `t${number}`;
    if (name === 'at') return new Date(1_700_000_000_000 + number * 1_000).toISOString();
    if (type === 'flag') return number % 3 === 0;
    return type === 'text' ? 'x' : Math.max(range?.[0] ?? 0, number % 2);
  });
}

/** 400 rows of which every fourth is a fake account that shows, but not plainly. */
function report(change: (number: number) => Cells = () => ({})) {
  const quality = new TableQuality();
  for (let number = 0; number < 400; number++) {
    const isFraud = number % 4 === 0;
    const shows = number % 8 === 0;
    const signals = {
      email_disposable: isFraud ? shows : number % 50 === 1,
      email_verified: isFraud ? shows : true,
      user_tenure_days: isFraud ? (shows ? 40 : 1) : number % 7 === 1 ? 1 : 300,
    };
    const cells = row(number, { ...signals, ...change(number) });
    quality.add({ cells, label: { class: isFraud ? 'fake-account' : 'legit', isFraud } });
  }
  return quality.report(SHARES);
}
const failing = (change: (number: number) => Cells) =>
  report(change)
    .checks.filter(({ isMet }) => !isMet)
    .map(({ check }) => check);

describe('the checks of a table', () => {
  it('are met by a sound one', () => {
    expect(report().checks.filter(({ isMet }) => !isMet)).toEqual([]);
    expect(report().isMet).toBe(true);
  });

  it.each<[string, (number: number) => Cells, RegExp]>([
    ['an id that comes twice', (n): Cells => (n === 7 ? { transaction_id: 't6' } : {}), /duplicate ids/],
    ['a mandatory cell that is empty', (n): Cells => (n === 7 ? { amount: null } : {}), /mandatory/],
    ['a number out of range', (n): Cells => (n === 7 ? { merchant_risk: 101 } : {}), /out of range/],
    ['a flag that is none', (n): Cells => (n === 7 ? { off_hours: 1 } : {}), /out of range/],
    ['time that runs back', (n): Cells => (n === 7 ? { at: '2020-01-01T00:00:00Z' } : {}), /order of time/],
    ['a column that gives the class away', (n) => ({ card_users: n % 4 === 0 ? 5 : 0 }), /best column alone/],
    ['signals that are not there', () => ({ email_disposable: false }), /email_disposable/],
    ['signals that say nothing', () => ({ user_tenure_days: 100 }), /user_tenure_days/],
  ])('find %s', (_what, change, check) => {
    expect(failing(change).join('\n')).toMatch(check);
  });

  it('find shares that are not those asked for, and classes nobody asked for', () => {
    const quality = new TableQuality();
    for (let number = 0; number < 2_000; number++)
      quality.add({
        cells: row(number),
        label: { class: number % 2 ? 'legit' : 'ring', isFraud: number % 2 === 0 },
      });
    const names = quality
      .report({ legit: 0.9, takeover: 0.1 })
      .checks.flatMap(({ check, isMet }) => (isMet ? [] : [check]));
    expect(names).toEqual(expect.arrayContaining(['share of legit', 'share of takeover', 'share of ring']));
  });

  it('find too few rows, and a table with too many empty cells', () => {
    const quality = new TableQuality();
    const empty = Object.fromEntries(
      TRANSACTION_COLUMNS.flatMap(({ name, empty }) => (empty ? [[name, null]] : [])),
    );
    quality.add({ cells: row(1, empty), label: null });
    const names = quality.report({ legit: 1 }).checks.flatMap(({ check, isMet }) => (isMet ? [] : [check]));
    expect(names).toEqual(expect.arrayContaining(['rows', 'share of empty cells']));
  });
});

describe('how well a column alone tells a class', () => {
  it('is the average precision of its best ranking, ties together', () => {
    const classes = [1, 0, 1, 0];
    expect(separation('number', [9, 5, 8, 1], classes, 2)[1]).toBe(1);
    expect(separation('number', [1, 5, 2, 9], classes, 2)[1]).toBe(1);
    expect(separation('number', [NaN, 5, NaN, 9], classes, 2)[1]).toBe(1);
    expect(separation('number', [3, 3, 3, 3], classes, 2)[1]).toBe(0.5);
    // 9 first: 1/1 of half the class; then 5, 5: 2/3 of the other half.
    expect(separation('number', [9, 5, 5, 1], classes, 2)[1]).toBeCloseTo(0.5 + 0.5 * (2 / 3));
    expect(separation('text', [4, 7, 4, 7], classes, 2)[1]).toBe(1);
  });
});
