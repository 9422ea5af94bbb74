import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REVIEW_DAYS } from '../../src/features/transfers/known-until.ts';
import { LOOK_AT_MOST } from '../../src/features/transfers/sight.ts';
import { TRANSFER_FEATURES } from '../../src/features/transfers/features.ts';
import { RAISE } from '../../src/risk/evaluation/raise-score.ts';
import { featureCells, HEADER } from '../../tools/features/feature-table.ts';
import { ROOT } from './markdown.ts';

const page = readFileSync(join(ROOT, 'docs/features.md'), 'utf8');
const lines = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

it('documents every feature of a transfer as it is defined, in the order of the columns', () => {
  const start = lines.findIndex((cells) => cells.join() === HEADER.join());
  const rows = lines.slice(start + 2, start + 2 + TRANSFER_FEATURES.length + 1);
  expect(rows).toEqual(TRANSFER_FEATURES.map(featureCells));
});

it('names each feature once, and only sources that are listed', () => {
  const names = TRANSFER_FEATURES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { source } of TRANSFER_FEATURES) expect(page).toContain(`\n- **${source}**: `);
});

it('states the limits as they are', () => {
  expect(page).toContain(`${REVIEW_DAYS} days after it`);
  expect(page).toContain(`the latest ${LOOK_AT_MOST.toLocaleString('en-US')} transfers`);
  expect(RAISE).toBe(0.5);
  expect(page).toContain('half of the way to 1');
});
