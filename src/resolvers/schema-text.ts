import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../schema');

/** The whole schema as it is written, file after file by their names. */
export function schemaText(): string {
  return globSync('*.graphql', { cwd: FOLDER })
    .sort()
    .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
    .join('\n');
}
