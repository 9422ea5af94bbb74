import type { TemporalGraph } from '../temporal-graph.ts';

/** A graph with what a search needs where times may be equal: 8 bytes more for each edge. */
export interface TiedGraph extends TemporalGraph {
  /** One past the last edge with the time of this one. */
  readonly tieEnd: Int32Array;
  /** Edge at each place of the `in` columns. */
  readonly inEdge: Int32Array;
}

/** Time O(edges). */
export function withTies(graph: TemporalGraph): TiedGraph {
  const { edges, tieStart, to, inStart } = graph;
  const tieEnd = new Int32Array(edges);
  for (let edge = edges - 1; edge >= 0; edge--)
    tieEnd[edge] = edge + 1 < edges && tieStart[edge + 1] === tieStart[edge] ? tieEnd[edge + 1] : edge + 1;
  const free = inStart.slice();
  const inEdge = new Int32Array(edges);
  for (let edge = 0; edge < edges; edge++) inEdge[free[to[edge]]++] = edge;
  return { ...graph, tieEnd, inEdge };
}
