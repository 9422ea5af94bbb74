import { louvainCommunities } from '../../graph/algorithms/louvain-communities.ts';
import { inducedGraph, pairGraph, type WeightedGraph } from '../../graph/algorithms/weighted-graph.ts';
import type { DenseCommunityOptions } from './options.ts';
import type { Component } from './shared-things.ts';

const WHOLE = 10_000n;

export interface Community {
  /** In byte order of their ids. */
  readonly users: readonly number[];
  /** For each of the users the things it shares with another of them. */
  readonly things: readonly (readonly number[])[];
  /** Basis points, rounded down. */
  readonly density: number;
  /** Basis points, rounded up. */
  readonly conductance: number;
}

/**
 * The communities of a component that are dense enough, apart enough and hang on enough things
 * (docs/algorithms/dense-community.md). What is not dense enough is cut by Louvain, and what that cuts out again by its
 * own ties alone, until Louvain leaves it whole, since in a large graph modularity overlooks small groups (Fortunato and
 * Barthélemy 2007, "Resolution limit in community detection", PNAS 104, 36).
 *
 * Time and memory O(pairs) a level; levels are few, as every one cuts.
 */
export function findCommunities(component: Component, options: DenseCommunityOptions): Community[] {
  const graph = pairGraph(component.groups, component.users.length);
  const thingsOf: number[][] = component.users.map(() => []);
  component.groups.forEach((group, g) => {
    for (const place of group) thingsOf[place].push(g);
  });
  const found: Community[] = [];
  const todo: number[][] = [Array.from(component.users.keys())];
  while (todo.length > 0) {
    const part = todo.pop()!;
    if (part.length < options.minUsers) continue;
    const ties = measure(graph, part);
    const isDense =
      2n * ties.pairs * WHOLE >= BigInt(options.minDensity ?? 0) * BigInt(part.length * (part.length - 1));
    if (!isDense) {
      const cut = louvainCommunities(part.length === graph.vertices ? graph : inducedGraph(graph, part));
      if (cut.length > 1) todo.push(...cut.map((places) => places.map((place) => part[place])));
      continue;
    }
    if (ties.out * WHOLE > BigInt(options.maxConductance ?? 10_000) * ties.volume) continue;
    const community = describe(component, part, thingsOf, ties);
    if (new Set(community.things.flat()).size >= options.minThings) found.push(community);
  }
  return found;
}

interface Ties {
  /** Pairs of users inside that are tied. */
  readonly pairs: bigint;
  /** Weight of the ties that lead out. */
  readonly out: bigint;
  /** Weight of all ties of the users, those inside counted from both ends. */
  readonly volume: bigint;
}

function measure(graph: WeightedGraph, part: readonly number[]): Ties {
  const inside = new Set(part);
  let ends = 0;
  let out = 0;
  let volume = 0;
  for (const vertex of part) {
    for (let at = graph.start[vertex]; at < graph.start[vertex + 1]; at++) {
      volume += graph.weight[at];
      if (inside.has(graph.neighbour[at])) ends++;
      else out += graph.weight[at];
    }
  }
  return { pairs: BigInt(ends / 2), out: BigInt(out), volume: BigInt(volume) };
}

function describe(
  component: Component,
  part: readonly number[],
  thingsOf: readonly (readonly number[])[],
  { pairs, out, volume }: Ties,
): Community {
  const carriers = new Map<number, number>();
  for (const place of part)
    for (const thing of thingsOf[place]) carriers.set(thing, (carriers.get(thing) ?? 0) + 1);
  const possible = BigInt(part.length * (part.length - 1));
  return {
    users: part.map((place) => component.users[place]),
    things: part.map((place) =>
      thingsOf[place].filter((thing) => carriers.get(thing)! > 1).map((thing) => component.things[thing]),
    ),
    density: Number((2n * pairs * WHOLE) / possible),
    conductance: volume === 0n ? 0 : Number((out * WHOLE + volume - 1n) / volume),
  };
}
