import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const sources = globSync('src/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
/** Types that graphology's own declarations import. */
const TYPES_ONLY = ['graphology-types'];

it('declares no dependency that the source does not use', () => {
  const unused = Object.keys(dependencies).filter(
    (name) => !sources.some((text) => text.includes(`from '${name}`)),
  );
  expect(unused).toEqual(TYPES_ONLY);
});

it('pins every dependency to one version', () => {
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
