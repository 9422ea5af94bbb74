import { sortRowsByTime } from './rows-by-time.ts';

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
 * order, edge numbers are event order too. There are no self-loops. The `time` of an edge is a whole number that
 * orders as `at` does: the number of the first edge at that instant ({@link tieStart}).
 *
 * Each vertex has a list of places for the edges that leave it and one for those that enter it, both rising by edge
 * number. What a search asks of an edge stands at its place, next to that of the following edge, and links lead from
 * an edge to where its path goes on, so that no search has to look for it.
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
  /** First edge with the time of this one: equal for two edges if their times are, smaller for the earlier one. */
  readonly tieStart: Int32Array;
  /** Edges that leave vertex v stand at the places outStart[v] to outStart[v + 1] - 1 of the `out` columns. */
  readonly outStart: Int32Array;
  readonly outEdge: Int32Array;
  readonly outTime: Int32Array;
  readonly outTo: Int32Array;
  /** First place among the edges leaving the vertex it leads to that is later in time; the end of them if none is. */
  readonly outNext: Int32Array;
  /** Place of the edge before this one between the same two vertices, -1 for the first. */
  readonly outBefore: Int32Array;
  /** Place of the edge after this one between the same two vertices, -1 for the last. */
  readonly outAfter: Int32Array;
  /** Edges that enter vertex v stand at the places inStart[v] to inStart[v + 1] - 1 of the `in` columns. */
  readonly inStart: Int32Array;
  readonly inTime: Int32Array;
  readonly inFrom: Int32Array;
  /** Last place among the edges entering the vertex it comes from that is earlier in time; one before them if none is. */
  readonly inPrevious: Int32Array;
}

/**
 * Bytes that the arrays of a {@link TemporalGraph} take: 44 for each edge and 8 for each vertex, and 16 more for each
 * edge when the columns it was built from could not be used as they are.
 */
export function temporalGraphBytes(vertices: number, edges: number, copied = true): number {
  return edges * (copied ? 60 : 44) + (vertices + 1) * 8;
}

/**
 * Builds the graph. Self-loops, and rows that `keep` refuses, are left out. When nothing is left out and the rows rise
 * by time, the graph keeps the columns themselves, which must then not be changed as long as it is used.
 *
 * Time O(n); memory {@link temporalGraphBytes}, and while building 12 bytes a vertex, and 24 an edge if the rows are
 * not in order of time.
 */
