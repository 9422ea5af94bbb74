import { firstAtLeast } from '../temporal-graph.ts';
import type { TiedGraph } from './tied-graph.ts';

/** One backward search: over the edges `low` to `high - 1`, which an interval of time holds. */
export interface DepartureQuery {
  readonly target: number;
  /** Where paths start; nothing is looked for beyond it. */
  readonly source: number;
  readonly low: number;
  readonly high: number;
  /** Edges from here to `high - 1` are tied with the closing edge; `high` when there are none that matter. */
  readonly tiedFrom: number;
  /** Longest path to the target, in edges; may be Infinity. */
  readonly maxHops: number;
  readonly maxVisits: number;
}

/**
 * For every vertex, up to when one may arrive there and still get to a target by a path whose times rise: the latest
 * departure, found backwards from the target. A forward search that enters a vertex only before that limit has no
 * dead ends but those of simple paths (a vertex used twice) and of tests it adds itself.
 *
 * Labels are corrected in rounds of one hop (Bellman and Ford): a vertex whose limit rises is looked at again, but
 * only from the incoming edge on at which it stopped, so that each edge is looked at once per target. Time O(edges
 * from which the target can be reached), plus a binary search a vertex; memory 14 bytes a vertex.
 * Deterministic: the labels are the maximum over all paths, whatever the order.
 */
export class LatestDepartures {
  /** An edge into the vertex can go on to the target if its number is below this; 0 for an unlabelled vertex. */
  readonly limit: Int32Array;
  /** A lower bound on the number of edges from the vertex to the target; 0 for an unlabelled vertex. */
  readonly hops: Int32Array;
  /** 1 where tied edges alone lead to a labelled vertex, or the vertex is labelled itself; set with ties only. */
  readonly open: Uint8Array;
  readonly #graph: TiedGraph;
  /** before[e]: an edge may come before edge e on a path if its number is below this. */
  readonly #before: Int32Array;
  readonly #enters: (vertex: number) => boolean;
  /** Place in the incoming edges of a vertex up to which they were looked at. */
  readonly #scanned: Int32Array;
  readonly #waiting: Uint8Array;
  #touched: number[] = [];
  #opened: number[] = [];

  constructor(graph: TiedGraph, before: Int32Array, enters: (vertex: number) => boolean) {
    this.#graph = graph;
    this.#before = before;
    this.#enters = enters;
    this.limit = new Int32Array(graph.vertices);
    this.hops = new Int32Array(graph.vertices);
    this.open = new Uint8Array(graph.vertices);
    this.#scanned = new Int32Array(graph.vertices);
    this.#waiting = new Uint8Array(graph.vertices);
  }

  /** Replaces the labels by those of a query. @returns edges looked at; more than `maxVisits` when it was cut. */
  label(query: DepartureQuery): number {
    this.#clear();
    const { target, low, high } = query;
    const { inStart, inEdge } = this.#graph;
    this.limit[target] = high;
    this.#touched.push(target);
    this.#scanned[target] = firstAtLeast(inEdge, inStart[target], inStart[target + 1], low);
    let visits = 0;
    let round = [target];
    for (let hop = 1; round.length > 0 && hop <= query.maxHops; hop++) {
      const next: number[] = [];
      for (const vertex of round) {
        visits += this.#scan(vertex, hop, query, next);
        if (visits > query.maxVisits) return visits;
      }
      round = next;
    }
    return query.tiedFrom < high ? visits + this.#spreadOpen(query) : visits;
  }

  /** Labels the vertices one edge before `vertex`; those whose label rose go into `next`. @returns edges looked at. */
  #scan(vertex: number, hop: number, query: DepartureQuery, next: number[]): number {
    const { inStart, inEdge, from } = this.#graph;
    const { limit, hops } = this;
    const before = this.#before;
    const start = this.#scanned[vertex];
    const end = inStart[vertex + 1];
    const bound = limit[vertex];
    let place = start;
    this.#waiting[vertex] = 0;
    for (; place < end && inEdge[place] < bound; place++) {
      const edge = inEdge[place];
      const payer = from[edge];
      if (payer === query.target || (hops[payer] > 0 && limit[payer] >= before[edge])) continue;
      if (hops[payer] === 0) {
        if (!this.#enters(payer)) continue;
        hops[payer] = hop;
        this.#touched.push(payer);
        this.#scanned[payer] = firstAtLeast(inEdge, inStart[payer], inStart[payer + 1], query.low);
      }
      limit[payer] = before[edge];
      if (this.#waiting[payer] === 1 || payer === query.source) continue;
      this.#waiting[payer] = 1;
      next.push(payer);
    }
    this.#scanned[vertex] = place;
    return place - start;
  }

  /** From the labelled vertices backwards along tied edges. */
  #spreadOpen(query: DepartureQuery): number {
    const { inStart, inEdge, from } = this.#graph;
    let visits = 0;
    const queue = this.#touched.filter((vertex) => vertex !== query.target);
    for (const vertex of queue) this.open[vertex] = 1;
    for (let i = 0; i < queue.length && visits <= query.maxVisits; i++) {
      const end = inStart[queue[i] + 1];
      for (
        let place = firstAtLeast(inEdge, inStart[queue[i]], end, query.tiedFrom);
        place < end && inEdge[place] < query.high;
        place++, visits++
      ) {
        const payer = from[inEdge[place]];
        if (this.open[payer] === 1 || payer === query.target || !this.#enters(payer)) continue;
        this.open[payer] = 1;
        queue.push(payer);
      }
    }
    this.#opened = queue;
    return visits;
  }

  #clear(): void {
    for (const vertex of this.#touched) {
      this.limit[vertex] = 0;
      this.hops[vertex] = 0;
      this.#waiting[vertex] = 0;
    }
    for (const vertex of this.#opened) this.open[vertex] = 0;
    this.#touched = [];
    this.#opened = [];
  }
}
