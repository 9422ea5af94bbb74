import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCycles } from '../../src/app/count-cycles.ts';
import { countTemporalCycles } from '../../src/graph/algorithms/count-temporal-cycles.ts';
import type { CycleRules } from '../../src/graph/algorithms/cycle-rules.ts';
import { temporalCycleSearch } from '../../src/graph/algorithms/temporal-cycles.ts';
import { buildTemporalGraph, type TemporalGraph } from '../../src/graph/temporal-graph.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { readFileSync } from 'node:fs';
import { sharedData } from '../support/shared-data.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

const VERTICES = 8;

/** Few times, so that many are tied, and few vertices, so that many edges close something. */
const edges: fc.Arbitrary<Edge[]> = fc
  .tuple(fc.integer({ min: 2, max: VERTICES }), fc.constantFrom(1, 2, 6, 12))
  .chain(([vertices, latest]) =>
    fc.array(
      fc
        .record({ from: fc.nat(vertices - 1), step: fc.nat(vertices), at: fc.nat(latest) })
        // Half of the steps lead to the next vertex or the one after it: long cycles with short cuts.
        .map(({ from, step, at }) => ({
          from,
          to: (from + (step > vertices / 2 ? 1 + (step % 2) : step)) % vertices,
          at,
        })),
      { maxLength: 14 },
    ),
  );

const rules: fc.Arbitrary<CycleRules> = fc.record({
  window: fc.oneof(fc.nat(14), fc.constant(Infinity)),
  minLength: fc.integer({ min: 2, max: 4 }),
  maxLength: fc.oneof(fc.integer({ min: 2, max: 8 }), fc.constant(Infinity)),
  ties: fc.constantFrom('strict' as const, 'allow' as const),
});

function graphOf(list: readonly Edge[]): TemporalGraph {
  return buildTemporalGraph(
    {
      from: Int32Array.from(list, (edge) => edge.from),
      to: Int32Array.from(list, (edge) => edge.to),
      at: Float64Array.from(list, (edge) => edge.at),
    },
    Math.max(VERTICES, ...list.map((edge) => Math.max(edge.from, edge.to) + 1)),
  );
}

/** Every order of edges that walks once round different vertices, found by trying all. */
function* walks(list: readonly Edge[]): Generator<Edge[]> {
  function* longer(walk: Edge[]): Generator<Edge[]> {
    const last = walk[walk.length - 1];
    if (last.to === walk[0].from) yield walk;
    else
      for (const edge of list)
        if (edge.from === last.to && !walk.some((passed) => passed.from === edge.from))
          yield* longer([...walk, edge]);
  }
  for (const edge of list) if (edge.from !== edge.to) yield* longer([edge]);
}

interface Hooks {
  readonly follows: (hop: Edge, next: Edge) => boolean;
  readonly enters: (vertex: number) => boolean;
}

const FREE: Hooks = { follows: () => true, enters: () => true };

/** The sets of edges that are cycles, each once, as the edges in the order of the input. */
function naiveCycles(list: readonly Edge[], rule: CycleRules, hooks: Hooks): Edge[][] {
  const found = new Map<string, Edge[]>();
  for (const walk of walks(list)) {
    if (walk.length < rule.minLength || walk.length > rule.maxLength) continue;
    if (walk[walk.length - 1].at - walk[0].at > rule.window) continue;
    const pairs = walk.slice(1).map((edge, i) => [walk[i], edge]);
    if (pairs.some(([a, b]) => (rule.ties === 'strict' ? a.at >= b.at : a.at > b.at))) continue;
    if (pairs.some(([a, b]) => !hooks.follows(a, b))) continue;
    if (walk.some((edge) => !hooks.enters(edge.from))) continue;
    const numbers = walk.map((edge) => list.indexOf(edge)).sort((a, b) => a - b);
    found.set(
      numbers.join(' '),
      numbers.map((number) => list[number]),
    );
  }
  return [...found.values()];
}

