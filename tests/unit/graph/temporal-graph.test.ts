import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortRowsByTime } from '../../../src/graph/rows-by-time.ts';
import { buildTemporalGraph, temporalGraphBytes } from '../../../src/graph/temporal-graph.ts';

const VERTICES = 5;

const transfers = fc.array(
  fc.record({ from: fc.nat(VERTICES - 1), to: fc.nat(VERTICES - 1), at: fc.integer({ min: -3, max: 3 }) }),
  { maxLength: 30 },
);

function columnsOf(list: readonly { from: number; to: number; at: number }[]) {
  return {
    from: Int32Array.from(list, (one) => one.from),
    to: Int32Array.from(list, (one) => one.to),
    at: Float64Array.from(list, (one) => one.at),
  };
}

test('rows sort by time as a stable sort by comparison does, whatever the times', () => {
  const time = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -4, max: 4 }),
    fc.constantFrom(-0, 0, Infinity, -Infinity, 1.7e12, -1.7e12),
    fc.integer({ min: 1.6e12, max: 1.8e12 }),
  );
  fc.assert(
    fc.property(fc.array(time, { maxLength: 200 }), fc.integer({ min: 1, max: 3 }), (times, step) => {
      const rows = Int32Array.from(times.keys()).filter((row) => row % step === 0);
      const expected = Array.from(rows).sort((a, b) =>
        times[a] < times[b] ? -1 : times[a] > times[b] ? 1 : a - b,
      );
      sortRowsByTime(Float64Array.from(times), rows);
      expect(Array.from(rows)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

test('every list, link and pair of parallel edges is what a look at all edges says', () => {
  fc.assert(
    fc.property(transfers, (list) => {
      const graph = buildTemporalGraph(columnsOf(list), VERTICES);
      const kept = [...list.keys()]
        .filter((row) => list[row].from !== list[row].to)
        .sort((a, b) => list[a].at - list[b].at || a - b);
      expect(Array.from(graph.row)).toEqual(kept);
      const edges = kept.map((row) => list[row]);
      expect(Array.from(graph.tieStart)).toEqual(
        edges.map((edge) => edges.findIndex((other) => other.at === edge.at)),
      );
      for (let vertex = 0; vertex < VERTICES; vertex++) {
        const out = [...edges.keys()].filter((edge) => edges[edge].from === vertex);
        const start = graph.outStart[vertex];
        expect(Array.from(graph.outEdge.subarray(start, graph.outStart[vertex + 1]))).toEqual(out);
        for (const [i, edge] of out.entries()) {
          const { to, at } = edges[edge];
          const place = start + i;
          expect([graph.outTo[place], graph.outTime[place]]).toEqual([to, graph.tieStart[edge]]);
          const later = [...edges.keys()].filter((e) => edges[e].from === to && edges[e].at <= at).length;
          expect(graph.outNext[place]).toBe(graph.outStart[to] + later);
          const parallel = out.map((e, j) => (edges[e].to === to ? start + j : -1)).filter((p) => p >= 0);
          const at0 = parallel.indexOf(place);
          expect(graph.outBefore[place]).toBe(parallel[at0 - 1] ?? -1);
          expect(graph.outAfter[place]).toBe(parallel[at0 + 1] ?? -1);
        }
        const into = [...edges.keys()].filter((edge) => edges[edge].to === vertex);
        for (const [i, edge] of into.entries()) {
          const { from, at } = edges[edge];
          const place = graph.inStart[vertex] + i;
          expect([graph.inFrom[place], graph.inTime[place]]).toEqual([from, graph.tieStart[edge]]);
          const earlier = edges.filter((e) => e.to === from && e.at < at).length;
          expect(graph.inPrevious[place]).toBe(graph.inStart[from] + earlier - 1);
        }
        expect(graph.inStart[vertex + 1] - graph.inStart[vertex]).toBe(into.length);
      }
    }),
    { numRuns: 1000 },
  );
});

test('columns that are in order and whole are used as they are, others are copied, and both are told apart in bytes', () => {
  const ordered = columnsOf([
    { from: 0, to: 1, at: 1 },
    { from: 1, to: 0, at: 2 },
  ]);
  expect(buildTemporalGraph(ordered, 2).at).toBe(ordered.at);
  expect(buildTemporalGraph(ordered, 2, (row) => row > 0).at).not.toBe(ordered.at);
  for (const [columns, copied] of [
    [ordered, false],
    [columnsOf([...Array(5).keys()].map((i) => ({ from: i % 2, to: (i + 1) % 2, at: -i }))), true],
  ] as const) {
    const { vertices, edges, from, to, at, ...arrays } = buildTemporalGraph(columns, 2);
    const counted = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
    const copies = copied ? from.byteLength + to.byteLength + at.byteLength : 0;
    expect(counted + copies).toBe(temporalGraphBytes(vertices, edges, copied));
  }
});
