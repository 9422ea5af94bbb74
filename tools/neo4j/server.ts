import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from './await-bolt.ts';
import { awaitBolt, setFirstPassword } from './await-bolt.ts';
import { awaitHttp } from './await-http.ts';
import { freePort } from './free-port.ts';
import type { ProvisionedNeo4j } from './provision.ts';
import { provisionNeo4j } from './provision.ts';
import type { Neo4jRelease, Neo4jReleaseName } from './releases.ts';
import { NEO4J_RELEASES } from './releases.ts';
import type { ScratchHome } from './scratch-home.ts';
import { makeScratchHome, writeConfig } from './scratch-home.ts';
import type { ServerProcess } from './server-process.ts';
import { lastWords, spawnServer } from './server-process.ts';

const START_WITHIN_MS = 180_000;
/** Netty alone waits ten seconds in an orderly stop, in case another request comes. */
const STOP_WITHIN_MS = 60_000;
const PORT_ATTEMPTS = 3;

export interface StartNeo4jOptions {
  readonly version: Neo4jReleaseName;
  /** Serve Neo4j Browser at `httpUrl` + `browser/`. */
  readonly browser?: boolean;
  /** Java heap, MB; 512 unless given. */
  readonly heapMb?: number;
  /** Page cache, MB; 128 unless given. */
  readonly pageCacheMb?: number;
  /** Receives one line per step. */
  readonly report?: (line: string) => void;
}

/** A real Neo4j server in a scratch home, owned by this process: when this process ends, however, it goes too. */
export interface LocalNeo4j extends Credentials {
  /** Exact version, such as 5.26.30. */
  readonly release: string;
  /** `bolt://127.0.0.1:PORT`; the same after a restart. `neo4j://` with the same port works as well. */
  readonly uri: string;
  /** Ends in a slash. */
  readonly httpUrl: string;
  /** Folder of data, logs and console output. */
  readonly home: string;
  /** Of the present run, or of the last one after `kill`. */
  readonly pid: number;
  /** SIGKILL, as a crash would; returns when the process is gone. Does nothing to a server that is down. */
  kill(): Promise<void>;
  /** Starts again in the same home, with the same data, ports and password; stops in order first where it is up. */
  restart(): Promise<void>;
  /** Ends the process and removes its home. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a Neo4j server on free loopback ports with a random password and waits until Bolt and HTTP answer.
 * Fetches what is missing first (`provisionNeo4j`).
 * @throws Neo4jUnavailable where this machine cannot run it; Error with the server's last words where it fails.
 */
export async function startNeo4j(options: StartNeo4jOptions): Promise<LocalNeo4j> {
  const release = NEO4J_RELEASES[options.version];
  const report = options.report ?? (() => undefined);
  const provisioned = await provisionNeo4j(release, { browser: options.browser, report });
  const home = makeScratchHome();
  const guard = startGuard(home);
  const run = { release, provisioned, home, heapMb: options.heapMb ?? 512 };
  try {
    const started = performance.now();
    const password = randomBytes(18).toString('base64url');
    const first = await firstStart(run, password, options.pageCacheMb ?? 128);
    report(`up after ${((performance.now() - started) / 1000).toFixed(1)} s, process ${first.process.pid}`);
    return controlsOf(run, first, guard);
  } catch (error) {
    await removeHome(home, guard);
    throw error;
  }
}

interface Run {
  readonly release: Neo4jRelease;
  readonly provisioned: ProvisionedNeo4j;
  readonly home: ScratchHome;
  readonly heapMb: number;
}

interface FirstStart extends Credentials {
  readonly httpUrl: string;
  readonly process: ServerProcess;
}

/** A port can be taken between the look and the use: then the whole start is done again with others. */
async function firstStart(run: Run, password: string, pageCacheMb: number): Promise<FirstStart> {
  for (let attempt = 1; ; attempt += 1) {
    const boltPort = await freePort();
    const httpPort = await freePort();
    writeConfig(run.home, run.release, { boltPort, httpPort, pageCacheMb });
    const credentials = { uri: `bolt://127.0.0.1:${boltPort}`, user: 'neo4j', password };
    const process = spawnServer(run.release, run.provisioned, run.home, run.heapMb);
    try {
      await setFirstPassword(credentials, process.hasEnded, START_WITHIN_MS);
      const httpUrl = `http://127.0.0.1:${httpPort}/`;
      await ready(credentials, httpUrl, process);
      return { ...credentials, httpUrl, process };
    } catch (error) {
      const portTaken = /Address already in use|BindException/.test(lastWords(run.home, 200));
      await process.end('SIGKILL', 0);
      if (!portTaken || attempt === PORT_ATTEMPTS) throw failure(run, error);
      for (const name of ['data', 'console.log']) {
        rmSync(join(run.home.folder, name), { recursive: true, force: true });
      }
    }
  }
}

/** HTTP comes up a second or so after Bolt. */
async function ready(credentials: Credentials, httpUrl: string, process: ServerProcess): Promise<void> {
  await awaitBolt(credentials, process.hasEnded, START_WITHIN_MS);
  await awaitHttp(httpUrl, process.hasEnded, START_WITHIN_MS);
}

function failure({ release, home }: Run, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `Neo4j ${release.version} did not start: ${why}. Its last words:\n    ${lastWords(home)}`,
    {
      cause,
    },
  );
}

function controlsOf(run: Run, first: FirstStart, guard: ChildProcess): LocalNeo4j {
  const { uri, user, password, httpUrl } = first;
  let process = first.process;
  let stopped = false;
  return {
    release: run.release.version,
    uri,
    user,
    password,
    httpUrl,
    home: run.home.folder,
    get pid() {
      return process.pid;
    },
    kill: () => process.end('SIGKILL', 0),
    async restart() {
      if (stopped) throw new Error('the server was stopped and its home removed: start a new one');
      await process.end('SIGTERM', STOP_WITHIN_MS);
      process = spawnServer(run.release, run.provisioned, run.home, run.heapMb);
      try {
        await ready({ uri, user, password }, httpUrl, process);
      } catch (error) {
        throw failure(run, error);
      }
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      // The data is thrown away: an orderly stop would only take longer.
      await process.end('SIGKILL', 0);
      await removeHome(run.home, guard);
    },
  };
}

function startGuard(home: ScratchHome): ChildProcess {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), home.folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  guard.unref();
  // A pipe is a socket to Node; unref it, or an owner that forgets `stop` would wait for ever.
  const { stdin } = guard;
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return guard;
}

async function removeHome(home: ScratchHome, guard: ChildProcess): Promise<void> {
  rmSync(home.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  guard.ref();
  if (guard.exitCode === null && guard.signalCode === null) {
    const gone = new Promise((resolve) => guard.once('exit', resolve));
    guard.stdin?.end();
    await gone;
  }
}
