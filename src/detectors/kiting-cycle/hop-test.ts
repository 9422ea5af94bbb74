import type { EventGraph } from '../../graph/event-graph.ts';
import type { TemporalGraph } from '../../graph/temporal-graph.ts';
import type { KitingOptions } from './options.ts';

/** How far two amounts differ: the smaller over the larger, 0 to 1, as two whole numbers. Equal amounts are 1 / 1. */
export interface HopRatio {
  readonly small: number;
  readonly large: number;
}

export const FULL: HopRatio = { small: 1, large: 1 };

/** Exact comparison of small / large of two ratios: negative when `a` is the smaller. */
export function compareRatios(a: HopRatio, b: HopRatio): number {
  return compareProducts(a.small, b.large, b.small, a.large);
}

/** Sign of a * b - c * d for whole numbers from 0 to 2^53 - 1, exact: floats while they are, BigInt beyond. */
function compareProducts(a: number, b: number, c: number, d: number): number {
  const left = a * b;
  const right = c * d;
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  const difference = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * The test between one hop and the next: what arrived with the hop before (`received`, else its amount) against what
 * the next one sends (definitions.md, "kiting-cycle"). Edges are those of the temporal graph.
 */
export class HopTest {
  readonly #graph: EventGraph;
  readonly #edges: TemporalGraph;
  readonly #options: KitingOptions;

  constructor(graph: EventGraph, edges: TemporalGraph, options: KitingOptions) {
    this.#graph = graph;
    this.#edges = edges;
    this.#options = options;
  }

  /** False when every pair of hops passes, so that nothing has to be asked. */
  get asks(): boolean {
    const { fx, minRetention, maxRetention } = this.#options;
    return fx === 'reject' || minRetention !== null || maxRetention !== null;
  }

  passes(hop: number, next: number): boolean {
    const { receivedMinor, minor } = this.#graph.transfers;
    const { fx, minRetention, maxRetention } = this.#options;
    if (this.#changesCurrency(hop, next)) return fx === 'skip';
    const arrived = receivedMinor[this.#edges.row[hop]];
    const sent = minor[this.#edges.row[next]];
    if (minRetention !== null && compareProducts(sent, 10_000, arrived, minRetention) < 0) return false;
    return maxRetention === null || compareProducts(sent, 10_000, arrived, maxRetention) <= 0;
  }

  /** The ratio by which instances are ranked; a comparison that is skipped takes nothing away. */
  ratio(hop: number, next: number): HopRatio {
    if (this.#changesCurrency(hop, next)) return FULL;
    const { receivedMinor, minor } = this.#graph.transfers;
    const arrived = receivedMinor[this.#edges.row[hop]];
    const sent = minor[this.#edges.row[next]];
    if (arrived === sent) return FULL;
    return arrived < sent ? { small: arrived, large: sent } : { small: sent, large: arrived };
  }

  #changesCurrency(hop: number, next: number): boolean {
    const { receivedCurrency, currency } = this.#graph.transfers;
    return receivedCurrency[this.#edges.row[hop]] !== currency[this.#edges.row[next]];
  }
}
