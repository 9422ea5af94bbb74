import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { blocksOf, PAGES, ROOT } from './markdown.ts';

const run = promisify(execFile);

/** Lines that would install, or start this very suite again. */
const NOT_HERE = /^(npm ci|npm test|npm run (check|test|format)|npm install|git )/;

/** A folder that looks like a checkout to npm, so that what the commands leave behind is thrown away with it. */
function scratchCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-docs-'));
  for (const name of ['package.json', 'node_modules', 'src', 'benchmarks', 'examples']) {
    symlinkSync(join(ROOT, name), join(folder, name));
  }
  return folder;
}

describe.concurrent('every sh block of the documentation runs', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  for (const page of PAGES) {
    const blocks = blocksOf(page).filter((block) => block.language === 'sh');
    if (blocks.length === 0) continue;
    // The blocks of a page follow one another, as its reader would.
    it(`${page}`, async () => {
      const folder = scratchCheckout();
      folders.push(folder);
      for (const block of blocks) {
        const script = block.text
          .split('\n')
          .flatMap((line) => line.split(/\s*&&\s*/))
          .filter((line) => !NOT_HERE.test(line))
          .join('\n');
        const env = { ...process.env, RINGFENCE_STORE: undefined };
        // A pipe to the standard input is a socket, at which bash would think of a remote shell and read its rc files.
        const { stderr } = await run('bash', ['--norc', '-eu', '-o', 'pipefail', '-c', script], {
          cwd: folder,
          env,
          maxBuffer: 64 << 20,
        });
        expect(stderr, `${page}:${block.line}`).not.toMatch(/INTERNAL/);
      }
    });
  }
});
