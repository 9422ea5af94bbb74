import { expect } from 'vitest';
import { detectRings } from '../../src/app/detect-rings.ts';
import { runDetectors, type DetectionResult } from '../../src/detectors/run.ts';
import type { Event } from '../../src/graph/model/event.ts';
import type { Ring } from '../../src/graph/model/ring.ts';
import { ingest } from '../../src/ingest/writer.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { withRisk } from '../../src/risk/rings/ring-risk.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import type { CandidateSource } from '../../src/store/candidate-source.ts';
import { dropNeo4jStore, neo4jCandidates, openNeo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import type { Store } from '../../src/store/port.ts';
import { inForce } from './in-force.ts';
import type { Neo4jServer } from './neo4j-server.ts';

export interface Question {
  readonly detectors?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly asOf: number | null;
}

/**
 * What both engines have to agree on, to the last field. What was cut short is not part of it: rates are missed for
 * pairs of transfers that were looked at, and candidates leave less to look at.
 */
export interface Answer extends Pick<DetectionResult, 'findings' | 'hubs'> {
  readonly rings: readonly Ring[];
}

/** An emptied Neo4j store with these events in it and the writer's lease held. The caller closes it. */
export async function neo4jStoreOf(server: Neo4jServer, events: readonly Event[]): Promise<Store> {
  const address = { url: `${server.uri}/${server.database}`, user: server.user, password: server.password };
  await dropNeo4jStore(address);
  const store = await openNeo4jStore({
    ...address,
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
  try {
    await store.acquireLease();
    // A scenario may have conflicts, which count as bad rows.
    const rows = events.map((event) => ({ event }));
    await ingest(store, rows, { clock: systemClock, maxBad: { count: events.length } });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The options that both engines are run with: no cycle longer than there is a query for. */
export function boundedLength(set: readonly string[] = []): string[] {
  const name = 'kiting-cycle.maxLength=';
  const last = set.findLast((text) => text.startsWith(name));
  return last !== undefined && Number(last.slice(name.length)) <= 5 ? [...set] : [...set, `${name}5`];
}

/** Over the events as they are, without any store. */
export function inProcess(events: readonly Event[], { asOf, ...selection }: Question): Answer {
  const { findings, hubs } = runDetectors(buildEventGraph(inForce(events, asOf), asOf), selection);
  return { findings, hubs, rings: withRisk(formRings(findings).rings, findings) };
}

export async function inCypher(
  store: Store,
  question: Question,
  candidates: CandidateSource = neo4jCandidates(store)!,
): Promise<Answer> {
  const request = { ...question, save: false, candidates };
  const { findings, hubs, rings } = await detectRings(store, request, systemClock);
  return { findings, hubs, rings };
}

/** Ids first, because a difference there is read at a glance. */
export function expectEqual(found: Answer, wanted: Answer): void {
  expect(found.findings.map(({ id }) => id)).toEqual(wanted.findings.map(({ id }) => id));
  expect(found.rings.map(({ id }) => id)).toEqual(wanted.rings.map(({ id }) => id));
  // How significant a cycle is takes every transfer, and queries read those around it alone.
  expect(withoutSignificance(found)).toEqual(withoutSignificance(wanted));
}

function withoutSignificance(answer: Answer): Answer {
  return { ...answer, findings: answer.findings.map((finding) => ({ ...finding, significance: undefined })) };
}
