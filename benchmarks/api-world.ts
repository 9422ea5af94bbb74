import { env } from 'node:process';
import { modelBook } from '../src/app/model-book.ts';
import { seedWorld } from '../src/app/seed-world.ts';
import { keepTrained } from '../src/app/train-model.ts';
import { isScored } from '../src/features/live/scored-event.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { encodeEvent } from '../src/ingest/encode.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLogger } from '../src/kernel/logger.ts';
import { packScorer } from '../src/risk/scoring/scorer-artefact.ts';
import { makeKey, writeKeys } from '../src/server/auth/api-keys.ts';
import { openNeo4jStore } from '../src/store/neo4j/neo4j-store.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../src/store/port.ts';
import { anyModel } from './any-model.ts';

/** Opens the store of a URL, or makes one; a Neo4j takes NEO4J_USER and NEO4J_PASSWORD. */
export function openStore(url: string, mode: 'create' | 'write'): Promise<Store> {
  const { NEO4J_USER: user, NEO4J_PASSWORD: password } = env;
  const common = { mode, clock: systemClock, logger: silentLogger } as const;
  return url.startsWith('sqlite:')
    ? openSqliteStore({ path: url.slice('sqlite:'.length), url, ...common })
    : openNeo4jStore({ url, user, password, patience: 60_000, ...common });
}

/** Fills a store with a world, and puts a model of 300 trees in force; what is there already stays. Needs the lease. */
export async function fillWorld(store: Store, users: number, days: number): Promise<void> {
  if ((await store.events.head()) === 0) {
    const world = { ...WORLD_DEFAULTS, users, days, seed: 1, level: 'typical' } as const;
    await seedWorld(store, world, { batchSize: 5_000, clock: systemClock, progress: () => {} });
  }
  if ((await modelBook(store)).champion !== null) return;
  const scorer = anyModel();
  const artefact = packScorer(scorer.kept);
  const run = {
    model: 'gbdt',
    features: scorer.features,
    parameters: {},
    seed: null,
    profiles: [],
    interval: { from: 0, to: 0, labelsUntil: 0 },
    rows: {},
    metrics: {},
    checksum: artefact.checksum,
  };
  await keepTrained(store, { artefact, run, notes: [] }, systemClock);
}

/** The last transactions of a log in their wire form, to be sent once more under other ids. */
export async function lastTransactions(store: Store, most: number): Promise<readonly object[]> {
  const head = await store.events.head();
  const found: object[] = [];
  for await (const batch of store.events.readFrom(Math.max(0, head - 10 * most)))
    for (const { event } of batch) if (isScored(event)) found.push(encodeEvent(event));
  return found.slice(-most);
}

/** Writes a file of API keys. @returns what to show, by role */
export function makeKeys(file: string): { readonly machine: string; readonly analyst: string } {
  const [machine, analyst] = (['machine', 'analyst'] as const).map((role) =>
    makeKey({ name: role, role, workspace: 'default' }, systemClock.now(), null),
  );
  writeKeys(file, [machine.stored, analyst.stored]);
  return { machine: `Bearer ${machine.token}`, analyst: `Bearer ${analyst.token}` };
}
