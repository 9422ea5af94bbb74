#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { createInterface } from 'node:readline/promises';
import packageJson from '../package.json' with { type: 'json' };
import type { AppContext, StoreMode } from './app/context.ts';
import type { Io } from './cli/io.ts';
import { systemClock as clock } from './kernel/clock.ts';
import { RingfenceError } from './kernel/errors.ts';
import { silentLogger as logger } from './kernel/logger.ts';
import type { CandidateSource } from './store/candidate-source.ts';
import type { Neo4jAddress } from './store/neo4j/neo4j-store.ts';
import { isNeo4jUrl } from './store/neo4j/neo4j-url.ts';
import type { Store } from './store/port.ts';

// Types are stripped and code compiled once, not on every run; so what follows is imported only after this.
enableCompileCache();

/** Joins the layers: the only place that names concrete adapters. */
function compose(): AppContext {
  return { clock, logger, version: packageJson.version, openStore, dropStore, candidatesOf };
}

/** Loaded only when asked for: the driver takes long, and most runs need none. */
const neo4j = () => import('./store/neo4j/neo4j-store.ts');

async function openStore(url: string, mode: StoreMode, patience?: number): Promise<Store> {
  if (isNeo4jUrl(url)) {
    const { openNeo4jStore } = await neo4j();
    return openNeo4jStore({ ...neo4jAddress(url), mode, clock, logger, patience });
  }
  const path = sqlitePath(url);
  const { openSqliteStore } = await import('./store/sqlite/sqlite-store.ts');
  // A memory store can't be there beforehand: opening it is making it.
  return openSqliteStore({ path, url, mode: path === ':memory:' ? 'create' : mode, clock, logger });
}

async function dropStore(url: string): Promise<void> {
  if (isNeo4jUrl(url)) {
    const { dropNeo4jStore } = await neo4j();
    await dropNeo4jStore(neo4jAddress(url), clock);
    return;
  }
  const path = sqlitePath(url);
  const { dropSqliteStore } = await import('./store/sqlite/sqlite-store.ts');
  if (path !== ':memory:') await dropSqliteStore(path);
}

async function candidatesOf(store: Store): Promise<CandidateSource | null> {
  const { neo4jCandidates } = await neo4j();
  return neo4jCandidates(store);
}

/** Credentials in the address go before those of the environment. */
function neo4jAddress(url: string): Neo4jAddress {
  return { url, user: process.env.NEO4J_USER, password: process.env.NEO4J_PASSWORD };
}

function sqlitePath(url: string): string {
  if (url === 'memory:') return ':memory:';
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) return url.slice('sqlite:'.length);
  throw new RingfenceError('STORE_UNKNOWN', `store "${url.split(':')[0]}:…" is of no known kind`);
}

const terminal: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: Boolean(process.stderr.isTTY && process.stdin.isTTY),
  stdin: () => process.stdin,
  env: process.env,
  confirm: async (question) => {
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
    } finally {
      prompt.close();
    }
  },
};

// A reader that closes the pipe early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { runCommand } = await import('./cli/program.ts');
process.exitCode = await runCommand(process.argv.slice(2), compose(), terminal);
