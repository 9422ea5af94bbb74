import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GOALS } from '../../src/rings/evaluation/goals.ts';
import { ROOT } from './markdown.ts';

const text = readFileSync(join(ROOT, 'docs/algorithms/evaluation.md'), 'utf8');
const rows = new Map(
  [...text.matchAll(/^\| ([a-z].*?) +\| (.*?) +\|$/gm)].map(([, name, goal]) => [name, goal]),
);

it('documents the goals of an evaluation as they are', () => {
  const { levels, budget, time, blame } = GOALS;
  const byLevel = Object.entries(levels).map(
    ([level, { precision, recall }]) => `${level} ${precision} and ${recall}`,
  );
  expect(Object.fromEntries(rows)).toMatchObject({
    'precision and recall by level': byLevel.join('; '),
    'precision of a budget': `${budget.precision[10]} at 10, ${budget.precision[30]} at 30 ring alerts a day per 100,000 users`,
    'loss inside the budget': String(budget.lossShare),
    'innocents to be reviewed, per 10,000 users and 30 days': `at most ${budget.innocentsPer10kUsers30Days}`,
    "median hours after the third member's act": `at most ${time.medianHours}`,
    'loss still preventable': String(time.preventable),
    'found before a label is known': String(time.beforeLabel),
    'upper end of blame, by kind': `at most ${blame.upper95}`,
  });
});
