import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSFER_FEATURES } from '../../src/features/transfers/features.ts';
import { featureTable } from './feature-table.ts';

/** Writes the table of docs/features.md anew from the definitions: `node tools/features/write-page.ts`, then prettier. */
const PAGE = join(import.meta.dirname, '../../docs/features.md');
const AFTER = '<!-- made by tools/features/write-page.ts -->\n';

const page = readFileSync(PAGE, 'utf8');
writeFileSync(PAGE, `${page.slice(0, page.indexOf(AFTER))}${AFTER}\n${featureTable(TRANSFER_FEATURES)}\n`);