export function buildTemporalGraph(
  columns: TransferColumns,
  vertices: number,
  keep?: (row: number) => boolean,
): TemporalGraph {
  const row = rowsByTime(columns, keep);
  const { from, to, at } = columnsByTime(columns, row);
  const tieStart = tiesOf(at);
  const outStart = startsOf(from, vertices);
  const inStart = startsOf(to, vertices);
  const out = outColumns(from, to, tieStart, outStart);
  return {
    vertices,
    edges: row.length,
    from,
    to,
    at,
    row,
    tieStart,
    outStart,
    ...out,
    ...parallelsOf(outStart, out.outTo),
    inStart,
    ...inColumns(from, to, tieStart, inStart),
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
export function firstEdgeSince({ at }: Pick<TemporalGraph, 'at'>, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsByTime(columns: TransferColumns, keep?: (row: number) => boolean): Int32Array {
  const { from, to, at } = columns;
  const kept = new Int32Array(at.length);
  let count = 0;
  let sorted = true;
  let latest = -Infinity;
  for (let row = 0; row < at.length; row++) {
    if (from[row] === to[row] || (keep && !keep(row))) continue;
    if (at[row] < latest) sorted = false;
    latest = at[row];
    kept[count++] = row;
  }
  const rows = count === at.length ? kept : kept.slice(0, count);
  if (!sorted) sortRowsByTime(at, rows);
  return rows;
}

function columnsByTime(columns: TransferColumns, row: Int32Array): TransferColumns {
  const edges = row.length;
  let moved = edges !== columns.at.length;
  for (let edge = 0; edge < edges && !moved; edge++) moved = row[edge] !== edge;
  if (!moved) return columns;
  const from = new Int32Array(edges);
  const to = new Int32Array(edges);
  const at = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    from[edge] = columns.from[row[edge]];
    to[edge] = columns.to[row[edge]];
    at[edge] = columns.at[row[edge]];
  }
  return { from, to, at };
}

function tiesOf(at: Float64Array): Int32Array {
  const tieStart = new Int32Array(at.length);
  for (let edge = 1; edge < at.length; edge++)
    tieStart[edge] = at[edge - 1] === at[edge] ? tieStart[edge - 1] : edge;
  return tieStart;
}

/** Where the list of each vertex starts, when edges are listed by one of their ends. */
function startsOf(end: Int32Array, vertices: number): Int32Array {
  const start = new Int32Array(vertices + 1);
  for (let edge = 0; edge < end.length; edge++) start[end[edge] + 1]++;
  for (let vertex = 0; vertex < vertices; vertex++) start[vertex + 1] += start[vertex];
  return start;
}

type OutColumns = Pick<TemporalGraph, 'outEdge' | 'outTime' | 'outTo' | 'outNext'>;

/** Counting sort by payer, which is stable, so each list rises by edge number. */
function outColumns(
  from: Int32Array,
  to: Int32Array,
  tieStart: Int32Array,
  outStart: Int32Array,
): OutColumns {
  const edges = from.length;
  const outEdge = new Int32Array(edges);
  const outTime = new Int32Array(edges);
  const outTo = new Int32Array(edges);
  const outNext = new Int32Array(edges);
  const free = outStart.slice();
  // Where the list of a vertex goes on after the instant that is being placed.
  const later = outStart.slice();
  let counted = 0;
  for (let edge = 0; edge < edges; edge++) {
    const time = tieStart[edge];
    for (; counted < edges && tieStart[counted] === time; counted++) later[from[counted]]++;
    const place = free[from[edge]]++;
    outEdge[place] = edge;
    outTime[place] = time;
    outTo[place] = to[edge];
    outNext[place] = later[to[edge]];
  }
  return { outEdge, outTime, outTo, outNext };
}

type InColumns = Pick<TemporalGraph, 'inTime' | 'inFrom' | 'inPrevious'>;

function inColumns(from: Int32Array, to: Int32Array, tieStart: Int32Array, inStart: Int32Array): InColumns {
  const edges = to.length;
  const inTime = new Int32Array(edges);
  const inFrom = new Int32Array(edges);
  const inPrevious = new Int32Array(edges);
  const free = inStart.slice();
  // How far the list of a vertex went before the instant that is being placed.
  const earlier = inStart.slice();
  let counted = 0;
  for (let edge = 0; edge < edges; edge++) {
    const time = tieStart[edge];
    for (; tieStart[counted] < time; counted++) earlier[to[counted]]++;
    const place = free[to[edge]]++;
    inTime[place] = time;
    inFrom[place] = from[edge];
    inPrevious[place] = earlier[from[edge]] - 1;
  }
  return { inTime, inFrom, inPrevious };
}

function parallelsOf(
  outStart: Int32Array,
  outTo: Int32Array,
): { outBefore: Int32Array; outAfter: Int32Array } {
  const vertices = outStart.length - 1;
  const outBefore = new Int32Array(outTo.length);
  const outAfter = new Int32Array(outTo.length);
  // Places rise from vertex to vertex, so a place before that of the first edge was left by another vertex.
  const lastTo = new Int32Array(vertices).fill(-1);
  for (let vertex = 0; vertex < vertices; vertex++) {
    const start = outStart[vertex];
    const end = outStart[vertex + 1];
    for (let place = start; place < end; place++) {
      const target = outTo[place];
      const before = lastTo[target];
      outAfter[place] = -1;
      lastTo[target] = place;
      if (before >= start) {
        outBefore[place] = before;
        outAfter[before] = place;
      } else outBefore[place] = -1;
    }
  }
  return { outBefore, outAfter };
}
