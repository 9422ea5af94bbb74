/**
 * Outlives its owner, to clean up after it: `node guard.ts HOME` waits until its standard input closes, which the
 * system does when the owner ends in whatever way (SIGKILL too), then kills the server of that home and removes
 * the home. The owner keeps the other end of the pipe and writes nothing to it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HOME_PREFIX } from './scratch-home.ts';

const home = resolve(process.argv[2] ?? '');
if (!basename(home).startsWith(HOME_PREFIX) || dirname(home) !== resolve(tmpdir())) {
  throw new Error(`${home} is not a scratch home: nothing to guard`);
}

process.stdin.resume();
await new Promise((closed) => process.stdin.once('close', closed));
await killServer();
rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

async function killServer(): Promise<void> {
  const pid = serverPid();
  // The id may have been given to another process since: only one that was started with this home is ours.
  if (pid === null || !commandLine(pid).includes(home)) return;
  process.kill(pid, 'SIGKILL');
  for (let turn = 0; turn < 100 && commandLine(pid).includes(home); turn += 1) await wait(50);
}

function serverPid(): number | null {
  try {
    const pid = Number(readFileSync(join(home, 'run', 'server.pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