function tally(keys: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

test('counts by length equal those of trying every walk, with and without ties, windows and length limits', () => {
  fc.assert(
    fc.property(edges, rules, (list, rule) => {
      const counts = countTemporalCycles(graphOf(list), rule);
      const expected = tally(naiveCycles(list, rule, FREE).map((cycle) => cycle.length));
      expect(Object.fromEntries(counts.byLength)).toEqual(expected);
      expect(counts.unfinished).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});

/** Vertices from the smallest on, and the edge that completes the cycle. */
function bundleKey(vertices: readonly number[], completing: Edge, list: readonly Edge[]): string {
  const start = vertices.indexOf(Math.min(...vertices));
  return `${[...vertices.slice(start), ...vertices.slice(0, start)].join('>')} at ${list.indexOf(completing)}`;
}

function inDirection(cycle: readonly Edge[]): number[] {
  const vertices = [cycle[0].from];
  while (vertices.length < cycle.length) {
    const here = vertices[vertices.length - 1];
    vertices.push(cycle.find((edge) => edge.from === here)!.to);
  }
  return vertices;
}

test('bundles with a test between hops and forbidden vertices equal those of trying every walk', () => {
  fc.assert(
    fc.property(
      edges,
      rules,
      fc.array(fc.boolean(), { minLength: 14 * 14, maxLength: 14 * 14 }),
      fc.array(fc.boolean(), { minLength: VERTICES, maxLength: VERTICES }),
      (list, rule, passes, allowed) => {
        const hooks: Hooks = {
          follows: (hop, next) => passes[list.indexOf(hop) * 14 + list.indexOf(next)],
          enters: (vertex) => allowed[vertex] || allowed[(vertex + 1) % VERTICES],
        };
        const graph = graphOf(list);
        const edgeOf = (number: number): Edge => list[graph.row[number]];
        const search = temporalCycleSearch(graph, rule, {
          follows: (hop, next) => hooks.follows(edgeOf(hop), edgeOf(next)),
          enters: hooks.enters,
        });
        const cycles = naiveCycles(list, rule, hooks);
        // Completed by the last in time; of those of one time, by the last in the input.
        const lastOf = (cycle: Edge[]): Edge => cycle.reduce((a, b) => (b.at >= a.at ? b : a));
        const found: Record<string, number> = {};
        for (let edge = 0; edge < graph.edges; edge++) {
          const finished = search.completedBy(edge, Infinity, (bundle) => {
            const vertices = bundle.vertices.slice(0, bundle.length);
            found[bundleKey(vertices, edgeOf(edge), list)] = Number(bundle.count);
            for (const cycle of cycles) {
              if (lastOf(cycle) !== edgeOf(edge) || cycle.some((one) => !vertices.includes(one.from)))
                continue;
              if (
                bundleKey(inDirection(cycle), edgeOf(edge), list) !== bundleKey(vertices, edgeOf(edge), list)
              )
                continue;
              const layers = vertices.map((_, hop) => Array.from(bundle.edges(hop), edgeOf));
              expect(cycle.every((one) => layers[vertices.indexOf(one.from)].includes(one))).toBe(true);
            }
          });
          expect(finished).toBe(true);
        }
        expect(found).toEqual(
          tally(cycles.map((cycle) => bundleKey(inDirection(cycle), lastOf(cycle), list))),
        );
      },
    ),
    { numRuns: 5000 },
  );
});

function loop(length: number, parallel: number, wait = 1): Edge[] {
  return Array.from({ length: length * parallel }, (_, i) => {
    const hop = Math.floor(i / parallel);
    return { from: hop, to: (hop + 1) % length, at: hop * wait };
  });
}

test('a vertex that can be left later than was first found is looked at once more', () => {
  const list: Edge[] = [
    { from: 1, to: 0, at: 2 },
    { from: 2, to: 0, at: 3 },
    { from: 1, to: 4, at: 4 },
    { from: 4, to: 2, at: 5 },
    { from: 2, to: 3, at: 6 },
    { from: 3, to: 0, at: 7 },
    { from: 0, to: 1, at: 10 },
  ];
  const rule: CycleRules = { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'strict' };
  expect(Object.fromEntries(countTemporalCycles(graphOf(list), rule).byLength)).toEqual({ 2: 1, 5: 1 });
});

test('counts beyond 2^53 stay exact', () => {
  const rule: CycleRules = { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'strict' };
  expect(countTemporalCycles(graphOf(loop(8, 256)), rule).total).toBe(256n ** 8n);
  expect(countTemporalCycles(graphOf(loop(6, 100)), rule).total).toBe(100 ** 6);
});

test('with ties a count beyond 2^104 is left out and said to be, without them it is exact; neither is rounded', () => {
  const rule: CycleRules = { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'allow' };
  const { total, unfinished } = countTemporalCycles(graphOf(loop(20, 50)), rule);
  expect(total).toBe(0);
  expect(unfinished).toHaveLength(50);
  expect(countTemporalCycles(graphOf(loop(20, 50)), { ...rule, ties: 'strict' }).total).toBe(50n ** 20n);
});

test('when all is tied every set of edges counts once', () => {
  const rule: CycleRules = { window: 0, minLength: 2, maxLength: Infinity, ties: 'allow' };
  expect(countTemporalCycles(graphOf(loop(5, 9, 0)), rule).total).toBe(9 ** 5);
});

test('a test between hops is asked for in counts beyond 2^53 too', () => {
  const graph = graphOf(loop(8, 256));
  const search = temporalCycleSearch(
    graph,
    { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'strict' },
    // Each transfer may be followed by one of two classes only: half of the 256 of each hop, seven times.
    { follows: (hop, next) => (hop + next) % 2 === 0 },
  );
  let total = 0n;
  for (let edge = 0; edge < graph.edges; edge++)
    search.completedBy(edge, 1e12, ({ count }) => (total += BigInt(count)));
  expect(total).toBe(2n * 128n ** 8n);
});

test('edges may be asked for in any order', () => {
  fc.assert(
    fc.property(edges, rules, fc.array(fc.nat(), { maxLength: 20 }), (list, rule, asked) => {
      const graph = graphOf(list);
      if (graph.edges === 0) return;
      const bundlesOf = (search: ReturnType<typeof temporalCycleSearch>, edge: number): string[] => {
        const found: string[] = [];
        search.completedBy(edge, Infinity, ({ vertices, length, count }) =>
          found.push(`${vertices.slice(0, length).join('>')} ${count}`),
        );
        return found;
      };
      const search = temporalCycleSearch(graph, rule);
      for (const number of asked) {
        const edge = number % graph.edges;
        expect(bundlesOf(search, edge)).toEqual(bundlesOf(temporalCycleSearch(graph, rule), edge));
      }
    }),
    { numRuns: 1000 },
  );
});

/** A tail of payments that all end at the payer, longer than the search looks back without looking forwards once. */
function feeders(payer: number, from: number, count: number): Edge[] {
  return Array.from({ length: count }, (_, i) => ({
    from: from + i,
    to: i % 3 ? payer : from + i - 1,
    at: 50,
  }));
}

test('where the way back is long, looking forwards first changes no count', () => {
  fc.assert(
    fc.property(edges, rules, fc.integer({ min: 20, max: 60 }), (list, rule, count) => {
      const times = list.map((edge) => ({ ...edge, at: edge.at * 10 }));
      const hub = [...Array(VERTICES).keys()].flatMap((payer) =>
        feeders(payer, VERTICES + payer * 100, count).map((edge, i) => ({ ...edge, at: (i * 7) % 120 })),
      );
      // Payments to accounts that never pay, so that what leads nowhere is part of the look forwards.
      const sinks = [...Array(VERTICES).keys()].map((payee) => ({ from: payee, to: 900 + payee, at: 0 }));
      const wide = { ...rule, window: rule.window * 10 };
      const counts = countTemporalCycles(graphOf([...times, ...hub, ...sinks]), wide);
      const alone = countTemporalCycles(graphOf(times), wide);
      expect(counts.byLength).toEqual(alone.byLength);
    }),
    { numRuns: 1000 },
  );
});

/** All pairs of many vertices, at random-looking times: far more simple paths than can be walked. */
function dense(vertices: number): TemporalGraph {
  const pairs = Array.from({ length: vertices * vertices }, (_, i) => ({
    from: i % vertices,
    to: Math.floor(i / vertices),
    at: (i * 7919) % (vertices * vertices),
  }));
  return buildTemporalGraph(
    {
      from: Int32Array.from(pairs, (edge) => edge.from),
      to: Int32Array.from(pairs, (edge) => edge.to),
      at: Float64Array.from(pairs, (edge) => edge.at),
    },
    vertices,
  );
}

test('a search without end stops at its budget, names what it left out, and what it counts is exact', () => {
  const graph = dense(60);
  const rule: CycleRules = { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'strict' };
  const budget = { total: 2_000_000, perEdge: 20_000 };
  const counts = countTemporalCycles(graph, rule, budget);
  expect(counts.unfinished.length).toBeGreaterThan(0);
  // One vertex more than the budget may be finished in each of the two phases.
  expect(counts.visits).toBeLessThan(budget.total + counts.unfinished.length * 1_000);
  const left = new Set(counts.unfinished);
  const search = temporalCycleSearch(graph, rule);
  let total = 0;
  for (let edge = 0; edge < graph.edges; edge++)
    if (!left.has(edge))
      expect(search.completedBy(edge, 100_000_000, ({ count }) => (total += Number(count)))).toBe(true);
  expect(total).toBe(counts.total);
});

test('a cycle of 20,000 accounts is found without recursion', () => {
  const length = 20_000;
  const graph = buildTemporalGraph(
    {
      from: Int32Array.from({ length }, (_, i) => i),
      to: Int32Array.from({ length }, (_, i) => (i + 1) % length),
      at: Float64Array.from({ length }, (_, i) => i),
    },
    length,
  );
  const rule: CycleRules = { window: Infinity, minLength: 2, maxLength: Infinity, ties: 'strict' };
  expect(Object.fromEntries(countTemporalCycles(graph, rule).byLength)).toEqual({ [length]: 1 });
});

const table = sharedData('temporal', 'oracle_counts.csv');
const rows = table
  ? readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((row) => row[1] === 'temporal')
  : [];
const runs = Map.groupBy(rows, ([graph, , window]) => `${graph} ${window}`);

for (const [name, counts] of runs) {
  const [graph, window] = name.split(' ');
  test(`${graph} within ${window} s has the counts of the independent tool`, async () => {
    const file = sharedData('temporal', `${graph}.txt.gz`)!;
    const result = await countCycles(file, { windowMs: Number(window) * 1000, clock: systemClock });
    expect(result.truncated).toBe(false);
    const lengths = counts.filter(([, , , length]) => length !== 'total');
    if (lengths.length > 0)
      expect(result.byLength).toEqual(
        Object.fromEntries(lengths.map(([, , , length, count]) => [length, Number(count)])),
      );
    const total = counts.find(([, , , length]) => length === 'total');
    expect(result.total).toBe(Number(total![4]));
  });
}
