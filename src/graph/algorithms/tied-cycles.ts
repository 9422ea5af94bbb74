import { firstAtLeast, firstEdgeSince, type TemporalGraph } from '../temporal-graph.ts';
import { withTies, type TiedGraph } from './tied-graph.ts';
import type { CycleBundle, CycleHooks, CycleRules, CycleSearch } from './cycle-rules.ts';
import { LatestDepartures } from './latest-departures.ts';
import { addExact, type ExactCount } from './exact-count.ts';
import { LIMB, WayStack } from './way-stack.ts';

/**
 * Finds the simple temporal cycles of a multigraph (definition, papers and proof sketch: docs/algorithms/temporal-cycles.md).
 *
 * A cycle is found at its completing edge, its last in edge order: latest-departure labels backwards from the payer of
 * that edge, then a depth-first search forward from its payee over vertices, whose state is a bundle: every edge by
 * which the path can have arrived, with the exact number of ways. After the completing edge a path wraps, once, to the
 * cycle's first edge: in strict mode at once; with ties it can first go over edges tied with the completing one.
 * With ties and a `follows` test a set of edges counts once, if it has an order that passes.
 *
 * Time: per completing edge the edges that lead back to its payer in the window, plus the forward search, which is
 * exponential in the worst case and therefore bounded by the caller. Memory 15 bytes a vertex plus the bundles on the
 * current path. No randomness; the order of the callbacks depends on the edge order only.
 */
export class TiedCycleSearch implements CycleSearch, CycleBundle {
  /** Edges (and pairs of edges tested by `follows`) looked at so far. */
  visits = 0;
  length = 0;
  count: ExactCount = 0;
  readonly vertices: number[] = [];
  readonly #graph: TiedGraph;
  readonly #rules: CycleRules;
  readonly #follows: ((hop: number, next: number) => boolean) | null;
  readonly #enters: (vertex: number) => boolean;
  /** Edge f may come before edge e if f < before[e]; edge e may come after edge f if e >= after[f]. */
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #departures: LatestDepartures;
  readonly #onPath: Uint8Array;
  /** Arrivals after the wrap, and before it (the completing edge and what is tied with it). */
  readonly #wrapped = new WayStack();
  readonly #open = new WayStack();
  /** Frames of the search by depth: where its bundle starts on the stacks, and the next outgoing edge to look at. */
  readonly #wrappedStart: number[] = [];
  readonly #openStart: number[] = [];
  readonly #firstPlace: number[] = [];
  readonly #place: number[] = [];
  #depth = -1;
  /** The edge being closed, and the edges that can be with it: numbers low to high - 1, from tiedFrom on tied with it. */
  #closing = -1;
  #low = 0;
  #high = 0;
  #tiedFrom = 0;
  #overflow = false;
  #stopAt = 0;

  constructor(graph: TemporalGraph, rules: CycleRules, hooks: CycleHooks = {}) {
    const edges = withTies(graph);
    this.#graph = edges;
    this.#rules = rules;
    this.#follows = hooks.follows ?? null;
    this.#enters = hooks.enters ?? (() => true);
    this.#before = edges.tieEnd;
    this.#after = edges.tieStart;
    this.#departures = new LatestDepartures(edges, this.#before, this.#enters);
    this.#onPath = new Uint8Array(graph.vertices);
  }

  /**
   * Calls back for every bundle of cycles that an edge completes.
   * @returns false when it gave up after `maxVisits` visits, or because a count left 2^104: what was called back is then
   * only part of it.
   */
  completedBy(edge: number, maxVisits: number, onCycles: (bundle: CycleBundle) => void): boolean {
    const payer = this.#graph.from[edge];
    const payee = this.#graph.to[edge];
    if (!this.#bounds(edge, payer, payee) || !this.#enters(payer) || !this.#enters(payee)) return true;
    this.#stopAt = this.visits + maxVisits;
    this.visits += this.#departures.label({
      target: payer,
      source: payee,
      low: this.#low,
      high: this.#high,
      tiedFrom: this.#tiedFrom,
      maxHops: this.#rules.maxLength - 1,
      maxVisits,
    });
    if (this.visits > this.#stopAt) return false;
    if (this.#departures.hops[payee] === 0 && this.#departures.open[payee] === 0) return true;
    return this.#walk(payer, payee, onCycles);
  }

  /** Sets the range of edges that can be with a closing edge. @returns false when there can be no cycle. */
  #bounds(edge: number, payer: number, payee: number): boolean {
    const { at, tieStart, outStart, outEdge, inStart, inEdge } = this.#graph;
    const strict = this.#rules.ties === 'strict';
    const high = strict ? tieStart[edge] : edge;
    const low = firstEdgeSince(this.#graph, at[edge] - this.#rules.window);
    const payeeOut = firstAtLeast(outEdge, outStart[payee], outStart[payee + 1], low);
    const payerIn = firstAtLeast(inEdge, inStart[payer], inStart[payer + 1], low);
    if (payeeOut === outStart[payee + 1] || outEdge[payeeOut] >= high) return false;
    if (payerIn === inStart[payer + 1] || inEdge[payerIn] >= high) return false;
    const tied = !strict && this.#hasEdge(payee, tieStart[edge], edge);
    this.#closing = edge;
    this.#high = high;
    this.#tiedFrom = tied ? tieStart[edge] : high;
    // Without ties all of a cycle comes after the payee's first payment in the window; with them it can start elsewhere.
    this.#low = tied ? low : tieStart[outEdge[payeeOut]];
    return true;
  }

  /** Whether a vertex has an outgoing edge from `low` to `high - 1`. */
  #hasEdge(vertex: number, low: number, high: number): boolean {
    const { outStart, outEdge } = this.#graph;
    const place = firstAtLeast(outEdge, outStart[vertex], outStart[vertex + 1], low);
    return place < outStart[vertex + 1] && outEdge[place] < high;
  }

