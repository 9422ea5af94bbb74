import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { PAGES, ROOT } from './markdown.ts';

it.each(PAGES)('%s links only to what exists', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^(https?:|#|mailto:)/.test(link));
  const broken = links.filter((link) => !existsSync(join(ROOT, dirname(page), link.split('#')[0])));
  expect(broken).toEqual([]);
});
