import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GBDT_DEFAULTS } from '../../src/risk/models/gbdt/options.ts';
import { ISOLATION_DEFAULTS } from '../../src/risk/models/isolation/isolation-forest.ts';
import { LOGISTIC_DEFAULTS } from '../../src/risk/models/logistic/options.ts';
import { SMOTE_DEFAULTS } from '../../src/risk/models/smote.ts';
import { ROOT } from './markdown.ts';

const text = readFileSync(join(ROOT, 'docs/models.md'), 'utf8');

it.each([
  ['gbdt', GBDT_DEFAULTS],
  ['logistic-regression', LOGISTIC_DEFAULTS],
  ['isolation-forest', ISOLATION_DEFAULTS],
  ['smote', SMOTE_DEFAULTS],
])('documents the parameters of %s, all and as they are', (kind, defaults) => {
  const table = new RegExp(`^\\| \`${kind}\` parameter .*\\n\\|.*\\n((?:\\|.*\\n)+)`, 'm').exec(text)![1];
  const rows = [...table.matchAll(/^\| `(\w+)` +\| `([\w.]+)` +\|/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(rows).toEqual(Object.entries(defaults).map(([name, value]) => [name, String(value)]));
});
