import type { EntityRef } from '../graph/model/entity.ts';
import type { EventKey } from '../graph/model/event.ts';
import { EDGE_ENDS, graphFacts } from '../graph/model/graph-facts.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { LoggedEvent } from '../store/port.ts';
import { EDGES_AT_MOST, keyOf, linksOf, type Link } from './expand-entity.ts';
import type { RingView } from './serving/ring-view.ts';
import type { Serving } from './serving/serving.ts';

export interface RingGraphData {
  /** Members, then what else their proof joins them by (an address of a block, an account). */
  readonly nodes: readonly EntityRef[];
  readonly links: readonly Link[];
  readonly truncated: boolean;
}

/** Events of a ring's proof that are looked at. */
const PROOF = 1_000;

/**
 * The part of the graph that a ring is about: its members, what the events of its proof join them by, and all links
 * between these. For several rings by two looks into the store.
 */
export async function ringGraphs(
  serving: Serving,
  rings: readonly Ring[],
): Promise<readonly RingGraphData[]> {
  const { graphs, view } = serving.engine;
  const known = rings.map((ring) => graphs.get(ring, view));
  const unknown = rings.filter((_ring, i) => known[i] === null);
  if (unknown.length === 0) return known as readonly RingGraphData[];
  const read = await readGraphs(serving, unknown);
  let next = 0;
  return known.map((data) => data ?? read[next++]);
}

/** The graph of a ring, where memory has it. */
export function ringGraphInMemory({ engine: { graphs, view } }: Serving, ring: Ring): RingGraphData | null {
  return graphs.get(ring, view);
}

async function readGraphs(serving: Serving, rings: readonly Ring[]): Promise<readonly RingGraphData[]> {
  const { engine, reads } = serving;
  const { view } = engine;
  const proofs = rings.map((ring) => proofOf(view, ring));
  const events = await reads.events(proofs.flat());
  let next = 0;
  const nodes = rings.map((ring, i) => nodesOf(ring, events.slice(next, (next += proofs[i].length))));
  const all = new Map(nodes.flatMap((own) => [...own]));
  const limit = EDGES_AT_MOST * rings.length;
  const keep = nodes.map((own, i) =>
    engine.state === 'ready' ? engine.graphs.begin(rings[i], view, own.values()) : () => {},
  );
  const edges = await reads.edgesAmong([...all.values()], limit + 1);
  const links = linksOf(edges.slice(0, limit));
  return nodes.map((own, i) => {
    const data = {
      nodes: [...own.values()],
      links: links.filter(({ from, to }) => own.has(keyOf(from)) && own.has(keyOf(to))),
      truncated: edges.length > limit || proofs[i].length >= PROOF,
    };
    keep[i](data);
    return data;
  });
}

function proofOf(view: RingView, ring: Ring): EventKey[] {
  const keys = ring.findings.flatMap((id) => view.finding(id)?.evidence ?? []);
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()].slice(0, PROOF);
}

function nodesOf(ring: Ring, events: readonly (LoggedEvent | null)[]): Map<string, EntityRef> {
  const nodes = new Map<string, EntityRef>();
  const add = (type: EntityRef['type'], id: string): void =>
    void nodes.set(keyOf({ type, id }), { type, id });
  for (const { type, id } of ring.members) add(type, id);
  for (const logged of events)
    for (const { type, from, to } of logged ? graphFacts(logged.event).edges : []) {
      add(EDGE_ENDS[type][0], from);
      add(EDGE_ENDS[type][1], to);
    }
  return nodes;
}
