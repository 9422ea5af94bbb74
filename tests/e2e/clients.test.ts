import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { startApi, token } from '../support/api-server.ts';

const run = promisify(execFile);
const CLIENTS = join(import.meta.dirname, '../../examples/clients');

it.for([
  [process.execPath, 'score.js'],
  ['python3', 'score.py'],
])('scores and predicts by the example for %s', async ([program, file], { skip }) => {
  try {
    await run(program, ['--version']);
  } catch {
    skip(`${program} is not installed`);
  }
  const options = { mode: 'create', clock: systemClock, logger: silentLogger } as const;
  const api = await startApi(await openSqliteStore({ path: ':memory:', url: 'memory:', ...options }));
  await api.server.started;
  const env = { ...process.env, RINGFENCE_URL: api.url, RINGFENCE_KEY: await token('machine') };
  const ask = (key: string) => run(program, [join(CLIENTS, file)], { env: { ...env, RINGFENCE_KEY: key } });
  const { stdout } = await ask(env.RINGFENCE_KEY);
  expect(stdout).toMatch(/^approve, risk \d+(\.\d+)?\n( {2}-?[\d.]+: .+\n)*fraud: black_hole_rule\n$/);
  expect((await ask(env.RINGFENCE_KEY)).stdout).toBe(stdout);
  expect(await api.server.serving.reads.eventCounts()).toEqual({ transfer: 1 });
  await expect(ask('nonsense')).rejects.toThrow(/UNAUTHENTICATED/);
});
