import { undirectedDensity } from 'graphology-metrics/graph/density.js';

/** Density, and the actors to look at first, by number. */
export interface ActorMetrics {
  readonly density: number;
  readonly central: readonly number[];
}

/**
 * Measures of the simple graph of actors in which two are joined when they share a finding: its density, and the
 * actors of the highest degree (so of the highest degree centrality, Freeman 1978, "Centrality in social networks"),
 * of those the ones with the most ties in all (two findings shared are two ties). Nobody is central when all are equal.
 *
 * Degrees are counted without building the graph, so parallel edges and loops, which make measures of a graphology
 * multigraph wrong, can't arise, and space is O(actors), whatever the size of the findings. Actors of the same
 * findings have the same degree and are counted once: time O(sum over the different sets of findings of their sizes).
 *
 * @param actors of each finding, each actor once per finding
 */
export function actorMetrics(actors: readonly (readonly number[])[]): ActorMetrics {
  const findingsOf = new Map<number, number[]>();
  actors.forEach((list, finding) => {
    for (const actor of list) {
      const findings = findingsOf.get(actor);
      if (findings) findings.push(finding);
      else findingsOf.set(actor, [finding]);
    }
  });
  const alike = Map.groupBy(findingsOf, ([, findings]) => findings.join());

  let ends = 0;
  let best: { degree: number; ties: number; actors: number[] } = { degree: -1, ties: -1, actors: [] };
  for (const group of alike.values()) {
    const findings = group[0][1];
    const degree = new Set(findings.flatMap((finding) => actors[finding])).size - 1;
    const ties = findings.reduce((sum, finding) => sum + actors[finding].length - 1, 0);
    ends += degree * group.length;
    const lead = degree - best.degree || ties - best.ties;
    const members = group.map(([actor]) => actor);
    if (lead > 0) best = { degree, ties, actors: members };
    else if (lead === 0) best.actors.push(...members);
  }
  const order = findingsOf.size;
  return {
    density: undirectedDensity(order, ends / 2),
    central: best.actors.length === order ? [] : best.actors.sort((a, b) => a - b),
  };
}
