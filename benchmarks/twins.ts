/**
 * The 3-hop cycle twin against the search in process, on the same transfers in one run. Needs NEO4J_URI and
 * NEO4J_PASSWORD of an empty database, which is emptied afterwards:
 *
 *   node benchmarks/twins.ts [transfers]
 *
 * Prints one JSON line: milliseconds of each (the best of three), their ratio, and whether the findings are equal.
 */
import { isDeepStrictEqual } from 'node:util';
import { detectionGraphs } from '../src/app/detection-graphs.ts';
import { runDetectors } from '../src/detectors/run.ts';
import type { Event } from '../src/graph/model/event.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLogger } from '../src/kernel/logger.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { DAY } from '../src/kernel/time.ts';
import { projectGraph } from '../src/projection/project.ts';
import { ingest } from '../src/ingest/writer.ts';
import { dropNeo4jStore, neo4jCandidates, openNeo4jStore } from '../src/store/neo4j/neo4j-store.ts';
import type { Store } from '../src/store/port.ts';

const RUNS = 3;
const SELECTION = {
  detectors: ['kiting-cycle'],
  set: ['kiting-cycle.minLength=3', 'kiting-cycle.maxLength=3'],
};

/** Random payments among a tenth as many accounts over 90 days, and one planted cycle of three for every thousand. */
function transfers(count: number): Event[] {
  const rng = rngFor(1, 'benchmark twins');
  const accounts = Math.ceil(count / 10);
  const events: Event[] = [];
  const pay = (from: number, to: number, at: number, minor: number): void => {
    events.push({
      source: 'benchmark',
      id: `t${events.length}`,
      kind: 'transfer',
      at,
      observedAt: at,
      from: `a${from}`,
      to: `a${to}`,
      amount: { minor, currency: 'USD' },
    });
  };
  while (events.length < count) {
    const at = Math.floor(rng.unit() * 90 * DAY);
    const [a, b, c] = [0, 1, 2].map(() => Math.floor(rng.unit() * accounts));
    if (events.length % 1000 === 0 && a !== b && b !== c && a !== c) {
      pay(a, b, at, 100_000);
      pay(b, c, at + DAY, 95_000);
      pay(c, a, at + 2 * DAY, 90_000);
    } else pay(a, b, at, 100 + Math.floor(rng.unit() * 1_000_000));
  }
  return events;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  let best = { ms: Infinity, result: null as T };
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    const result = await work();
    best = { ms: Math.min(best.ms, performance.now() - started), result };
  }
  return best;
}

async function measure(store: Store, count: number): Promise<void> {
  const started = performance.now();
  await ingest(
    store,
    transfers(count).map((event) => ({ event })),
    { clock: systemClock, maxBad: { count: 0 } },
  );
  const loaded = performance.now() - started;
  const process = await timed(async () => runDetectors(await projectGraph(store.events, null), SELECTION));
  const graph = await projectGraph(store.events, null);
  const search = await timed(async () => runDetectors(graph, SELECTION));
  const candidates = neo4jCandidates(store)!;
  const cypher = await timed(async () => {
    const { graphOf } = await detectionGraphs(store, { ...SELECTION, asOf: null, candidates });
    return runDetectors(graphOf, SELECTION);
  });
  console.log(
    JSON.stringify({
      transfers: count,
      findings: cypher.result.findings.length,
      equal: isDeepStrictEqual(cypher.result.findings, process.result.findings),
      loadMs: Math.round(loaded),
      cypherMs: Math.round(cypher.ms),
      readAndSearchMs: Math.round(process.ms),
      searchMs: Math.round(search.ms),
      cypherOverReadAndSearch: Number((cypher.ms / process.ms).toFixed(2)),
      cypherOverSearch: Number((cypher.ms / search.ms).toFixed(2)),
    }),
  );
}

const { NEO4J_URI, NEO4J_USER = 'neo4j', NEO4J_PASSWORD } = process.env;
if (!NEO4J_URI || !NEO4J_PASSWORD) throw new Error('set NEO4J_URI and NEO4J_PASSWORD');
const address = { url: `${NEO4J_URI}/neo4j`, user: NEO4J_USER, password: NEO4J_PASSWORD };
const store = await openNeo4jStore({ ...address, mode: 'create', clock: systemClock, logger: silentLogger });
try {
  await store.acquireLease();
  if ((await store.events.head()) > 0) throw new Error('the database is not empty');
  await measure(store, Number(process.argv[2] ?? 200_000));
} finally {
  await store.close();
}
await dropNeo4jStore(address);
