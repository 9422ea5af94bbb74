import { compareBytes } from '../../kernel/bytes.ts';
import type { EventKey } from '../../graph/model/event.ts';
import type { TemporalGraph } from '../../graph/temporal-graph.ts';
import { compareRatios, FULL, type HopRatio, type HopTest } from './hop-test.ts';

/** One set of transfers in an order that is a cycle. */
export interface Instance {
  /** In path order. */
  readonly edges: readonly number[];
  /** The smallest of its hop ratios. */
  readonly ratio: HopRatio;
  /** From first to last, milliseconds. */
  readonly span: number;
}

/**
 * Finds the instance that is a finding's evidence: the largest smallest hop ratio, then the shortest time, then the
 * smallest keys in path order (definitions.md, "kiting-cycle").
 *
 * Bundles are not listed: for each edge, from the last hop to the first, the best smallest ratio of any way on from it
 * is found; with those, the first edge and then each next one can be chosen greedily. Time O(pairs of edges in
 * neighbouring hops), times the length when ties are allowed, as a path may then start anywhere.
 */
export class BestInstance {
  /** Pairs of edges looked at so far. */
  visits = 0;
  readonly #edges: TemporalGraph;
  readonly #test: HopTest;
  readonly #ties: 'strict' | 'allow';
  readonly #keyOf: (edge: number) => EventKey;

  constructor(
    edges: TemporalGraph,
    test: HopTest,
    ties: 'strict' | 'allow',
    keyOf: (edge: number) => EventKey,
  ) {
    this.#edges = edges;
    this.#test = test;
    this.#ties = ties;
    this.#keyOf = keyOf;
  }

  /**
   * The best instance of a bundle, if it is better than the one known.
   * @param layers the edges of each hop in the direction of the money; the last holds the completing edge alone
   * @returns `known` when nothing in the bundle is better; null when there is neither.
   */
  of(layers: readonly Int32Array[], known: Instance | null): Instance | null {
    if (this.#ties === 'strict') return this.#ofPath(layers, known);
    let best = known;
    for (let start = 0; start < layers.length; start++)
      best = this.#ofPath([...layers.slice(start), ...layers.slice(0, start)], best);
    return best;
  }

  /** As {@link of}, of the paths that start with the first layer and end with the last. */
  #ofPath(layers: readonly Int32Array[], known: Instance | null): Instance | null {
    if (layers.every((layer) => layer.length === 1)) return this.#ofSinglePath(layers, known);
    const ratios = this.#ratiosOnward(layers);
    let ratio: HopRatio | null = null;
    for (const one of ratios[0]) if (one && (!ratio || compareRatios(one, ratio) > 0)) ratio = one;
    if (!ratio || (known && compareRatios(ratio, known.ratio) < 0)) return known;
    const { at } = this.#edges;
    const starts = layers[0].filter((_, i) => reaches(ratios[0][i], ratio));
    const first = starts.find((edge) => at[edge] === at[starts[starts.length - 1]])!;
    const last = layers[layers.length - 1];
    const span = at[last[last.length - 1]] - at[first];
    const path = [first];
    for (let hop = 1; hop < layers.length; hop++)
      path.push(this.#nextOf(path[hop - 1], layers[hop], ratios[hop], ratio));
    const found = { edges: path, ratio, span };
    return known && this.#compare(known, found) <= 0 ? known : found;
  }

  /** As {@link #ofPath} where there is nothing to choose, which is how most cycles are. */
  #ofSinglePath(layers: readonly Int32Array[], known: Instance | null): Instance | null {
    const edges = layers.map(([edge]) => edge);
    this.visits += edges.length - 1;
    let ratio = FULL;
    for (let hop = edges.length - 2; hop >= 0; hop--) {
      if (!this.#canFollow(edges[hop], edges[hop + 1])) return known;
      const here = this.#test.ratio(edges[hop], edges[hop + 1]);
      if (compareRatios(here, ratio) < 0) ratio = here;
    }
    if (known && compareRatios(ratio, known.ratio) < 0) return known;
    const { at } = this.#edges;
    const found = { edges, ratio, span: at[edges[edges.length - 1]] - at[edges[0]] };
    return known && this.#compare(known, found) <= 0 ? known : found;
  }

  /** For each edge of each layer the best smallest ratio of a way from it to the last layer; null for no way. */
  #ratiosOnward(layers: readonly Int32Array[]): (HopRatio | null)[][] {
    const ratios: (HopRatio | null)[][] = layers.map(() => []);
    const end = layers.length - 1;
    ratios[end] = Array.from(layers[end], () => FULL);
    for (let hop = end - 1; hop >= 0; hop--)
      ratios[hop] = Array.from(layers[hop], (edge) =>
        this.#ratioOnward(edge, layers[hop + 1], ratios[hop + 1]),
      );
    return ratios;
  }

  #ratioOnward(edge: number, layer: Int32Array, onward: readonly (HopRatio | null)[]): HopRatio | null {
    let best: HopRatio | null = null;
    this.visits += layer.length;
    for (let i = 0; i < layer.length; i++) {
      const rest = onward[i];
      if (!rest || !this.#canFollow(edge, layer[i])) continue;
      const here = this.#test.ratio(edge, layer[i]);
      const smaller = compareRatios(here, rest) < 0 ? here : rest;
      if (!best || compareRatios(smaller, best) > 0) best = smaller;
    }
    return best;
  }

  /** The edge of smallest key that may follow and from which the wanted ratio can still be had. */
  #nextOf(edge: number, layer: Int32Array, onward: readonly (HopRatio | null)[], wanted: HopRatio): number {
    let best = -1;
    for (let i = 0; i < layer.length; i++) {
      if (!reaches(onward[i], wanted) || !this.#canFollow(edge, layer[i])) continue;
      if (!reaches(this.#test.ratio(edge, layer[i]), wanted)) continue;
      if (best < 0 || this.#compareKeys(layer[i], best) < 0) best = layer[i];
    }
    return best;
  }

  #canFollow(hop: number, next: number): boolean {
    const { tieStart } = this.#edges;
    const inTime = this.#ties === 'strict' ? tieStart[hop] < tieStart[next] : tieStart[hop] <= tieStart[next];
    return inTime && this.#test.passes(hop, next);
  }

  /** Negative when `a` is the better evidence. */
  #compare(a: Instance, b: Instance): number {
    const order = compareRatios(b.ratio, a.ratio) || a.span - b.span;
    if (order !== 0) return order;
    for (let i = 0; i < a.edges.length; i++) {
      const keys = this.#compareKeys(a.edges[i], b.edges[i]);
      if (keys !== 0) return keys;
    }
    return 0;
  }

  #compareKeys(a: number, b: number): number {
    if (a === b) return 0;
    const [sourceA, idA] = this.#keyOf(a);
    const [sourceB, idB] = this.#keyOf(b);
    return compareBytes(sourceA, sourceB) || compareBytes(idA, idB);
  }
}

function reaches(ratio: HopRatio | null, wanted: HopRatio): boolean {
  return ratio !== null && compareRatios(ratio, wanted) >= 0;
}
