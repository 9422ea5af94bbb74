import { Interner } from '../graph/interner.ts';
import { groupRows, type RowGroups } from '../graph/columns.ts';
import type { EntityRef, EntityType } from '../graph/model/entity.ts';
import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { Finding } from '../graph/model/finding.ts';
import { bindingStarts } from './binding-starts.ts';
import { compareBytes } from '../kernel/bytes.ts';
import { participants, type Participant } from './participants.ts';

/**
 * The binding graph as arrays: findings x users and accounts, each edge with the event from which on it holds.
 * Findings are numbered by age, entities in byte order (of type, then id), events by their order.
 */
export interface BindingGraph {
  /** Those that bind, eldest first: by first completing event, then id. */
  readonly findings: readonly Finding[];
  readonly entities: readonly EntityRef[];
  readonly events: readonly EventOrder[];
  /** Edges of finding f are the rows `start[f]` to `start[f + 1] - 1`. */
  readonly start: Int32Array;
  readonly entity: Int32Array;
  readonly finding: Int32Array;
  /** Number of the event from which on the edge holds. */
  readonly event: Int32Array;
  /** 1: the entity is a vertex (a suspect); 0: it is only listed (host, victim, bystander). */
  readonly binds: Uint8Array;
  /** 1: it counts towards the size of a ring (see `participants`). */
  readonly actor: Uint8Array;
  /** Rows by event; inside an event by finding, so eldest first. */
  readonly byEvent: RowGroups;
}

/**
 * Builds the binding graph of a set of findings: the same for any order of the input. Of findings with one id only
 * the first counts. Time O(n log n), space O(n), n the members and owners in all.
 */
export function buildBindingGraph(input: readonly Finding[]): BindingGraph {
  const unique = [...new Map(input.map((finding) => [finding.id, finding])).values()];
  const all = unique.sort((a, b) => compareEvents(a.first, b.first) || compareBytes(a.id, b.id));
  const parts = all.map(participants);
  const starts = bindingStarts(all, parts);

  const findings: Finding[] = [];
  const edges: Edge[] = [];
  all.forEach((finding, f) => {
    const opens = opening(starts[f], parts[f]);
    if (!opens) return;
    const number = findings.push(finding) - 1;
    for (const part of parts[f]) edges.push({ part, finding: number, from: latest(opens, part.since) });
  });
  return columns(findings, edges);
}

interface Edge {
  readonly part: Participant;
  readonly finding: number;
  readonly from: EventOrder;
}

/** The event at which a finding has its first vertex; a finding without suspects binds nothing. */
function opening(start: EventOrder | null, parts: readonly Participant[]): EventOrder | null {
  if (!start) return null;
  let first: EventOrder | null = null;
  for (const { binds, since } of parts)
    if (binds && (!first || compareEvents(since, first) < 0)) first = since;
  return first && latest(start, first);
}

function latest(a: EventOrder, b: EventOrder): EventOrder {
  return compareEvents(a, b) < 0 ? b : a;
}

function columns(findings: readonly Finding[], edges: readonly Edge[]): BindingGraph {
  const { entities, numbers } = numberEntities(edges);
  const { events, ranks } = rankEvents(edges);
  const start = new Int32Array(findings.length + 1);
  for (const { finding } of edges) start[finding + 1]++;
  for (let f = 0; f < findings.length; f++) start[f + 1] += start[f];
  return {
    findings,
    entities,
    events,
    start,
    entity: numbers,
    finding: Int32Array.from(edges, ({ finding }) => finding),
    event: ranks,
    binds: Uint8Array.from(edges, ({ part }) => Number(part.binds)),
    actor: Uint8Array.from(edges, ({ part }) => Number(part.actor)),
    byEvent: groupRows(ranks, events.length),
  };
}

function numberEntities(edges: readonly Edge[]): { entities: EntityRef[]; numbers: Int32Array } {
  const interner = new Interner();
  // No id holds a NUL, so bytes of the joined text compare as type, then id.
  const raw = Int32Array.from(edges, ({ part }) => interner.add(`${part.type}\0${part.id}`));
  const rank = interner.byteRanks();
  const entities: EntityRef[] = Array.from({ length: interner.size });
  interner.ids().forEach((key, number) => {
    const cut = key.indexOf('\0');
    entities[rank[number]] = { type: key.slice(0, cut) as EntityType, id: key.slice(cut + 1) };
  });
  return { entities, numbers: raw.map((number) => rank[number]) };
}

function rankEvents(edges: readonly Edge[]): { events: EventOrder[]; ranks: Int32Array } {
  const order = Array.from(edges.keys()).sort((a, b) => compareEvents(edges[a].from, edges[b].from));
  const events: EventOrder[] = [];
  const ranks = new Int32Array(edges.length);
  for (const row of order) {
    const { from } = edges[row];
    if (events.length === 0 || compareEvents(events[events.length - 1], from) !== 0) events.push(from);
    ranks[row] = events.length - 1;
  }
  return { events, ranks };
}
