import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../../tools/neo4j/provision.ts');
const run = promisify(execFile);
const emptyCache = mkdtempSync(join(tmpdir(), 'provision-'));
afterAll(() => rmSync(emptyCache, { recursive: true }));

/** Runs the command line as a person would; never rejects. */
async function provision(args: readonly string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: emptyCache, HOME: emptyCache, RINGFENCE_NEO4J_CACHE: emptyCache };
  try {
    const { stdout, stderr } = await run(process.execPath, [PROGRAM, ...args], { env });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

it('names what is missing and the command that brings it, and exits 1', async () => {
  const { code, said } = await provision(['lts']);
  expect(code).toBe(1);
  expect(said).toMatch(/NOT READY/);
  // Which of the two is missing first depends on the machine.
  expect(said).toMatch(/To have it: apt-get install (maven|openjdk-17-jre-headless)/);
  expect(existsSync(join(emptyCache, '5.26.30'))).toBe(false);
});

it('exits 2 on a release that it does not know', async () => {
  expect(await provision(['4.4'])).toMatchObject({ code: 2 });
});

it('says how it is used', async () => {
  expect((await provision(['--help'])).said).toMatch(/^usage: node tools\/neo4j\/provision\.ts/);
});
