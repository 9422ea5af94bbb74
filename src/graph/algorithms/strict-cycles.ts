import type { TemporalGraph } from '../temporal-graph.ts';
import { ClosingTimes } from './closing-times.ts';
import type { CycleBundle, CycleHooks, CycleRules, CycleSearch } from './cycle-rules.ts';
import type { ExactCount } from './exact-count.ts';
import { exactWays } from './exact-ways.ts';
import { ArrivalStack } from './arrival-stack.ts';

/**
 * Finds the simple temporal cycles of a multigraph whose times rise strictly (definition, papers and proof sketch:
 * docs/algorithms/temporal-cycles.md).
 *
 * A cycle is found at its completing edge, the last one: closing times backwards from the payer of that edge, then a
 * depth-first search forward from its payee over vertices, whose state is a bundle: every edge by which the path can
 * have arrived, with the number of ways. Ways are floats; where they leave 2^53 the bundle is counted again in whole
 * numbers, so no count is ever rounded.
 *
 * Time: per completing edge the edges that lead back to its payer in the window, plus the forward search, which is
 * exponential in the worst case and therefore bounded by the caller. What the window and the vertices' first and last
 * edges rule out costs a few steps: pointers into their lists move on with the completing edges, which should be asked
 * for in rising order (going back costs O(vertices)). Memory 37 bytes a vertex plus the bundles on the current path.
 * No randomness; the order of the callbacks depends on the edge order only.
 */
export class StrictCycleSearch implements CycleSearch, CycleBundle {
  visits = 0;
  length = 0;
  count: ExactCount = 0;
  readonly vertices: number[] = [];
  readonly #graph: TemporalGraph;
  readonly #rules: CycleRules;
  readonly #follows: ((hop: number, next: number) => boolean) | null;
  readonly #enters: ((vertex: number) => boolean) | null;
  readonly #closing: ClosingTimes;
  /** Place of the first edge out of a vertex that is in the window. */
  readonly #outLow: Int32Array;
  /** Place of the first edge into a vertex that is not before the completing edge. */
  readonly #inNow: Int32Array;
  readonly #arrivals = new ArrivalStack();
  /** By depth: the closing time of the vertex, its first and its next outgoing place, and where its bundle starts. */
  readonly #limits: number[] = [];
  readonly #firstPlace: number[] = [];
  readonly #place: number[] = [];
  readonly #start: number[] = [];
  /** First edge of the window, and the edge whose cycles are looked for. */
  #low = 0;
  #edge = -1;
  /** Later than all that leads to the payer; the place by which the cycles called back go there, and their ends. */
  #high = 0;
  #lastStart = 0;
  #lastEnd = 0;
  #stopAt = 0;

  constructor(graph: TemporalGraph, rules: CycleRules, hooks: CycleHooks = {}) {
    this.#graph = graph;
    this.#rules = rules;
    this.#follows = hooks.follows ?? null;
    this.#enters = hooks.enters ?? null;
    this.#closing = new ClosingTimes(graph, this.#enters);
    this.#outLow = graph.outStart.slice(0, graph.vertices);
    this.#inNow = graph.inStart.slice(0, graph.vertices);
  }

  completedBy(edge: number, maxVisits: number, onCycles: (bundle: CycleBundle) => void): boolean {
    const { from, to, tieStart, inStart, inTime, outTime } = this.#graph;
    const payer = from[edge];
    const payee = to[edge];
    this.#moveTo(edge);
    // The payee has to pay inside the window, and not after the payer was last paid.
    const first = this.#firstOut(payee, tieStart[edge]);
    if (first < 0) return true;
    const last = this.#lastIn(payer, tieStart[edge]);
    if (last < inStart[payer] || inTime[last] < outTime[first]) return true;
    if (this.#enters !== null && !(this.#enters(payer) && this.#enters(payee))) return true;
    this.#stopAt = this.visits + maxVisits;
    this.#high = inTime[last] + 1;
    this.visits += this.#closing.find({
      target: payer,
      source: payee,
      lastPlace: last,
      high: this.#high,
      low: outTime[first],
      maxHops: this.#rules.maxLength - 1,
      maxVisits,
    });
    if (this.visits > this.#stopAt) return false;
    return !this.#closing.reaches || this.#walk(payer, payee, first, onCycles);
  }

