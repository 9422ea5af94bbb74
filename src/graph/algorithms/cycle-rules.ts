import type { ExactCount } from './exact-count.ts';

/** Which cycles are looked for. */
export interface CycleRules {
  /** Longest time from the first to the last transfer, both included, in the unit of the graph; may be Infinity. */
  readonly window: number;
  /** Number of transfers, at least 2. */
  readonly minLength: number;
  /** May be Infinity. */
  readonly maxLength: number;
  /** Whether times rise strictly along the cycle, or just don't fall. */
  readonly ties: 'strict' | 'allow';
}

/** What the caller adds to the rules. */
export interface CycleHooks {
  /**
   * Whether edge `next` may come right after edge `hop` on the path. Not asked across the closing point (from the last
   * transfer to the first).
   */
  readonly follows?: (hop: number, next: number) => boolean;
  /** Whether cycles may go through a vertex. */
  readonly enters?: (vertex: number) => boolean;
}

/**
 * All cycles over the same vertices that one transfer completes: parallel edges in one bundle, counted and not listed.
 * A view of the search, valid until the callback returns.
 */
export interface CycleBundle {
  readonly length: number;
  /** In the direction of the money, from the payee of the completing edge to its payer; read only `length` of them. */
  readonly vertices: readonly number[];
  /** How many cycles these are. */
  readonly count: ExactCount;
  /**
   * The edges from vertices[hop] to vertices[hop + 1] that are on such a cycle as far as one can tell when walking
   * forward, rising; of the last hop (back to vertices[0]) the completing edge.
   */
  edges(hop: number): Int32Array;
}

/** A search for the cycles that one transfer after the other completes. */
export interface CycleSearch {
  /** Edges (and pairs of edges tested by `follows`) looked at so far. */
  readonly visits: number;
  /**
   * Calls back for every bundle of cycles that an edge completes.
   * @returns false when it gave up: what was called back is then only part of it. It gives up after `maxVisits` visits
   * and little more, and with ties also where a count leaves 2^104.
   */
  completedBy(edge: number, maxVisits: number, onCycles: (bundle: CycleBundle) => void): boolean;
}
