import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COLUMN_NAMES, TRANSACTION_COLUMNS } from '../../src/features/transaction-table/columns.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/transaction-table.md'), 'utf8');
const rows = [
  ...page.matchAll(/^\|\s*`([a-z0-9_]+)`\s*\|\s*(\w+)\s*\|\s*(.*?)\s*\|\s*(.*?)\s*\|\s*(.*?)\s*\|$/gm),
];

it('documents every column of the transaction table, in the order of the file', () => {
  expect(rows.map(([, name]) => name)).toEqual(COLUMN_NAMES);
});

it('documents the columns as they are', () => {
  for (const [i, { name, group, unit, type, meaning, empty }] of TRANSACTION_COLUMNS.entries())
    expect(rows[i].slice(1)).toEqual([name, group, unit || type, meaning, empty ?? '']);
});
