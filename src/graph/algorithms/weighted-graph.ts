/**
 * A simple undirected graph with whole-number weights: no loops, one edge between two vertices. The neighbours of
 * vertex v stand at the places start[v] to start[v + 1] - 1, rising; every edge stands at both of its ends.
 */
export interface WeightedGraph {
  readonly vertices: number;
  readonly start: Int32Array;
  readonly neighbour: Int32Array;
  readonly weight: Float64Array;
}

/** What the ties of a vertex inside one group add up to. */
const GROUP_WEIGHT = 1_000_000;

/**
 * Joins all pairs inside groups: the one-mode projection of a two-mode graph with Newman's weights (M. E. J. Newman,
 * 2001, "Scientific collaboration networks. II", Phys. Rev. E 64, 016132), where a group of n gives each pair
 * floor(1e6 / (n - 1)), so that every group gives each of its vertices about the same and small groups tie closest.
 *
 * Time and memory O(pairs), 24 bytes each.
 * @param groups each rising, without repeats, of two vertices or more
 */
export function pairGraph(groups: readonly (readonly number[])[], vertices: number): WeightedGraph {
  const groupsOf: number[][] = Array.from({ length: vertices }, () => []);
  groups.forEach((group, g) => {
    for (const vertex of group) groupsOf[vertex].push(g);
  });
  const start = new Int32Array(vertices + 1);
  const neighbour: number[] = [];
  const weight: number[] = [];
  const sum = new Float64Array(vertices);
  for (let vertex = 0; vertex < vertices; vertex++) {
    const met: number[] = [];
    for (const g of groupsOf[vertex]) {
      const each = Math.floor(GROUP_WEIGHT / (groups[g].length - 1));
      for (const other of groups[g]) {
        if (other === vertex) continue;
        if (sum[other] === 0) met.push(other);
        sum[other] += each;
      }
    }
    for (const other of met.sort((a, b) => a - b)) {
      neighbour.push(other);
      weight.push(sum[other]);
      sum[other] = 0;
    }
    start[vertex + 1] = neighbour.length;
  }
  return { vertices, start, neighbour: Int32Array.from(neighbour), weight: Float64Array.from(weight) };
}

/** The graph of some vertices, numbered by their places in the list, which rises. Time O(their edges). */
export function inducedGraph(graph: WeightedGraph, chosen: readonly number[]): WeightedGraph {
  const place = new Map<number, number>();
  chosen.forEach((vertex, i) => place.set(vertex, i));
  const start = new Int32Array(chosen.length + 1);
  const neighbour: number[] = [];
  const weight: number[] = [];
  chosen.forEach((vertex, i) => {
    for (let at = graph.start[vertex]; at < graph.start[vertex + 1]; at++) {
      const other = place.get(graph.neighbour[at]);
      if (other === undefined) continue;
      neighbour.push(other);
      weight.push(graph.weight[at]);
    }
    start[i + 1] = neighbour.length;
  });
  return {
    vertices: chosen.length,
    start,
    neighbour: Int32Array.from(neighbour),
    weight: Float64Array.from(weight),
  };
}
