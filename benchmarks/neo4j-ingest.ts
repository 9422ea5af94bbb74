/**
 * Ingests N events (default 50,000; half transfers, half sessions) into an empty Neo4j store and compares that with a
 * plain loop of the driver: the same events in batches of the same size (5,000), each batch one transaction of
 * UNWIND … MERGE statements, in the same database with the same constraints and indexes. What is stored is the same
 * too, to the property. The loop sends the properties of an event and no more, waits for each answer as such loops do,
 * and has none of our ways: no summing up on the client, no rows as lists, no statements sent ahead. Nor does it pay
 * for what Ringfence does besides: it takes events to come once and in order, and knows no retraction. Ringfence
 * appends in the same batches, but applies to the graph in larger groups.
 *
 * A first round on fewer events compares the two databases and warms the server up. Each
 * further round (default 5) measures both, in turn the one or the other first. Prints both rates, the ratio of each
 * round and the median (goal: at least 1.5), the same of the processor time of client and server, which other work on
 * the machine disturbs less, then how fast the graph for detection is read from the store (goal: at least 100,000
 * relationships a second).
 *
 *   NEO4J_URI=bolt://… NEO4J_USER=… NEO4J_PASSWORD=… node benchmarks/neo4j-ingest.ts [N] [rounds]
 *
 * The database must be empty or a Ringfence store; what is in it is removed.
 */
import { deepEqual } from 'node:assert/strict';
import { argv, cpuUsage, env, stdout } from 'node:process';
import { auth, driver as connect, int, type Session } from 'neo4j-driver';
import type { Event } from '../src/graph/model/event.ts';
import { ingest } from '../src/ingest/writer.ts';
import { canonicalJson } from '../src/kernel/canonical.ts';
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
const COMPARED = 10_000;

const count = Number(argv[2] ?? 50_000);
const rounds = Number(argv[3] ?? 5);
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
    const other = ((one + rng.int(0, people - 2)) % people) + 1;
    const amount = { minor: rng.int(1, 1_000_000), currency: 'USD' };
    return { ...common, kind: 'transfer', from: `account-${one}`, to: `account-${other}`, amount };
  });
}

async function emptyStore(): Promise<Store> {
  await dropNeo4jStore(address, clock);
  const store = await openNeo4jStore({ ...address, mode: 'create', clock, logger });
  await store.acquireLease();
  return store;
}

/** In seconds: by the clock, and the processor time of this process and of the server's. */
interface Cost {
  readonly wall: number;
  readonly client: number;
  readonly server: number;
}

async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const serverBefore = await withSession(serverTime);
  const [started, before] = [clock.elapsed(), cpuUsage()];
  await work();
  const { user, system } = cpuUsage(before);
  const wall = (clock.elapsed() - started) / 1000;
  const server = ((await withSession(serverTime)) - serverBefore) / 1e9;
  return { wall, client: (user + system) / 1e6, server };
}

async function serverTime(session: Session): Promise<number> {
  const { records } = await session.run(cypherText('benchmark/server-time'));
  return records[0].get('nanoseconds') as number;
}

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const { server, database, user, password } = parseNeo4jUrl(address.url);
  const token = auth.basic(user ?? address.user ?? '', password ?? address.password ?? '');
  const driver = connect(server, token, { telemetryDisabled: true, disableLosslessIntegers: true });
  const session = driver.session({ database });
  try {
    return await work(session);
  } finally {
    await session.close();
    await driver.close();
  }
}

async function plainLoop(session: Session, events: readonly Event[]): Promise<void> {
  for (let start = 0; start < events.length; start += BATCH_SIZE) {
    const batch = events.slice(start, start + BATCH_SIZE);
    const rows = batch.map((event, i) => plainRow(event, start + i + 1));
    const transfers = batch.flatMap(plainTransfer);
    const sessions = rows.filter(({ kind }) => kind === 'session');
    await session.executeWrite(async (transaction) => {
      await transaction.run(cypherText('benchmark/merge-events'), { rows });
      await transaction.run(cypherText('benchmark/merge-transfers'), { rows: transfers });
      await transaction.run(cypherText('benchmark/merge-sessions'), { rows: sessions });
    });
  }
}

