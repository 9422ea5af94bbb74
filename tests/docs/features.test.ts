import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LIVE_FEATURES } from '../../src/features/live/features.ts';
import { COMMUNITY_PAIRS, HUB_PARTNERS, HUB_USERS, WALK_LIMITS } from '../../src/features/live/limits.ts';
import { REVIEW_DAYS } from '../../src/features/transfers/known-until.ts';
import { LOOK_AT_MOST } from '../../src/features/transfers/sight.ts';
import { TRANSFER_FEATURES } from '../../src/features/transfers/features.ts';
import { RAISE } from '../../src/risk/evaluation/raise-score.ts';
import { liveTable, transferTable, type FeatureTable } from '../../tools/features/feature-table.ts';
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

/** The lines under a header, up to the end of that table. */
function rowsUnder({ header, rows }: FeatureTable): string[][] {
  const start = lines.findIndex((cells) => cells.join() === header.join());
  return lines.slice(start + 2, start + 2 + rows.length);
}

it('documents every feature as it is defined, in the order of the columns', () => {
  const tables = [transferTable(TRANSFER_FEATURES), liveTable(LIVE_FEATURES)];
  for (const table of tables) expect(rowsUnder(table)).toEqual(table.rows);
  // Two lines each for the header, and no line more.
  const inTables = lines.filter(([name]) => /^`\w+`(?: \\?\*)?$/.test(name));
  expect(inTables.length).toBe(TRANSFER_FEATURES.length + LIVE_FEATURES.length);
});

it('names each feature once, and only sources that are listed', () => {
  for (const features of [TRANSFER_FEATURES, LIVE_FEATURES]) {
    const names = features.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { source } of features) expect(page).toContain(`\n- **${source}**: `);
  }
});

it('states the limits as they are', () => {
  expect(page).toContain(`${REVIEW_DAYS} days after it`);
  expect(page).toContain(`the latest ${LOOK_AT_MOST.toLocaleString('en-US')} transfers`);
  expect(RAISE).toBe(0.5);
  expect(page).toContain('half of the way to 1');
  const { tiesOfUser, usersOfThing, usersOfBlock, partnersOfAccount, budget, hops, count } = WALK_LIMITS;
  expect(page).toContain(
    `latest ${tiesOfUser} ties of a user, the latest ${usersOfThing} users of a thing and the latest ${partnersOfAccount} partners of an account on either side, and looks at ${budget} ties in all; it goes ${hops} hops`,
  );
  expect(page).toContain(
    `addresses of more than ${usersOfBlock} users, nor accounts with ${HUB_PARTNERS} partners`,
  );
  expect(page).toContain(`when ${HUB_USERS} users or more`);
  expect(page).toContain(`more than ${COMMUNITY_PAIRS.toLocaleString('en-US')} pairs`);
  expect(page).toContain(`Counts of users and partners end at ${count.toLocaleString('en-US')}`);
});
