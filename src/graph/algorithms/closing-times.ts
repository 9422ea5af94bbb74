import type { TemporalGraph } from '../temporal-graph.ts';

/** After so many looks backwards, a search looks forwards once, as far as this too. */
const PATIENCE = 16;

/** One backward search, among the edges from `low` (a time) on. */
export interface ClosingQuery {
  readonly target: number;
  /** Where paths start; nothing is looked for beyond it. */
  readonly source: number;
  /** Place of the first edge out of the source that a path may start with. */
  readonly firstPlace: number;
  /** Place of the last edge into the target that a path may end with. */
  readonly lastPlace: number;
  /** Later than that edge. */
  readonly high: number;
  /** Time of the edge at firstPlace. */
  readonly low: number;
  /** Longest path to the target, in edges; may be Infinity. */
  readonly maxHops: number;
  readonly maxVisits: number;
}

/**
 * For every vertex its closing time: before when one has to arrive there to get to the target by a path whose times
 * rise strictly. A forward search that enters vertices before their closing time only has no dead ends but those of
 * simple paths (a vertex used twice) and of tests that it adds itself. (The term is that of Blanuša, Atasu and Ienne.)
 *
 * Closing times are corrected in rounds of one hop (Bellman and Ford). The edges into a vertex are gone through from
 * the latest possible one backwards, so that of parallel edges the first decides; a vertex whose time rises goes
 * through the edges between its new time and its old one, so that each edge is looked at once for a target. A vertex
 * into which no edge leads early enough gets no time: no path can pass through it.
 *
 * Mostly the target can't be reached from the source at all. Where the way back is long, the way forward is often short:
 * so a search that goes on for long asks once whether the source leads anywhere.
 *
 * Time O(edges from which the target can be reached); memory 29 bytes a vertex. Deterministic: closing times are the
 * maximum over all paths, whatever the order.
 */
export class ClosingTimes {
  /** Whether the target can be reached from the source, which itself gets no closing time: it can't be entered again. */
  reaches = false;
  /** 0 for a vertex from which the target can't be reached, or that can't be. */
  readonly limit: Int32Array;
  /** A lower bound on the number of edges from the vertex to the target; of vertices with a limit only. */
  readonly hops: Int32Array;
  readonly #graph: TemporalGraph;
  readonly #enters: ((vertex: number) => boolean) | null;
  /** The places of the edges into a vertex to go through next: from #from down to the one after #until. */
  readonly #from: Int32Array;
  readonly #until: Int32Array;
  readonly #waits: Uint8Array;
  readonly #reached: Int32Array;
  #reachedCount = 0;
  #leadsNowhere = false;
  /** Of the look forwards: where to go on, each a place and the end of its vertex's places. */
  readonly #ahead = new Int32Array(2 * PATIENCE + 2);
  #round: Int32Array;
  #nextRound: Int32Array;

  constructor(graph: TemporalGraph, enters: ((vertex: number) => boolean) | null) {
    this.#graph = graph;
    this.#enters = enters;
    const column = (): Int32Array => new Int32Array(graph.vertices);
    this.limit = column();
    this.hops = column();
    this.#from = column();
    this.#until = column();
    this.#reached = column();
    this.#round = column();
    this.#nextRound = column();
    this.#waits = new Uint8Array(graph.vertices);
  }

  /**
   * Replaces the closing times by those of a query. @returns edges looked at; more than `maxVisits` when it was cut.
   *
   * One long loop: it is where the time goes, and everything in it is a local variable.
   */
  find(query: ClosingQuery): number {
    this.#clear();
    const { source, target, low, maxHops, maxVisits } = query;
    const { inStart, inTime, inFrom, inPrevious } = this.#graph;
    const { limit, hops } = this;
    const enters = this.#enters;
    const from = this.#from;
    const until = this.#until;
    const waits = this.#waits;
    const reached = this.#reached;
    let round = this.#round;
    let nextRound = this.#nextRound;
    let reachedCount = 1;
    let visits = 0;
    let reaches = false;
    let probed = false;
    reached[0] = target;
    limit[target] = query.high;
    from[target] = query.lastPlace;
    until[target] = inStart[target] - 1;
    round[0] = target;
    let count = 1;
    for (let hop = 1; count > 0 && hop <= maxHops && visits <= maxVisits; hop++) {
      let nextCount = 0;
      for (let i = 0; i < count; i++) {
        const vertex = round[i];
        const first = from[vertex];
        const stop = until[vertex];
        until[vertex] = first;
        waits[vertex] = 0;
        let place = first;
        for (; place > stop; place--) {
          const time = inTime[place];
          if (time < low) break;
          const payer = inFrom[place];
          if (payer === source) {
            reaches = true;
            continue;
          }
          const known = limit[payer];
          if (known >= time) continue;
          const previous = inPrevious[place];
          if (known === 0) {
            const start = inStart[payer];
            if (previous < start || inTime[previous] < low) continue;
            if (enters !== null && !enters(payer)) continue;
            until[payer] = start - 1;
            hops[payer] = hop;
            reached[reachedCount++] = payer;
          }
          limit[payer] = time;
          from[payer] = previous;
          if (waits[payer] === 1) continue;
          waits[payer] = 1;
          nextRound[nextCount++] = payer;
        }
        visits += first - place;
      }
      if (visits > PATIENCE && !probed) {
        probed = true;
        visits += this.#probe(query);
        if (this.#leadsNowhere) break;
      }
      [round, nextRound, count] = [nextRound, round, nextCount];
    }
    this.#round = round;
    this.#nextRound = nextRound;
    this.#reachedCount = reachedCount;
    this.reaches = reaches;
    return visits;
  }

  /**
   * Walks on from the source, over at most {@link PATIENCE} edges, to see whether that is all it leads to. Vertices are
   * not marked: met by two ways they are gone through twice, which is no harm in so short a walk.
   * @returns edges looked at
   */
  #probe({ source, target, firstPlace, high }: ClosingQuery): number {
    const { outStart, outTime, outTo, outNext } = this.#graph;
    const ahead = this.#ahead;
    let visits = 0;
    let waiting = 2;
    ahead[0] = firstPlace;
    ahead[1] = outStart[source + 1];
    this.#leadsNowhere = false;
    while (waiting > 0) {
      const end = ahead[--waiting];
      for (let place = ahead[--waiting]; place < end && outTime[place] < high; place++) {
        const vertex = outTo[place];
        if (++visits > PATIENCE || vertex === target) return visits;
        const next = outNext[place];
        const nextEnd = outStart[vertex + 1];
        if (vertex === source || next >= nextEnd || outTime[next] >= high) continue;
        ahead[waiting++] = next;
        ahead[waiting++] = nextEnd;
      }
    }
    this.#leadsNowhere = true;
    return visits;
  }

  #clear(): void {
    const { limit } = this;
    const reached = this.#reached;
    const waits = this.#waits;
    for (let i = 0; i < this.#reachedCount; i++) {
      limit[reached[i]] = 0;
      waits[reached[i]] = 0;
    }
  }
}
