import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { ladderPage, ladderPlot } from '../../benchmarks/ladder-page.ts';
import type { LadderResults } from '../../benchmarks/ladder-results.ts';
import { ROOT } from './markdown.ts';

const RESULTS = join(ROOT, 'benchmarks/results/ladder.json');
const PAGE = join(ROOT, 'docs/ladder.md');
const PLOT = join(ROOT, 'docs/images/ladder.svg');

it('shows on docs/ladder.md what the stored runs of the ladder say, or has neither', async () => {
  expect([existsSync(PAGE), existsSync(PLOT)]).toEqual([existsSync(RESULTS), existsSync(RESULTS)]);
  if (!existsSync(RESULTS)) return;
  const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as LadderResults;
  const page = await format(ladderPage(results), { ...(await resolveConfig(PAGE)), filepath: PAGE });
  const again = 'run node benchmarks/ladder.ts --page';
  expect(readFileSync(PAGE, 'utf8') === page, again).toBe(true);
  expect(readFileSync(PLOT, 'utf8') === ladderPlot(results), again).toBe(true);
});