  #walk(payer: number, payee: number, onCycles: (bundle: CycleBundle) => void): boolean {
    const { to, outStart, outEdge, outBefore } = this.#graph;
    const { limit, hops, open } = this.#departures;
    const { minLength, maxLength } = this.#rules;
    this.#overflow = false;
    this.#wrapped.length = 0;
    this.#open.length = 0;
    this.#depth = -1;
    this.#openStart[0] = 0;
    this.#wrappedStart[0] = 0;
    this.#open.push(this.#closing, 1, 0);
    this.#enter(payee);
    while (this.#depth >= 0) {
      if (this.visits > this.#stopAt || this.#overflow) break;
      const depth = this.#depth;
      const place = this.#place[depth];
      if (place >= outStart[this.vertices[depth] + 1] || outEdge[place] >= this.#high) {
        this.#leave();
        continue;
      }
      this.#place[depth] = place + 1;
      this.visits++;
      // A later edge between the same vertices was taken with the first one.
      if (outBefore[place] >= this.#firstPlace[depth]) continue;
      const vertex = to[outEdge[place]];
      if (vertex === payer) {
        if (depth + 2 >= minLength) this.#close(place, payer, onCycles);
        continue;
      }
      if (this.#onPath[vertex] === 1) continue;
      const wrapLimit = hops[vertex] > 0 && depth + 2 + hops[vertex] <= maxLength ? limit[vertex] : 0;
      const keepOpen = open[vertex] === 1 && depth + 3 <= maxLength;
      if (outEdge[place] >= wrapLimit && !keepOpen) continue;
      if (this.#extend(place, wrapLimit, keepOpen)) this.#enter(vertex);
    }
    const finished = this.#depth < 0;
    while (this.#depth >= 0) this.#leave();
    return finished;
  }

  /** Goes one deeper, to a vertex whose bundle of arrivals is on the stacks. */
  #enter(vertex: number): void {
    const { outStart, outEdge } = this.#graph;
    const depth = ++this.#depth;
    this.vertices[depth] = vertex;
    this.#onPath[vertex] = 1;
    const earliest =
      this.#open.length > this.#openStart[depth]
        ? this.#low
        : this.#after[this.#wrapped.edge[this.#wrappedStart[depth]]];
    const first = firstAtLeast(outEdge, outStart[vertex], outStart[vertex + 1], earliest);
    this.#firstPlace[depth] = first;
    this.#place[depth] = first;
  }

  #leave(): void {
    const depth = this.#depth--;
    this.#onPath[this.vertices[depth]] = 0;
    this.#wrapped.length = this.#wrappedStart[depth];
    this.#open.length = this.#openStart[depth];
  }

  /**
   * Puts on the stacks the bundle that follows the current one over the parallel edges from `place` on.
   * Two edges can be neighbours after the wrap when times allow it; before the wrap when both are tied with the closing
   * edge; and at the wrap when time falls between them or, all being tied, the test fails, since then an order of the
   * cycle that starts at the second of them is the one that can pass. @returns whether there is any arrival.
   *
   * One long loop: it is where the time goes, and everything in it is a local variable.
   */
  #extend(place: number, wrapLimit: number, keepOpen: boolean): boolean {
    const { outEdge, outAfter } = this.#graph;
    const wrapped = this.#wrapped;
    const open = this.#open;
    const follows = this.#follows;
    const wrappedStart = this.#wrappedStart[this.#depth];
    const openStart = this.#openStart[this.#depth];
    const wrappedEnd = wrapped.length;
    const openEnd = open.length;
    this.#wrappedStart[this.#depth + 1] = wrappedEnd;
    this.#openStart[this.#depth + 1] = openEnd;
    const high = keepOpen ? this.#high : Math.min(this.#high, wrapLimit);
    // Bundles can be large too: what is left of the budget bounds this loop as well.
    const maxVisits = this.#stopAt - this.visits;
    let visits = 0;
    let sumLow = 0;
    let sumHigh = 0;
    let next = wrappedStart;
    for (let p = place; p >= 0 && outEdge[p] < high && visits <= maxVisits; p = outAfter[p]) {
      const edge = outEdge[p];
      const before = this.#before[edge];
      visits++;
      if (follows !== null) {
        sumLow = 0;
        sumHigh = 0;
        next = wrappedStart;
      }
      // Without a test the ways to earlier parallel edges are ways to this one too: the sum just runs on.
      for (; next < wrappedEnd && wrapped.edge[next] < before; next++) {
        visits++;
        if (follows !== null && !follows(wrapped.edge[next], edge)) continue;
        sumLow += wrapped.low[next];
        sumHigh += wrapped.high[next];
        if (sumLow >= LIMB) {
          sumLow -= LIMB;
          sumHigh++;
        }
      }
      let low = sumLow;
      let high = sumHigh;
      let openLow = 0;
      let openHigh = 0;
      for (let i = openStart; i < openEnd; i++) {
        visits++;
        if (edge >= this.#tiedFrom && (follows === null || follows(open.edge[i], edge))) {
          openLow += open.low[i];
          openHigh += open.high[i];
          if (openLow >= LIMB) {
            openLow -= LIMB;
            openHigh++;
          }
        } else {
          low += open.low[i];
          high += open.high[i];
          if (low >= LIMB) {
            low -= LIMB;
            high++;
          }
        }
      }
      if (high >= LIMB || openHigh >= LIMB) this.#overflow = true;
      if (edge < wrapLimit && (low > 0 || high > 0)) wrapped.push(edge, low, high);
      if (keepOpen && (openLow > 0 || openHigh > 0)) open.push(edge, openLow, openHigh);
    }
    this.visits += visits;
    return wrapped.length > wrappedEnd || open.length > openEnd;
  }

  /** Counts the cycles over the current path and the parallel edges from `place` on, which lead to the payer. */
  #close(place: number, payer: number, onCycles: (bundle: CycleBundle) => void): void {
    const wrapped = this.#wrapped;
    const open = this.#open;
    const wrappedEnd = wrapped.length;
    const openEnd = open.length;
    if (this.#extend(place, this.#high, this.#tiedFrom < this.#high)) {
      this.#dropUnfit(wrappedEnd);
      const after = wrapped.ways(wrappedEnd);
      const before = open.ways(openEnd);
      if (after === null || before === null) this.#overflow = true;
      else if (!this.#overflow && (after > 0 || before > 0)) {
        this.length = this.#depth + 2;
        this.vertices[this.#depth + 1] = payer;
        this.count = addExact(after, before);
        onCycles(this);
      }
    }
    wrapped.length = wrappedEnd;
    open.length = openEnd;
  }

  /** Takes off the arrivals that the closing edge may not follow. Before the wrap it may: the cycle can start with it. */
  #dropUnfit(start: number): void {
    const wrapped = this.#wrapped;
    const follows = this.#follows;
    if (follows === null) return;
    let kept = start;
    for (let i = start; i < wrapped.length; i++) {
      this.visits++;
      if (!follows(wrapped.edge[i], this.#closing)) continue;
      wrapped.edge[kept] = wrapped.edge[i];
      wrapped.low[kept] = wrapped.low[i];
      wrapped.high[kept++] = wrapped.high[i];
    }
    wrapped.length = kept;
  }

  edges(hop: number): Int32Array {
    if (hop === this.length - 1) return Int32Array.of(this.#closing);
    const isLast = hop === this.length - 2;
    const wrapped = this.#wrapped.edge.slice(
      this.#wrappedStart[hop + 1],
      isLast ? this.#wrapped.length : this.#wrappedStart[hop + 2],
    );
    const open = this.#open.edge.subarray(
      this.#openStart[hop + 1],
      isLast ? this.#open.length : this.#openStart[hop + 2],
    );
    return open.length === 0 ? wrapped : Int32Array.from(new Set([...wrapped, ...open])).sort();
  }
}
