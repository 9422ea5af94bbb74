import type { TemporalGraph } from '../temporal-graph.ts';
import { ClosingTimes } from './closing-times.ts';
import type { CycleBundle, CycleHooks, CycleRules, CycleSearch } from './cycle-rules.ts';
import type { ExactCount } from './exact-count.ts';
import { exactWays } from './exact-ways.ts';
import { ArrivalStack } from './arrival-stack.ts';

/** Where the bundle of a vertex starts on the stack, its first outgoing place, the next one, and its closing time. */
const START = 0;
const FIRST = 1;
const NEXT = 2;
const LIMIT = 3;
const FRAME = 4;

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
  /** The path by depth, {@link FRAME} numbers for each vertex; see there. */
  #frames: Int32Array = new Int32Array(64 * FRAME);
  /** First edge of the window, and the edge whose cycles are looked for. */
  #low = 0;
  #edge = -1;
  /** Later than all that leads to the payer. */
  #high = 0;
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
      firstPlace: first,
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

  /** One long loop: it is where the time goes, and what it needs at every step are local variables. */
  #walk(payer: number, payee: number, first: number, onCycles: (bundle: CycleBundle) => void): boolean {
    const { outStart, outTime, outTo, outBefore, outNext, outAfter } = this.#graph;
    const { limit, hops } = this.#closing;
    const { minLength, maxLength } = this.#rules;
    const { vertices } = this;
    const follows = this.#follows;
    const arrivals = this.#arrivals;
    const high = this.#high;
    const stopAt = this.#stopAt;
    let { place: places, time: times, ways: counts } = arrivals;
    let frames = this.#frames;
    places[0] = -1;
    times[0] = -1;
    counts[0] = 1;
    vertices[0] = payee;
    frames[START] = 0;
    frames[FIRST] = first;
    let depth = 0;
    let top = 1;
    let start = 0;
    let firstPlace = first;
    let place = first;
    let end = outStart[payee + 1];
    let { visits } = this;
    while (true) {
      if (place >= end || outTime[place] >= high) {
        if (depth === 0) break;
        const frame = depth * FRAME;
        limit[vertices[depth--]] = frames[frame + LIMIT];
        top = start;
        start = frames[frame - FRAME + START];
        firstPlace = frames[frame - FRAME + FIRST];
        place = frames[frame - FRAME + NEXT];
        end = outStart[vertices[depth] + 1];
        continue;
      }
      visits++;
      const here = place++;
      const vertex = outTo[here];
      const before = limit[vertex];
      // A later edge between the same vertices was taken with the first one.
      if (outTime[here] >= before || outBefore[here] >= firstPlace) continue;
      if (vertex === payer ? depth + 2 < minLength : depth + 2 + hops[vertex] > maxLength) continue;
      const bundle = top;
      if (top + end - here > places.length) {
        arrivals.grow(top + end - here);
        ({ place: places, time: times, ways: counts } = arrivals);
      }
      if (follows === null || depth === 0) {
        // The ways to earlier parallel edges are ways to this one too: the sum just runs on.
        let ways = 0;
        let next = start;
        for (let p = here; p >= 0 && outTime[p] < before; p = outAfter[p]) {
          const time = outTime[p];
          while (next < bundle && times[next] < time) ways += counts[next++];
          places[top] = p;
          times[top] = time;
          counts[top++] = ways;
        }
        visits += top - bundle + next - start;
      } else {
        this.visits = visits;
        top = this.#extendTested(here, start, bundle, before, follows);
        visits = this.visits;
        if (visits > stopAt) return false;
        if (top === bundle) continue;
      }
      if (vertex === payer) {
        this.visits = visits;
        frames[depth * FRAME + FRAME + START] = bundle;
        this.#close(depth, bundle, top, onCycles);
        visits = this.visits;
        top = bundle;
      } else {
        frames[depth * FRAME + NEXT] = place;
        vertices[++depth] = vertex;
        if ((depth + 3) * FRAME > frames.length) frames = this.#growFrames();
        place = outNext[places[bundle]];
        start = bundle;
        firstPlace = place;
        end = outStart[vertex + 1];
        frames[depth * FRAME + START] = bundle;
        frames[depth * FRAME + FIRST] = place;
        frames[depth * FRAME + LIMIT] = before;
        // Vertices on the path can't be entered, which looks as if they had no closing time.
        limit[vertex] = 0;
      }
      if (visits > stopAt) {
        this.visits = visits;
        return false;
      }
    }
    this.visits = visits;
    return true;
  }

  #growFrames(): Int32Array {
    const frames = new Int32Array(this.#frames.length * 2);
    frames.set(this.#frames);
    this.#frames = frames;
    return frames;
  }

  /**
   * Puts on the stack the bundle that follows the one at places `start` to `end` - 1 over the parallel edges from
   * `place` on that are before `limit`, where not every edge may come after every earlier one, so that all pairs are
   * tested. @returns the new top.
   */
  #extendTested(
    place: number,
    start: number,
    end: number,
    limit: number,
    follows: (hop: number, next: number) => boolean,
  ): number {
    const { outTime, outEdge, outAfter } = this.#graph;
    const { place: places, time: times, ways: counts } = this.#arrivals;
    let top = end;
    for (let p = place; p >= 0 && outTime[p] < limit && this.visits <= this.#stopAt; p = outAfter[p]) {
      const time = outTime[p];
      let ways = 0;
      let next = start;
      for (; next < end && times[next] < time; next++)
        if (follows(outEdge[places[next]], outEdge[p])) ways += counts[next];
      this.visits += 1 + next - start;
      if (ways === 0) continue;
      places[top] = p;
      times[top] = time;
      counts[top++] = ways;
    }
    return top;
  }

  /** Calls back with the cycles whose last but one edges are on the stack from `start` to `top` - 1. */
  #close(depth: number, start: number, top: number, onCycles: (bundle: CycleBundle) => void): void {
    const end = this.#follows === null ? top : this.#dropUnfit(start, top, this.#follows);
    const { ways: counts } = this.#arrivals;
    let ways = 0;
    for (let i = start; i < end; i++) ways += counts[i];
    if (ways === 0) return;
    this.#frames[(depth + 2) * FRAME + START] = end;
    this.length = depth + 2;
    this.vertices[depth + 1] = this.#graph.from[this.#edge];
    this.count = ways <= Number.MAX_SAFE_INTEGER ? ways : this.#exactCount();
    onCycles(this);
  }

  /** Takes off the arrivals that the completing edge may not follow. @returns the new top. */
  #dropUnfit(start: number, top: number, follows: (hop: number, next: number) => boolean): number {
    const { place: places, time: times, ways: counts } = this.#arrivals;
    const { outEdge } = this.#graph;
    this.visits += top - start;
    let end = start;
    for (let i = start; i < top; i++) {
      if (!follows(outEdge[places[i]], this.#edge)) continue;
      places[end] = places[i];
      times[end] = times[i];
      counts[end++] = counts[i];
    }
    return end;
  }

  #exactCount(): ExactCount {
    const layers = Array.from({ length: this.length }, (_, hop) => this.edges(hop));
    for (let hop = 1; hop < layers.length; hop++) this.visits += layers[hop - 1].length * layers[hop].length;
    return exactWays(layers, this.#graph.tieStart, this.#follows);
  }

  edges(hop: number): Int32Array {
    if (hop === this.length - 1) return Int32Array.of(this.#edge);
    const { outEdge } = this.#graph;
    const start = this.#frames[(hop + 1) * FRAME + START];
    const end = this.#frames[(hop + 2) * FRAME + START];
    const places = this.#arrivals.place;
    const edges = new Int32Array(end - start);
    for (let i = start; i < end; i++) edges[i - start] = outEdge[places[i]];
    return edges;
  }
}
