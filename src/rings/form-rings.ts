import { RingfenceError, shapeOf } from '../kernel/errors.ts';
import { compareBytes } from '../kernel/bytes.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import { isSuspect, type Finding } from '../graph/model/finding.ts';
import { ringId, type Ring, type RingAlias, type RingMetrics, type RingStep } from '../graph/model/ring.ts';
import { buildBindingGraph, type BindingGraph } from './binding-graph.ts';
import { replayRings } from './replay-rings.ts';
import type { LedgerStep, LiveRing } from './ring-ledger.ts';
import { ringMembers } from './ring-members.ts';
import { actorMetrics } from './ring-metrics.ts';

export interface RingSet {
  /** Eldest first: by the first completing event of the eldest finding, then its id. */
  readonly rings: readonly Ring[];
  /** Every id that was a ring's own at some moment of the history and is not now; by id. */
  readonly aliases: readonly RingAlias[];
}

export interface RingOptions {
  /** Components with more actors (users, and accounts nobody is known to own) are split. */
  readonly maxRingSize: number;
}

/** Source: definitions.md, "Rings". */
export const RING_DEFAULTS: RingOptions = { maxRingSize: 100 };

/**
 * Binds findings into rings (definitions.md, "Rings"; docs/algorithms/rings.md).
 *
 * A function of the set of findings alone: their order, and how they came in batches, can't matter. Ids of findings
 * are taken to be unique. Time O(n log n), n the members and owners of all findings, and for each component over
 * `maxRingSize` about nine times what one division of it takes. Space O(n), and see PAIR_LIMIT of `splitComponent`.
 *
 * @throws RingfenceError OPTION_INVALID when maxRingSize is no whole number from 1 up
 */
export function formRings(findings: readonly Finding[], options: RingOptions = RING_DEFAULTS): RingSet {
  const { maxRingSize } = options;
  if (!Number.isSafeInteger(maxRingSize) || maxRingSize < 1) {
    throw new RingfenceError(
      'OPTION_INVALID',
      `maxRingSize: ${shapeOf(maxRingSize)} is not a whole number from 1 up`,
    );
  }
  const graph = buildBindingGraph(findings);
  const { ledger, componentOf } = replayRings(graph, maxRingSize);
  const ids = new Map(
    [...ledger.history.keys()].map((eldest) => [eldest, ringId(graph.findings[eldest].id)]),
  );
  const live = [...ledger.rings.values()].sort((a, b) => a.eldest - b.eldest);

  const holder = new Map<number, string>();
  for (const ring of live) for (const finding of ring.findings) holder.set(finding, ids.get(ring.eldest)!);
  const aliases = [...ids]
    .filter(([eldest]) => !ledger.rings.has(eldest))
    .map(([eldest, id]): RingAlias => ({ id, ring: holder.get(eldest)!, reason: 'merged' }))
    .sort((a, b) => compareBytes(a.id, b.id));
  const rings = live.map((ring) => {
    const elder = componentOf(ring.eldest);
    const parent = elder === ring.eldest ? null : ids.get(elder)!;
    return assemble(graph, ring, ledger.history.get(ring.eldest)!, ids, parent);
  });
  return { rings, aliases };
}

function assemble(
  graph: BindingGraph,
  ring: LiveRing,
  steps: readonly LedgerStep[],
  ids: ReadonlyMap<number, string>,
  parent: string | null,
): Ring {
  const numbers = [...ring.findings].sort((a, b) => a - b);
  const findings = numbers.map((finding) => graph.findings[finding]);
  const members = ringMembers(findings);
  const suspects = new Set(members.filter(({ role }) => isSuspect(role)).map(refKey));
  return {
    id: ids.get(ring.eldest)!,
    members,
    findings: findings.map(({ id }) => id),
    strength: findings.reduce((most, { strength }) => Math.max(most, strength), 0),
    formedAt: graph.events[numbers.reduce((first, f) => Math.min(first, openedBy(graph, f)), Infinity)].at,
    lastActiveAt: findings.reduce((last, finding) => Math.max(last, finding.last.at), -Infinity),
    parent,
    history: steps.map((step) => publicStep(graph, step, ids)),
    metrics: metrics(graph, numbers, suspects),
    risk: null,
  };
}

/** Number of the event by which a finding has begun to bind. */
function openedBy({ start, event }: BindingGraph, finding: number): number {
  return event.subarray(start[finding], start[finding + 1]).reduce((a, b) => Math.min(a, b));
}

function publicStep(graph: BindingGraph, step: LedgerStep, ids: ReadonlyMap<number, string>): RingStep {
  const { change, other } = step;
  return {
    at: graph.events[step.event],
    change,
    joined: step.joined.map((entity) => graph.entities[entity]),
    finding: graph.findings[step.finding].id,
    ...(other === undefined ? {} : { other: ids.get(other)! }),
  };
}

function metrics(
  { start, entity, actor, entities }: BindingGraph,
  findings: readonly number[],
  suspects: ReadonlySet<string>,
): RingMetrics {
  const actors = findings.map((finding) => {
    const list: number[] = [];
    for (let row = start[finding]; row < start[finding + 1]; row++)
      if (actor[row] === 1 && suspects.has(refKey(entities[entity[row]]))) list.push(entity[row]);
    return list;
  });
  const { density, central } = actorMetrics(actors);
  return { density, central: central.map((number) => entities[number]) };
}

function refKey({ type, id }: EntityRef): string {
  return `${type}\0${id}`;
}