/** The very properties that Ringfence keeps of an event. */
function plainRow(event: Event, seq: number) {
  const node = toEventNode(event);
  const present = Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
  return { ...present, kind: node.kind, at: int(node.at), observedAt: int(node.observedAt), seq: int(seq) };
}

function plainTransfer(event: Event): object[] {
  if (event.kind !== 'transfer') return [];
  const { source, id, from, to, amount } = event;
  const [at, observedAt] = [int(event.at), int(event.observedAt)];
  const key = JSON.stringify([source, id]);
  const { currency } = amount;
  return [{ key, source, event: id, from, to, at, observedAt, minor: int(amount.minor), currency }];
}

/** All nodes and relationships but the store's own state, as text, sorted. */
async function content(session: Session): Promise<string[]> {
  const texts: string[] = [];
  for (const statement of ['benchmark/content-nodes', 'benchmark/content-relationships']) {
    const { records } = await session.run(cypherText(statement));
    for (const record of records) texts.push(canonicalJson(record.toObject()));
  }
  return texts.sort();
}

const rate = (seconds: number): string => `${Math.round(count / seconds).toLocaleString('en-US')} events/s`;

function report(what: string, { wall, client, server }: Cost): void {
  const processor = `client ${client.toFixed(1)} s, server ${server.toFixed(1)} s of processor time`;
  stdout.write(`${what}: ${wall.toFixed(1)} s, ${rate(wall)} (${processor})\n`);
}

function reportRatios(what: string, ratios: readonly number[]): void {
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  stdout.write(`${what} ${median.toFixed(2)}, the median of ${all}\n`);
}

async function measurePlain(events: readonly Event[]): Promise<Cost> {
  await (await emptyStore()).close();
  const cost = await withSession((session) => timed(() => plainLoop(session, events)));
  report('plain UNWIND MERGE loop', cost);
  return cost;
}

async function measureOwn(events: readonly Event[]): Promise<Cost> {
  const store = await emptyStore();
  const cost = await timed(() => ingest(store, rowsOf(events), { clock, batchSize: BATCH_SIZE }));
  report('ringfence ingest', cost);
  await store.close();
  return cost;
}

async function compareContent(events: readonly Event[]): Promise<void> {
  await (await emptyStore()).close();
  const plain = await withSession(async (session) => {
    await plainLoop(session, events);
    return content(session);
  });
  const store = await emptyStore();
  await ingest(store, rowsOf(events), { clock, batchSize: BATCH_SIZE });
  const own = await withSession(content);
  await store.close();
  deepEqual(own, plain, 'the two ways store something else');
  stdout.write(`both ways store the same ${own.length.toLocaleString('en-US')} nodes and relationships\n`);
}

async function measureReading(): Promise<void> {
  const store = await openNeo4jStore({ ...address, mode: 'read', clock, logger });
  // As many as the uses and transfers that detection looks at: two of a session, one of a transfer.
  const relationships = Math.ceil(count / 2) * 2 + Math.floor(count / 2);
  for (let round = 1; round <= 3; round++) {
    const { wall } = await timed(() => projectGraph(store.events, null));
    const perSecond = Math.round(relationships / wall).toLocaleString('en-US');
    stdout.write(
      `graph for detection, round ${round}: ${wall.toFixed(2)} s, ${perSecond} relationships/s, ${rate(wall)}\n`,
    );
  }
  await store.close();
}

async function main(): Promise<void> {
  const events = makeEvents();
  await compareContent(events.slice(0, COMPARED));
  const [byClock, byProcessor]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    // Whoever comes second finds a busier server: in turn the one and the other.
    const first = round % 2 === 0 ? await measureOwn(events) : null;
    const plain = await measurePlain(events);
    const own = first ?? (await measureOwn(events));
    byClock.push(plain.wall / own.wall);
    byProcessor.push((plain.client + plain.server) / (own.client + own.server));
  }
  reportRatios('ratio (goal 1.5)', byClock);
  reportRatios('ratio of processor time', byProcessor);
  if (rounds % 2 === 0) await measureOwn(events);
  await measureReading();
}

function* rowsOf(events: readonly Event[]): Generator<{ event: Event }> {
  for (const event of events) yield { event };
}

await main();