  #moveTo(edge: number): void {
    const { at, outStart, inStart, vertices } = this.#graph;
    if (edge < this.#edge) {
      this.#low = 0;
      this.#outLow.set(outStart.subarray(0, vertices));
      this.#inNow.set(inStart.subarray(0, vertices));
    }
    this.#edge = edge;
    const since = at[edge] - this.#rules.window;
    while (at[this.#low] < since) this.#low++;
  }

  /** Place of the vertex's first edge in the window; -1 when it is none or not before `time`. */
  #firstOut(vertex: number, time: number): number {
    const { outStart, outTime } = this.#graph;
    const end = outStart[vertex + 1];
    let place = this.#outLow[vertex];
    while (place < end && outTime[place] < this.#low) place++;
    this.#outLow[vertex] = place;
    return place < end && outTime[place] < time ? place : -1;
  }

  /** Place of the last edge into the vertex before `time`. */
  #lastIn(vertex: number, time: number): number {
    const { inStart, inTime } = this.#graph;
    const end = inStart[vertex + 1];
    let place = this.#inNow[vertex];
    while (place < end && inTime[place] < time) place++;
    this.#inNow[vertex] = place;
    return place - 1;
  }

  /** One long loop: it is where the time goes, and what it needs of the graph are local variables. */
  #walk(payer: number, payee: number, first: number, onCycles: (bundle: CycleBundle) => void): boolean {
    const { outStart, outTime, outTo, outBefore, outNext } = this.#graph;
    const { limit, hops } = this.#closing;
    const { minLength, maxLength } = this.#rules;
    const { vertices } = this;
    const arrivals = this.#arrivals;
    const high = this.#high;
    arrivals.length = 0;
    arrivals.push(-1, -1, 1);
    let depth = 0;
    vertices[0] = payee;
    this.#start[0] = 0;
    this.#firstPlace[0] = first;
    // Vertices on the path can't be entered, which looks as if they had no closing time.
    this.#limits[0] = 0;
    let place = first;
    let firstPlace = first;
    let end = outStart[payee + 1];
    let visits = this.visits;
    while (true) {
      if (place >= end || outTime[place] >= high) {
        limit[vertices[depth]] = this.#limits[depth];
        arrivals.length = this.#start[depth];
        if (--depth < 0) break;
        place = this.#place[depth];
        firstPlace = this.#firstPlace[depth];
        end = outStart[vertices[depth] + 1];
        continue;
      }
      visits++;
      const here = place++;
      const vertex = outTo[here];
      // A later edge between the same vertices was taken with the first one.
      if (outTime[here] >= limit[vertex] || outBefore[here] >= firstPlace) continue;
      if (vertex === payer ? depth + 2 < minLength : depth + 2 + hops[vertex] > maxLength) continue;
      this.visits = visits;
      const start = arrivals.length;
      const any = this.#extend(here, this.#start[depth], limit[vertex]);
      if (vertex === payer) {
        if (any) this.#close(depth, start, onCycles);
        arrivals.length = start;
      } else if (any) {
        this.#place[depth++] = place;
        vertices[depth] = vertex;
        this.#limits[depth] = limit[vertex];
        limit[vertex] = 0;
        this.#start[depth] = start;
        place = outNext[arrivals.place[start]];
        firstPlace = place;
        this.#firstPlace[depth] = place;
        end = outStart[vertex + 1];
      }
      visits = this.visits;
      if (visits > this.#stopAt) return false;
    }
    this.visits = visits;
    return true;
  }

