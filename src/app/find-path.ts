import { RingfenceError } from '../kernel/errors.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import type { Edge } from '../store/port.ts';
import { keyOf, linksOf, type Link } from './expand-entity.ts';
import type { Serving } from './serving/serving.ts';

export interface FoundPath {
  /** From a to b, both included; empty when there is none. */
  readonly nodes: readonly EntityRef[];
  /** One less than there are nodes. */
  readonly links: readonly Link[];
  /** Whether a bound ended the search, so that "none" means "none found". */
  readonly truncated: boolean;
}

const MOST_HOPS = 6;
/** Entities whose edges are read. */
const VISITED = 400;
/** Edges read of one entity; of one that has more these are walked, so a hub is not the way to everybody. */
const EDGES = 200;

interface Step {
  readonly ref: EntityRef;
  readonly before: Step | null;
  readonly edge: Edge | null;
}

/**
 * A shortest path between two entities over edges of any type and direction: breadth first, in the order of edges, so
 * the same graph gives the same path. Reads at most 400 entities' first 200 edges.
 * @throws RingfenceError REQUEST_INVALID for more than 6 hops
 */
export async function findPath(
  { reads }: Serving,
  a: EntityRef,
  b: EntityRef,
  maxHops: number = MOST_HOPS,
): Promise<FoundPath> {
  if (!Number.isInteger(maxHops) || maxHops < 1 || maxHops > MOST_HOPS)
    throw new RingfenceError('REQUEST_INVALID', `maxHops is to be a whole number from 1 to ${MOST_HOPS}`);
  const goal = keyOf(b);
  if (keyOf(a) === goal) return { nodes: [a], links: [], truncated: false };
  const seen = new Set([keyOf(a)]);
  let frontier: Step[] = [{ ref: a, before: null, edge: null }];
  let visited = 0;
  let truncated = false;
  for (let hop = 0; hop < maxHops && frontier.length > 0; hop++) {
    const next: Step[] = [];
    for (const step of frontier) {
      if (visited++ >= VISITED) return { nodes: [], links: [], truncated: true };
      const edges = await reads.edgesOf(step.ref, EDGES + 1);
      truncated ||= edges.length > EDGES;
      for (const edge of edges.slice(0, EDGES)) {
        const ref = keyOf(edge.from) === keyOf(step.ref) ? edge.to : edge.from;
        if (seen.has(keyOf(ref))) continue;
        seen.add(keyOf(ref));
        const reached = { ref, before: step, edge };
        if (keyOf(ref) === goal) return pathTo(reached);
        next.push(reached);
      }
    }
    frontier = next;
  }
  return { nodes: [], links: [], truncated };
}

function pathTo(end: Step): FoundPath {
  const steps: Step[] = [];
  for (let step: Step | null = end; step !== null; step = step.before) steps.unshift(step);
  const edges = steps.flatMap(({ edge }) => (edge ? [edge] : []));
  return {
    nodes: steps.map(({ ref }) => ref),
    links: edges.flatMap((edge) => linksOf([edge])),
    truncated: false,
  };
}
