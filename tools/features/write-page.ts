import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIVE_FEATURES } from '../../src/features/live/features.ts';
import { TRANSFER_FEATURES } from '../../src/features/transfers/features.ts';
import { liveTable, markdownOf, transferTable } from './feature-table.ts';

/** Writes the tables of docs/features.md anew from the definitions: `node tools/features/write-page.ts`, then prettier. */
const PAGE = join(import.meta.dirname, '../../docs/features.md');
const TABLES = {
  transfers: transferTable(TRANSFER_FEATURES),
  live: liveTable(LIVE_FEATURES),
} as const;

let page = readFileSync(PAGE, 'utf8');
for (const [name, table] of Object.entries(TABLES)) {
  const marker = `<!-- ${name}: made by tools/features/write-page.ts -->\n`;
  const start = page.indexOf(marker) + marker.length;
  const rest = page.slice(start).replace(/^\n(?:\|.*\n)*/, '');
  page = `${page.slice(0, start)}\n${markdownOf(table)}\n${rest}`;
}
writeFileSync(PAGE, page);
