import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';

/** Largest number of pairs of actors that one Louvain graph is built from; about 240 bytes each while it runs. */
export const PAIR_LIMIT = 1_000_000;
/** What an actor's ties inside one finding add up to. */
const FINDING_WEIGHT = 1_000_000;

export interface Split {
  /** Number of the part that each finding goes to. */
  readonly partOf: Int32Array;
  readonly parts: number;
}

/**
 * Splits the findings of a component that is too large for one ring (definitions.md, "Rings").
 *
 * Actors are the vertices; two of them are tied by the sum over their shared findings of floor(1e6 / (n - 1)), n the
 * actors of the finding, so that every finding gives each of its actors about the same. Louvain (Blondel, Guillaume,
 * Lambiotte, Lefebvre 2008, "Fast unfolding of communities in large networks", J. Stat. Mech. P10008; resolution 1,
 * no random walk, vertices and edges in rising order) cuts the graph; a part over `maxSize` is cut again, by its own
 * ties alone, until Louvain leaves it whole. Then, eldest first, each finding goes to the part with most of its
 * actors; of equals to the part whose earliest finding so far comes first, else to the one with the first actor.
 *
 * Above {@link PAIR_LIMIT} pairs (sum of n(n-1)/2) the largest findings are drawn as stars with a vertex of their own
 * instead of as cliques: an actor keeps its weight, and the edges become n instead of n²/2. So space is
 * O(PAIR_LIMIT + sum of n). Time O(pairs) and a Louvain run per level. Deterministic.
 *
 * @param actors of each finding, rising numbers from 0 without gaps over all; at least one each; findings eldest first
 */
export function splitComponent(
  actors: readonly (readonly number[])[],
  maxSize: number,
  pairLimit: number = PAIR_LIMIT,
): Split {
  const clique = largestClique(actors, pairLimit);
  let count = 0;
  for (const list of actors) for (const actor of list) count = Math.max(count, actor + 1);
  const done: number[][] = [];
  const todo: number[][] = [Array.from({ length: count }, (_, actor) => actor)];
  while (todo.length > 0) {
    const part = todo.pop()!;
    const cut = part.length > maxSize ? communities(actors, part, count, clique) : [part];
    if (cut.length === 1) done.push(part);
    else todo.push(...cut);
  }
  done.sort((a, b) => a[0] - b[0]);
  return assign(actors, done, count);
}

/** The largest n for which findings of up to n actors still have at most `limit` pairs in all. */
function largestClique(actors: readonly (readonly number[])[], limit: number): number {
  const sizes = actors.map((list) => list.length).sort((a, b) => a - b);
  let pairs = 0;
  for (let i = 0; i < sizes.length; i++) {
    pairs += (sizes[i] * (sizes[i] - 1)) / 2;
    if (pairs > limit) return sizes[i] - 1;
  }
  return Infinity;
}

/** The communities of a set of actors, each rising. */
function communities(
  actors: readonly (readonly number[])[],
  part: readonly number[],
  count: number,
  clique: number,
): number[][] {
  const graph = actorGraph(actors, part, count, clique);
  const community = louvain(graph, {
    getEdgeWeight: 'weight',
    randomWalk: false,
    resolution: 1,
    rng: () => 0,
  });
  const groups = new Map<number, number[]>();
  for (const actor of part) {
    const group = groups.get(community[actor]);
    if (group) group.push(actor);
    else groups.set(community[actor], [actor]);
  }
  return [...groups.values()];
}

interface Tie {
  readonly weight: number;
}

/**
 * The simple weighted graph of some actors: no parallel edges, no loops, vertices named by their number. (Numbers
 * also keep ids such as `__proto__` out of the library, which keeps vertices in a plain object.)
 * Findings of more than `clique` actors are stars around the vertex `count` + finding.
 */
export function actorGraph(
  actors: readonly (readonly number[])[],
  part: readonly number[],
  count: number,
  clique: number,
): UndirectedGraph<object, Tie> {
  const graph = new UndirectedGraph<object, Tie>();
  const inside = new Uint8Array(count);
  for (const actor of part) {
    inside[actor] = 1;
    graph.addNode(actor);
  }
  const findingsOf = new Map<number, number[]>(part.map((actor) => [actor, []]));
  const within = actors.map((list) => list.filter((actor) => inside[actor] === 1));
  within.forEach((list, finding) => {
    if (list.length < 2) return;
    if (actors[finding].length > clique) graph.addNode(count + finding);
    for (const actor of list) findingsOf.get(actor)!.push(finding);
  });
  const weight = new Float64Array(count + actors.length);
  for (const actor of part) {
    const touched: number[] = [];
    for (const finding of findingsOf.get(actor)!) {
      const size = actors[finding].length;
      if (size > clique) tie(weight, touched, count + finding, FINDING_WEIGHT);
      else
        for (const other of within[finding])
          if (other > actor) tie(weight, touched, other, Math.floor(FINDING_WEIGHT / (size - 1)));
    }
    for (const other of touched.sort((a, b) => a - b)) {
      graph.addUndirectedEdge(actor, other, { weight: weight[other] });
      weight[other] = 0;
    }
  }
  return graph;
}

function tie(weight: Float64Array, touched: number[], other: number, more: number): void {
  if (weight[other] === 0) touched.push(other);
  weight[other] += more;
}

function assign(
  actors: readonly (readonly number[])[],
  parts: readonly (readonly number[])[],
  count: number,
): Split {
  const home = new Int32Array(count);
  parts.forEach((part, p) => {
    for (const actor of part) home[actor] = p;
  });
  /** The eldest finding of each part so far. */
  const eldest = new Int32Array(parts.length).fill(actors.length);
  const partOf = actors.map((list, finding) => {
    const votes = new Map<number, number>();
    for (const actor of list) votes.set(home[actor], (votes.get(home[actor]) ?? 0) + 1);
    let best = -1;
    for (const [part, here] of votes) {
      const lead = best === -1 ? 1 : here - votes.get(best)! || eldest[best] - eldest[part] || best - part;
      if (lead > 0) best = part;
    }
    eldest[best] = Math.min(eldest[best], finding);
    return best;
  });
  return { partOf: Int32Array.from(partOf), parts: parts.length };
}
