import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for the tests of one file; removed with all in it at their end. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
