/** Transfers as columns, in any order; vertices are the numbers 0 to `vertices - 1` of the caller. */
export interface TransferColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Epoch milliseconds (any unit will do as long as windows are given in the same one). */
  readonly at: Float64Array;
}

/**
 * A directed multigraph with a time on every edge, in typed arrays (compressed sparse rows, out and in).
 *
 * Edges are numbered 0, 1, 2, … by time; edges of the same time keep the order of the input, so where that is event
 * order, edge numbers are event order too. Every list of a vertex rises by edge number. There are no self-loops.
 */
export interface TemporalGraph {
  readonly vertices: number;
  readonly edges: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Never falling. */
  readonly at: Float64Array;
  /** Row of each edge in the columns it was built from. */
  readonly row: Int32Array;
  /** First edge with the time of this one. */
  readonly tieStart: Int32Array;
  /** One past the last edge with the time of this one. */
  readonly tieEnd: Int32Array;
  /** Edges that leave vertex v stand at the places outStart[v] to outStart[v + 1] - 1 of the three `out` columns. */
  readonly outStart: Int32Array;
  readonly outEdge: Int32Array;
  /** Place of the edge before this one between the same two vertices, -1 for the first. */
  readonly outBefore: Int32Array;
  /** Place of the edge after this one between the same two vertices, -1 for the last. */
  readonly outAfter: Int32Array;
  /** Edges that enter vertex v: inEdge[inStart[v]] to inEdge[inStart[v + 1] - 1]. */
  readonly inStart: Int32Array;
  readonly inEdge: Int32Array;
}

/** Bytes that the arrays of a {@link TemporalGraph} take: 44 for each edge and 8 for each vertex. */
export function temporalGraphBytes(vertices: number, edges: number): number {
  return edges * 44 + (vertices + 1) * 8;
}

/**
 * Builds the graph. Self-loops, and rows that `keep` refuses, are left out.
 *
 * Time O(n) when the rows rise by time, O(n log n) otherwise; memory {@link temporalGraphBytes}, and as much as
 * 4 bytes an edge and 4 a vertex more while building.
 */
export function buildTemporalGraph(
  columns: TransferColumns,
  vertices: number,
  keep: (row: number) => boolean = () => true,
): TemporalGraph {
  const row = rowsByTime(columns, keep);
  const edges = row.length;
  const from = new Int32Array(edges);
  const to = new Int32Array(edges);
  const at = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    from[edge] = columns.from[row[edge]];
    to[edge] = columns.to[row[edge]];
    at[edge] = columns.at[row[edge]];
  }
  const out = edgesByVertex(from, vertices);
  const into = edgesByVertex(to, vertices);
  return {
    vertices,
    edges,
    from,
    to,
    at,
    row,
    ...tiesOf(at),
    outStart: out.start,
    outEdge: out.edge,
    ...parallelsOf(out.start, out.edge, to, vertices),
    inStart: into.start,
    inEdge: into.edge,
  };
}

/** First place in `list[start] … list[end - 1]`, which rise, whose value is at least `value`; `end` when none is. */
export function firstAtLeast(list: Int32Array, start: number, end: number, value: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first edge whose time is at least `time`; `edges` when there is none. Time O(log n). */
export function firstEdgeSince({ at }: TemporalGraph, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsByTime({ from, to, at }: TransferColumns, keep: (row: number) => boolean): Int32Array {
  const kept = new Int32Array(at.length);
  let count = 0;
  let sorted = true;
  for (let row = 0; row < at.length; row++) {
    if (from[row] === to[row] || !keep(row)) continue;
    if (count > 0 && at[row] < at[kept[count - 1]]) sorted = false;
    kept[count++] = row;
  }
  const rows = kept.slice(0, count);
  return sorted ? rows : rows.sort((a, b) => at[a] - at[b] || a - b);
}

function tiesOf(at: Float64Array): { tieStart: Int32Array; tieEnd: Int32Array } {
  const tieStart = new Int32Array(at.length);
  const tieEnd = new Int32Array(at.length);
  for (let edge = 0; edge < at.length; edge++)
    tieStart[edge] = edge > 0 && at[edge - 1] === at[edge] ? tieStart[edge - 1] : edge;
  for (let edge = at.length - 1; edge >= 0; edge--)
    tieEnd[edge] = edge + 1 < at.length && at[edge + 1] === at[edge] ? tieEnd[edge + 1] : edge + 1;
  return { tieStart, tieEnd };
}

/** Counting sort; stable, so each list rises by edge number. */
function edgesByVertex(end: Int32Array, vertices: number): { start: Int32Array; edge: Int32Array } {
  const start = new Int32Array(vertices + 1);
  for (let edge = 0; edge < end.length; edge++) start[end[edge] + 1]++;
  for (let vertex = 0; vertex < vertices; vertex++) start[vertex + 1] += start[vertex];
  const next = start.slice(0, vertices);
  const edge = new Int32Array(end.length);
  for (let number = 0; number < end.length; number++) edge[next[end[number]]++] = number;
  return { start, edge };
}

function parallelsOf(
  start: Int32Array,
  outEdge: Int32Array,
  to: Int32Array,
  vertices: number,
): { outBefore: Int32Array; outAfter: Int32Array } {
  const outBefore = new Int32Array(outEdge.length).fill(-1);
  const outAfter = new Int32Array(outEdge.length).fill(-1);
  // Places rise from vertex to vertex, so a place before start[vertex] was left by another vertex.
  const lastTo = new Int32Array(vertices).fill(-1);
  for (let vertex = 0; vertex < vertices; vertex++) {
    for (let place = start[vertex]; place < start[vertex + 1]; place++) {
      const target = to[outEdge[place]];
      const before = lastTo[target];
      if (before >= start[vertex]) {
        outBefore[place] = before;
        outAfter[before] = place;
      }
      lastTo[target] = place;
    }
  }
  return { outBefore, outAfter };
}
