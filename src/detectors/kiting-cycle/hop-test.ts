import type { EventGraph } from '../../graph/event-graph.ts';
import type { TemporalGraph } from '../../graph/temporal-graph.ts';
import { rateKey } from './fx-rates.ts';
import type { KitingOptions } from './options.ts';

/** How far two amounts differ: the smaller over the larger, 0 to 1, as two whole numbers. Equal amounts are 1 / 1. */
export interface HopRatio {
  readonly small: number | bigint;
  readonly large: number | bigint;
}

export const FULL: HopRatio = { small: 1, large: 1 };

/** Exact comparison of small / large of two ratios: negative when `a` is the smaller. */
export function compareRatios(a: HopRatio, b: HopRatio): number {
  return compareProducts(a.small, b.large, b.small, a.large);
}

type Whole = number | bigint;

/** Sign of a * b - c * d for whole numbers from 0 up, exact: floats while they are, BigInt beyond. */
function compareProducts(a: Whole, b: Whole, c: Whole, d: Whole): number {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof d === 'number') {
    const left = a * b;
    const right = c * d;
    if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  }
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
  /** Rates that were asked for and are not there. */
  readonly missingRates = new Set<string>();

  constructor(graph: EventGraph, edges: TemporalGraph, options: KitingOptions) {
    this.#graph = graph;
    this.#edges = edges;
    this.#options = options;
  }

  /** False when every pair of hops passes, so that nothing has to be asked. */
  get asks(): boolean {
    const { fx, minRetention, maxRetention } = this.#options;
    return fx !== 'skip' || minRetention !== null || maxRetention !== null;
  }

  passes(hop: number, next: number): boolean {
    const { minRetention, maxRetention } = this.#options;
    const amounts = this.#amounts(hop, next);
    if (amounts === 'skipped') return true;
    if (amounts === 'not-comparable') return false;
    const { arrived, sent } = amounts;
    if (minRetention !== null && compareProducts(sent, 10_000, arrived, minRetention) < 0) return false;
    return maxRetention === null || compareProducts(sent, 10_000, arrived, maxRetention) <= 0;
  }

  /** The ratio by which instances are ranked; a comparison that is skipped takes nothing away. */
  ratio(hop: number, next: number): HopRatio {
    const amounts = this.#amounts(hop, next);
    if (typeof amounts === 'string') return FULL;
    const { arrived, sent } = amounts;
    if (arrived === sent) return FULL;
    return arrived < sent ? { small: arrived, large: sent } : { small: sent, large: arrived };
  }

  /** What arrived and what was sent on, in one unit; across currencies both a million times as large. */
  #amounts(hop: number, next: number): { arrived: Whole; sent: Whole } | 'skipped' | 'not-comparable' {
    const { receivedMinor, receivedCurrency, minor, currency, currencies } = this.#graph.transfers;
    const [from, to] = [this.#edges.row[hop], this.#edges.row[next]];
    if (receivedCurrency[from] === currency[to]) return { arrived: receivedMinor[from], sent: minor[to] };
    const { fx, rates } = this.#options;
    if (fx !== 'rates') return fx === 'skip' ? 'skipped' : 'not-comparable';
    const key = rateKey(this.#edges.at[next], currencies[receivedCurrency[from]], currencies[currency[to]]);
    const ppm = rates.get(key);
    if (ppm !== undefined)
      return { arrived: BigInt(receivedMinor[from]) * BigInt(ppm), sent: BigInt(minor[to]) * MILLION };
    this.missingRates.add(key);
    return 'not-comparable';
  }
}

const MILLION = 1_000_000n;
