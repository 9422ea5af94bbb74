import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COLUMN_NAMES } from '../../src/features/transaction-table/columns.ts';
import { cli, scratchFolder } from '../support/cli.ts';

const MIX = 'legit=75,fake-account=10,takeover=8,payment-fraud=7';
const readTable = (...path: string[]) =>
  parse(readFileSync(join(...path)), { columns: true }) as Record<string, string>[];

interface Report {
  readonly transactions: {
    readonly rows: number;
    readonly classes: Record<string, number>;
    readonly checks: readonly { check: string; isMet: boolean }[];
    readonly isMet: boolean;
  };
}

describe('ringfence seed --mix', { timeout: 120_000 }, () => {
  it('writes a table of the wanted shares, the same for the same seed', async () => {
    const folder = scratchFolder();
    const args = [
      'seed',
      '--users',
      '400',
      '--seed',
      '7',
      '--mix',
      MIX,
      '--tables',
      'transactions',
      '--json',
    ];
    const result = await cli(folder, [...args, '--out', 'one']);
    expect(result.code, result.err).toBe(0);
    const { transactions } = result.json<Report>();
    const rows = readTable(folder, 'one', 'transactions.csv');
    expect(Object.keys(rows[0])).toEqual(COLUMN_NAMES);
    expect(rows.length).toBe(transactions.rows);
    expect(transactions.isMet).toBe(true);
    for (const [name, count] of Object.entries(transactions.classes))
      expect(rows.filter((row) => row['class'] === name).length).toBe(count);
    expect(rows.every((row) => row['is_fraud'] === (row['class'] === 'legit' ? '0' : '1'))).toBe(true);
    await cli(folder, [...args, '--out', 'two']);
    expect(readFileSync(join(folder, 'two', 'transactions.csv'))).toEqual(
      readFileSync(join(folder, 'one', 'transactions.csv')),
    );
  });

  it('scales the fraud, checks a store as well, and exports its table with the labels known there', async () => {
    const folder = scratchFolder();
    const seeded = await cli(folder, ['seed', '-u', '300', '-s', '3', '-f', '0.1', '--mix', MIX, '--json']);
    expect(seeded.code, seeded.err).toBe(0);
    const { rows, classes } = seeded.json<Report>().transactions;
    expect(classes['legit'] / rows).toBeGreaterThan(0.85);
    const exported = await cli(folder, ['export', 'transactions', '--format', 'csv', '--out', 'table.csv']);
    expect(exported.code, exported.err).toBe(0);
    const table = readTable(folder, 'table.csv');
    expect(table.length).toBe(rows);
    const known = new Set(table.map((row) => row['class']));
    expect(known).toContain('');
    expect([...known].some((name) => name in classes)).toBe(true);
  });

  it('fails with the checks that are not met', async () => {
    const result = await cli(scratchFolder(), [
      'seed',
      '-u',
      '8',
      '-s',
      '1',
      '--days',
      '3',
      '--mix',
      MIX,
      '--json',
      '--store',
      'memory:',
    ]);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/QUALITY_FAILED/);
    expect(result.err).toMatch(/rows is \d+, wanted at least 100/);
    expect(result.json<Report>().transactions.isMet).toBe(false);
  });

  it.each([
    [['--mix', 'legit=75,take-over=25'], /did you mean takeover/],
    [['--mix', 'legit=75,ring=-2'], /negative/],
    [['--tables', 'nonsense', '--out', 'x'], /records or transactions/],
    [['--tables', 'transactions'], /needs --out/],
    [['--mix', MIX, '--legacy'], /legacy/],
  ])('refuses %j', async (args, message) => {
    const result = await cli(scratchFolder(), ['seed', '--store', 'memory:', ...args]);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(message);
  });
});
