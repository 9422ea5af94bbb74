import { UndirectedGraph, MultiUndirectedGraph } from 'graphology';
import closeness from 'graphology-metrics/centrality/closeness.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorMetrics } from '../../../src/rings/ring-metrics.ts';
import { actorGraph, splitComponent } from '../../../src/rings/split-component.ts';

/** Findings of each part. */
function parts(actors: readonly (readonly number[])[], maxSize: number, pairLimit?: number): number[][] {
  const { partOf } = splitComponent(actors, maxSize, pairLimit);
  return [...Map.groupBy(partOf.keys(), (finding) => partOf[finding]).values()].map((list) => [...list]);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

describe('splitting', () => {
  const chain = range(0, 6).flatMap((i) => {
    const clump = range(i * 4, i * 4 + 4);
    return i === 0 ? [clump, clump] : [clump, clump, [i * 4 - 1, i * 4]];
  });

  test('goes on until parts are small enough or Louvain leaves them whole', () => {
    expect(parts(chain, 30)).toHaveLength(1);
    const split = parts(chain, 23);
    expect(split.length).toBeGreaterThan(1);
    expect(parts(chain, 4)).toHaveLength(6);
    expect(parts([range(0, 40)], 10)).toEqual([[0]]);
  });

  test('a finding torn in two equal halves goes to the part with the eldest finding', () => {
    // Findings 0 and 1 make two clumps; 2 has two actors of each.
    const torn = (first: number[], second: number[]): number[][] =>
      parts([first, second, second, first, [2, 3, 4, 5]], 4);
    expect(torn(range(0, 4), range(4, 8))).toEqual([
      [0, 3, 4],
      [1, 2],
    ]);
    expect(torn(range(4, 8), range(0, 4))).toEqual([
      [0, 3, 4],
      [1, 2],
    ]);
  });

  test('a finding goes to the part with most of its actors though another is elder', () => {
    expect(
      parts([range(0, 4), range(0, 4), range(4, 8), range(4, 8), [3, 4, 5]], 4).map((list) =>
        list.includes(4),
      ),
    ).toEqual([false, true]);
  });

  test('above the limit of pairs large findings are stars, which hold together as cliques do', () => {
    const two = [range(0, 30), range(0, 30), range(30, 60), range(30, 60), [29, 30]];
    expect(parts(two, 30, 0)).toEqual(parts(two, 30));
    expect(parts([range(0, 500)], 100, 1000)).toEqual([[0]]);
  });

  test('a star adds one edge per actor, so memory follows the number of memberships', () => {
    const graph = actorGraph([range(0, 500)], range(0, 500), 500, 100);
    expect(graph.size).toBe(500);
  });
});

describe('the graph handed to graphology', () => {
  test('is simple, undirected, without loops, and weighs ties by floor(1e6 / (n - 1))', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        (lists) => {
          const actors = lists.map((list) => list.toSorted((a, b) => a - b));
          const graph = actorGraph(actors, range(0, 8), 8, Infinity);
          expect([graph.multi, graph.type, graph.selfLoopCount]).toEqual([false, 'undirected', 0]);
          for (const a of range(0, 8)) {
            for (const b of range(a + 1, 8)) {
              const weight = actors
                .filter((list) => list.includes(a) && list.includes(b))
                .reduce((sum, list) => sum + Math.floor(1e6 / (list.length - 1)), 0);
              const edge = graph.undirectedEdge(a, b);
              expect(edge === undefined ? 0 : graph.getEdgeAttribute(edge, 'weight')).toBe(weight);
            }
          }
          const edges = graph.mapEdges((_edge, _tie, from, to) => Number(from) * 8 + Number(to));
          expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('is not the multigraph on which graphology-metrics goes wrong', () => {
    // A path a-b-c-d-e whose last two share two findings. True closeness of e is 4 / (1 + 2 + 3 + 4) = 0.4.
    const findings = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [3, 4],
    ];
    const multigraph = new MultiUndirectedGraph();
    for (const actor of range(0, 5)) multigraph.addNode(actor);
    for (const [a, b] of findings) multigraph.addEdge(a, b);
    expect(closeness(multigraph)[4], 'the defect is still there').not.toBeCloseTo(0.4);

    const ours = actorGraph(findings, range(0, 5), 5, Infinity);
    expect(closeness(ours)[4]).toBeCloseTo(0.4);
  });
});

describe('metrics', () => {
  test('equal those of graphology on the simple graph', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        (findings) => {
          const graph = new UndirectedGraph();
          for (const actor of findings.flat()) graph.mergeNode(actor);
          for (const list of findings)
            for (const a of list) for (const b of list) if (a < b) graph.mergeEdge(a, b);
          const possible = (graph.order * (graph.order - 1)) / 2;
          const ties = (actor: number): number =>
            findings.filter((list) => list.includes(actor)).reduce((sum, list) => sum + list.length - 1, 0);
          const rank = (actor: string): number => graph.degree(actor) * 1000 + ties(Number(actor));
          const best = Math.max(...graph.mapNodes(rank));
          const top = graph
            .filterNodes((actor) => rank(actor) === best)
            .map(Number)
            .sort((a, b) => a - b);
          const { density, central } = actorMetrics(findings);
          expect(density).toBeCloseTo(possible === 0 ? 0 : graph.size / possible);
          expect(central).toEqual(top.length === graph.order ? [] : top);
        },
      ),
    );
  });

  test('of large findings need no graph', () => {
    const crowd = range(0, 30_000);
    expect(actorMetrics([crowd, [0, 30_000]])).toEqual({
      density: (30_000 * 29_999 + 2) / (30_001 * 30_000),
      central: [0],
    });
  });
});
