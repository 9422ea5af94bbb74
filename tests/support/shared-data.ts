import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../../shared/data');

/**
 * Path of a file of the shared data, which stands beside the project and is never part of it.
 * @returns null when it is absent, after saying so; with CI=true that is an error instead.
 */
export function sharedData(...path: readonly string[]): string | null {
  const file = join(FOLDER, ...path);
  if (existsSync(file)) return file;
  const message = `shared data ${path.join('/')} is missing: expected it at ../shared/data beside the project`;
  if (process.env.CI === 'true') throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
  return null;
}