  /**
   * Puts on the stack the bundle that follows the one from place `start` of it on over the parallel edges from `place`
   * on that are before `limit`. @returns whether there is any arrival.
   */
  #extend(place: number, start: number, limit: number): boolean {
    if (this.#follows !== null && start > 0) return this.#extendTested(place, start, limit, this.#follows);
    const { outTime, outAfter } = this.#graph;
    const arrivals = this.#arrivals;
    const end = arrivals.length;
    let ways = 0;
    let next = start;
    // The ways to earlier parallel edges are ways to this one too: the sum just runs on.
    for (let p = place; p >= 0; p = outAfter[p]) {
      const time = outTime[p];
      if (time >= limit) break;
      while (next < end && arrivals.time[next] < time) ways += arrivals.ways[next++];
      arrivals.push(p, time, ways);
    }
    this.visits += arrivals.length - end + next - start;
    return true;
  }

  /** As #extend, where not every edge may come after every earlier one, so that all pairs are tested. */
  #extendTested(
    place: number,
    start: number,
    limit: number,
    follows: (hop: number, next: number) => boolean,
  ): boolean {
    const { outTime, outEdge, outAfter } = this.#graph;
    const arrivals = this.#arrivals;
    const end = arrivals.length;
    for (let p = place; p >= 0 && outTime[p] < limit && this.visits <= this.#stopAt; p = outAfter[p]) {
      const time = outTime[p];
      let ways = 0;
      let next = start;
      for (; next < end && arrivals.time[next] < time; next++)
        if (follows(outEdge[arrivals.place[next]], outEdge[p])) ways += arrivals.ways[next];
      if (ways > 0) arrivals.push(p, time, ways);
      this.visits += 1 + next - start;
    }
    return arrivals.length > end;
  }

  /** Calls back with the cycles whose last but one edges are on the stack from place `start` on. */
  #close(depth: number, start: number, onCycles: (bundle: CycleBundle) => void): void {
    const arrivals = this.#arrivals;
    if (this.#follows !== null) this.#dropUnfit(start, this.#follows);
    let ways = 0;
    for (let i = start; i < arrivals.length; i++) ways += arrivals.ways[i];
    if (ways === 0) return;
    this.#lastStart = start;
    this.#lastEnd = arrivals.length;
    this.length = depth + 2;
    this.vertices[depth + 1] = this.#graph.from[this.#edge];
    this.count = ways <= Number.MAX_SAFE_INTEGER ? ways : this.#exactCount();
    onCycles(this);
  }

  /** Takes off the arrivals that the completing edge may not follow. */
  #dropUnfit(start: number, follows: (hop: number, next: number) => boolean): void {
    const arrivals = this.#arrivals;
    const { outEdge } = this.#graph;
    const end = arrivals.length;
    this.visits += end - start;
    arrivals.length = start;
    for (let i = start; i < end; i++)
      if (follows(outEdge[arrivals.place[i]], this.#edge))
        arrivals.push(arrivals.place[i], arrivals.time[i], arrivals.ways[i]);
  }

  #exactCount(): ExactCount {
    const layers = Array.from({ length: this.length }, (_, hop) => this.edges(hop));
    for (let hop = 1; hop < layers.length; hop++) this.visits += layers[hop - 1].length * layers[hop].length;
    return exactWays(layers, this.#graph.tieStart, this.#follows);
  }

  edges(hop: number): Int32Array {
    if (hop === this.length - 1) return Int32Array.of(this.#edge);
    const { outEdge } = this.#graph;
    const isLast = hop === this.length - 2;
    const start = isLast ? this.#lastStart : this.#start[hop + 1];
    const end = isLast ? this.#lastEnd : hop === this.length - 3 ? this.#lastStart : this.#start[hop + 2];
    return this.#arrivals.place.slice(start, end).map((place) => outEdge[place]);
  }
}
