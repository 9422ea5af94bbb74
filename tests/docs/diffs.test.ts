import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blocksOf, PAGES, ROOT } from './markdown.ts';

const diffs = PAGES.flatMap((page) =>
  blocksOf(page)
    .filter((block) => block.language === 'diff')
    .map((block) => ({ page, ...block })),
);

it('shows diffs of what the code really says', () => {
  expect(diffs.length).toBeGreaterThan(0);
  for (const { page, line, text } of diffs) {
    let file = '';
    for (const added of text.split('\n').filter((one) => one.startsWith('+'))) {
      const header = /^\+\+\+ b\/(.*)$/.exec(added);
      if (header) file = readFileSync(join(ROOT, header[1]), 'utf8');
      else expect(file.split('\n'), `${page}:${line}`).toContain(added.slice(1));
    }
  }
});
