import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProvisionedNeo4j } from './provision.ts';
import type { Neo4jRelease } from './releases.ts';
import type { ScratchHome } from './scratch-home.ts';

/** One run of the server program in a home. */
export interface ServerProcess {
  readonly pid: number;
  readonly hasEnded: () => boolean;
  /** Sends the signal and waits until the process is gone; after `patienceMs` it sends SIGKILL. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL', patienceMs: number) => Promise<void>;
}

/** Starts the program; it is up only when Bolt answers. */
export function spawnServer(
  release: Neo4jRelease,
  provisioned: ProvisionedNeo4j,
  home: ScratchHome,
  heapMb: number,
): ServerProcess {
  const log = openSync(home.console, 'a');
  // Its own process group: Ctrl-C in a terminal reaches the owner alone, which then ends the server in order.
  const child = spawn(provisioned.java.executable, argumentsOf(release, provisioned, home, heapMb), {
    stdio: ['ignore', log, log],
    env: { ...process.env, NEO4J_CONF: home.configFolder },
    detached: true,
  });
  closeSync(log);
  child.unref();
  // Without a listener a program that cannot be run would bring this process down; the missing id tells as much.
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${provisioned.java.executable} could not be started`);
  writeFileSync(home.pidFile, String(pid));
  return {
    pid,
    hasEnded: () => ended(child),
    end: (signal, patienceMs) => end(child, signal, patienceMs, home),
  };
}

function argumentsOf(
  release: Neo4jRelease,
  { classPath }: ProvisionedNeo4j,
  home: ScratchHome,
  heapMb: number,
): string[] {
  return [
    `-Xmx${heapMb}m`,
    '--add-opens=java.base/java.nio=ALL-UNNAMED',
    '--add-opens=java.base/java.io=ALL-UNNAMED',
    '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
    '--enable-native-access=ALL-UNNAMED',
    '-Dlog4j2.disable.jmx=true',
    '-cp',
    classPath,
    release.mainClass,
    `--home-dir=${home.folder}`,
    `--config-dir=${home.configFolder}`,
    '--console-mode',
  ];
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  patienceMs: number,
  home: ScratchHome,
): Promise<void> {
  if (!ended(child)) {
    // Keeps the owner alive until the process has really gone.
    child.ref();
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const patience = new AbortController();
    await Promise.race([
      gone,
      wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    if (!ended(child)) child.kill('SIGKILL');
    await gone;
  }
  rmSync(home.pidFile, { force: true });
}

/** The last lines of the console, indented for a message. */
export function lastWords(home: ScratchHome, lines = 15): string {
  try {
    return readFileSync(home.console, 'utf8').trimEnd().split('\n').slice(-lines).join('\n    ');
  } catch {
    return '(the console is empty)';
  }
}
