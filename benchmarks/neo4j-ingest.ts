/**
 * Ingests N events (default 50,000; half transfers, half sessions) into an empty Neo4j store and compares that with a
 * plain loop of the driver: the same events in batches of the same size, each batch one transaction of UNWIND … MERGE
 * statements on the same unique keys. Prints both rates and their ratio (goal: at least 1.5), then how fast the
 * graph for detection is read from the store (goal: at least 100,000 relationships a second).
 *
 *   NEO4J_URI=bolt://… NEO4J_USER=… NEO4J_PASSWORD=… node benchmarks/neo4j-ingest.ts [N]
 *
 * The database must be empty or a Ringfence store; what is in it is removed.
 */
import { argv, env, stdout } from 'node:process';
import { auth, driver as connect, int } from 'neo4j-driver';
import type { Event } from '../src/graph/model/event.ts';
import { ingest } from '../src/ingest/writer.ts';
import { systemClock as clock } from '../src/kernel/clock.ts';
import { silentLogger as logger } from '../src/kernel/logger.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { SECOND } from '../src/kernel/time.ts';
import { projectGraph } from '../src/projection/project.ts';
import { cypherText } from '../src/store/neo4j/cypher-files.ts';
import { toEventNode } from '../src/store/neo4j/event-node.ts';
import { dropNeo4jStore, openNeo4jStore } from '../src/store/neo4j/neo4j-store.ts';
import { parseNeo4jUrl } from '../src/store/neo4j/neo4j-url.ts';
import type { Store } from '../src/store/port.ts';

const SEED = 42;
const START = Date.UTC(2025, 0, 1);
const BATCH_SIZE = 5_000;

const count = Number(argv[2] ?? 50_000);
const address = {
  url: env.NEO4J_URI ?? 'bolt://127.0.0.1:7687',
  user: env.NEO4J_USER,
  password: env.NEO4J_PASSWORD,
};

/** Sessions of N / 10 users at their devices and addresses, and transfers between as many accounts. */
function makeEvents(): Event[] {
  const rng = rngFor(SEED, 'neo4j benchmark');
  const people = Math.max(2, Math.floor(count / 10));
  return Array.from({ length: count }, (_, i): Event => {
    const common = {
      source: 'benchmark',
      id: `event-${i}`,
      at: START + i * SECOND,
      observedAt: START + i * SECOND,
    };
    const one = rng.int(1, people);
    if (i % 2 === 0) {
      const ip = `10.${one % 200}.${one % 251}.7`;
      return { ...common, kind: 'session', user: `user-${one}`, device: `device-${one}`, ip };
    }
    const amount = { minor: rng.int(1, 1_000_000), currency: 'USD' };
    return {
      ...common,
      kind: 'transfer',
      from: `account-${one}`,
      to: `account-${rng.int(1, people)}`,
      amount,
    };
  });
}

async function emptyStore(): Promise<Store> {
  await dropNeo4jStore(address, clock);
  const store = await openNeo4jStore({ ...address, mode: 'create', clock, logger });
  await store.acquireLease();
  return store;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = clock.elapsed();
  await work();
  return (clock.elapsed() - started) / 1000;
}

async function plainLoop(events: readonly Event[]): Promise<void> {
  const { server, database, user, password } = parseNeo4jUrl(address.url);
  const token = auth.basic(user ?? address.user ?? '', password ?? address.password ?? '');
  const driver = connect(server, token, { telemetryDisabled: true });
  const session = driver.session({ database });
  try {
    for (let start = 0; start < events.length; start += BATCH_SIZE) {
      const batch = events.slice(start, start + BATCH_SIZE);
      const rows = batch.map((event, i) => plainRow(event, start + i + 1));
      const transfers = batch.flatMap((event) =>
        event.kind === 'transfer'
          ? [
              {
                key: event.id,
                from: event.from,
                to: event.to,
                at: int(event.at),
                minor: int(event.amount.minor),
              },
            ]
          : [],
      );
      const sessions = batch.flatMap((event) =>
        event.kind === 'session'
          ? [{ user: event.user, device: event.device, ip: event.ip, at: int(event.at) }]
          : [],
      );
      await session.executeWrite(async (transaction) => {
        await transaction.run(cypherText('benchmark/merge-events'), { rows });
        await transaction.run(cypherText('benchmark/merge-transfers'), { rows: transfers });
        await transaction.run(cypherText('benchmark/merge-devices'), { rows: sessions });
        await transaction.run(cypherText('benchmark/merge-addresses'), { rows: sessions });
      });
    }
  } finally {
    await session.close();
    await driver.close();
  }
}

/** The very properties that Ringfence keeps of an event. */
function plainRow(event: Event, seq: number): object {
  const node = toEventNode(event);
  return {
    ...node,
    at: int(node.at),
    observedAt: int(node.observedAt),
    seq: int(seq),
    of: null,
    effective: null,
  };
}

async function main(): Promise<void> {
  const events = makeEvents();
  const rate = (seconds: number): string => `${Math.round(count / seconds).toLocaleString('en-US')} events/s`;
  // A server that has just started compiles and caches; a first round keeps that out of both figures.
  let store = await emptyStore();
  await ingest(store, rowsOf(events.slice(0, BATCH_SIZE * 2)), { clock, batchSize: BATCH_SIZE });
  await store.close();
  await (await emptyStore()).close();
  await plainLoop(events.slice(0, BATCH_SIZE * 2));
  await (await emptyStore()).close();
  const plain = await timed(() => plainLoop(events));
  stdout.write(`plain UNWIND MERGE loop: ${plain.toFixed(1)} s, ${rate(plain)}\n`);
  store = await emptyStore();
  const own = await timed(() => ingest(store, rowsOf(events), { clock, batchSize: BATCH_SIZE }));
  stdout.write(`ringfence ingest: ${own.toFixed(1)} s, ${rate(own)}\n`);
  stdout.write(`ratio ${(plain / own).toFixed(2)} (goal 1.5)\n`);
  const { edges } = await store.graph.counts();
  // As many as the uses and transfers that detection looks at: two of a session, one of a transfer.
  const relationships = Math.ceil(count / 2) * 2 + Math.floor(count / 2);
  for (let round = 1; round <= 3; round++) {
    const read = await timed(() => projectGraph(store.events, null));
    const perSecond = Math.round(relationships / read).toLocaleString('en-US');
    stdout.write(
      `graph for detection, round ${round}: ${read.toFixed(2)} s, ${perSecond} relationships/s, ${rate(read)}\n`,
    );
  }
  stdout.write(`relationships in the database: ${Object.values(edges).reduce((sum, n) => sum + n, 0)}\n`);
  await store.close();
}

function* rowsOf(events: readonly Event[]): Generator<{ event: Event }> {
  for (const event of events) yield { event };
}

await main();
