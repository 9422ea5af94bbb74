import type { FlowTable } from './flow-table.ts';
import type { LayeredRegion, LayerRule } from './layered-region.ts';
import type { VisitBudget } from './visit-budget.ts';

/** A node of a group with the transfers that prove it: the first that counts with each of its neighbours. */
export interface GroupNode {
  readonly account: number;
  readonly level: number;
  /** Rows of the graph's transfers. */
  readonly evidence: readonly number[];
}

/**
 * The largest part of a region in which every account has enough neighbours on the levels before and after its own, by
 * transfers in order of time (docs/algorithms/stack.md); for two levels this is the (alpha, beta)-core of A. Ahmed,
 * V. Batagelj, X. Fu, S. Hong, D. Merrick, A. Mrvar 2007, "Visualisation and analysis of the Internet movie database".
 * What does not fulfil the rule is taken away until all does; the rest is the same in whatever order that is done.
 */
export class LayeredCore {
  readonly #flows: FlowTable;
  readonly #rule: LayerRule;
  readonly #region: LayeredRegion;
  readonly #budget: VisitBudget;
  /** Transfers of the region. */
  readonly #size: number;
  readonly #isIn: Uint8Array;
  /** Earliest counted arrival and latest counted departure of each node; epoch ms. */
  readonly #paidFrom: Float64Array;
  readonly #paysUntil: Float64Array;

  constructor(flows: FlowTable, rule: LayerRule, region: LayeredRegion, budget: VisitBudget) {
    this.#flows = flows;
    this.#rule = rule;
    this.#region = region;
    this.#budget = budget;
    this.#size = region.pairs.reduce((sum, { rows }) => sum + rows.length, 0);
    const size = region.nodes.length;
    this.#isIn = new Uint8Array(size).fill(1);
    this.#paidFrom = new Float64Array(size).fill(-Infinity);
    this.#paysUntil = new Float64Array(size).fill(Infinity);
  }

  /**
   * The group a transfer belongs to; null for none. Nobody is on two of its levels: whoever would be is taken away,
   * and what then remains counts.
   */
  groupOf(row: number): GroupNode[] | null {
    this.#peel();
    const all = this.#connectedTo(row);
    if (!all) return null;
    const levelsOf = Map.groupBy(all, (place) => this.#region.nodes[place].account);
    for (const places of levelsOf.values())
      if (places.length > 1) for (const place of places) this.#isIn[place] = 0;
    this.#peel();
    const group = this.#connectedTo(row);
    return group && this.#proven(group);
  }

  /** Time O(rounds x transfers of the region); there are at most as many rounds as nodes and transfers, mostly few. */
  #peel(): void {
    while (this.#budget.spend(this.#size) && (this.#tighten() || this.#dropNarrow()));
  }

  /** Moves the bounds in time of the nodes to what still counts. @returns whether any was moved. */
  #tighten(): boolean {
    if (this.#rule.levels === 2) return false;
    const { nodes, pairs } = this.#region;
    const paidFrom = new Float64Array(nodes.length).fill(Infinity);
    const paysUntil = new Float64Array(nodes.length).fill(-Infinity);
    for (const pair of pairs) {
      for (const row of pair.rows) {
        if (!this.#counts(pair, row)) continue;
        paidFrom[pair.to] = Math.min(paidFrom[pair.to], this.#flows.at[row]);
        paysUntil[pair.from] = Math.max(paysUntil[pair.from], this.#flows.at[row]);
      }
    }
    let isMoved = false;
    for (const [place, { level }] of nodes.entries()) {
      if (this.#isIn[place] === 0) continue;
      if (level > 0 && paidFrom[place] !== this.#paidFrom[place]) {
        this.#paidFrom[place] = paidFrom[place];
        isMoved = true;
      }
      if (level < this.#rule.levels - 1 && paysUntil[place] !== this.#paysUntil[place]) {
        this.#paysUntil[place] = paysUntil[place];
        isMoved = true;
      }
    }
    return isMoved;
  }

  /** Takes away nodes with too few neighbours. @returns whether there was any. */
  #dropNarrow(): boolean {
    const { nodes, pairs } = this.#region;
    const sources = new Int32Array(nodes.length);
    const targets = new Int32Array(nodes.length);
    for (const pair of pairs) {
      if (this.#firstOf(pair) < 0) continue;
      targets[pair.from]++;
      sources[pair.to]++;
    }
    let isDropped = false;
    for (const [place, { level }] of nodes.entries()) {
      if (this.#isIn[place] === 0) continue;
      const hasSources = level === 0 || sources[place] >= this.#rule.minSources;
      const hasTargets = level === this.#rule.levels - 1 || targets[place] >= this.#rule.minTargets;
      if (hasSources && hasTargets) continue;
      this.#isIn[place] = 0;
      isDropped = true;
    }
    return isDropped;
  }

  /** Money that an account between two levels sends on arrived before, and money it gets it sends on later. */
  #counts({ from, to }: { readonly from: number; readonly to: number }, row: number): boolean {
    if (this.#isIn[from] === 0 || this.#isIn[to] === 0) return false;
    const at = this.#flows.at[row];
    const isFirst = this.#region.nodes[from].level === 0;
    const isLast = this.#region.nodes[to].level === this.#rule.levels - 1;
    return (isFirst || at > this.#paidFrom[from]) && (isLast || at < this.#paysUntil[to]);
  }

  /** The first row of a pair that counts, -1 for none. */
  #firstOf(pair: LayeredRegion['pairs'][number]): number {
    return pair.rows.find((row) => this.#counts(pair, row)) ?? -1;
  }

  /** The places of all nodes that hang together with a transfer, which has to count; null when it does not. */
  #connectedTo(row: number): number[] | null {
    const { pairs, nodes } = this.#region;
    const { from, to } = this.#flows.graph.transfers;
    const live = pairs.filter((pair) => this.#firstOf(pair) >= 0);
    const own = live.find(
      (pair) =>
        nodes[pair.to].level === this.#rule.levels - 1 &&
        nodes[pair.from].account === from[row] &&
        nodes[pair.to].account === to[row] &&
        this.#counts(pair, row),
    );
    if (!own) return null;
    const neighbours = new Map<number, number[]>();
    const link = (a: number, b: number): void => {
      const list = neighbours.get(a);
      if (list) list.push(b);
      else neighbours.set(a, [b]);
    };
    for (const pair of live) {
      link(pair.from, pair.to);
      link(pair.to, pair.from);
    }
    const found = new Set([own.to]);
    for (const place of found) for (const other of neighbours.get(place)!) found.add(other);
    return [...found];
  }

  #proven(group: readonly number[]): GroupNode[] {
    const evidence = new Map(group.map((place) => [place, [] as number[]]));
    for (const pair of this.#region.pairs) {
      const row = this.#firstOf(pair);
      if (row < 0) continue;
      evidence.get(pair.from)?.push(row);
      evidence.get(pair.to)?.push(row);
    }
    return Array.from(evidence, ([place, rows]) => ({ ...this.#region.nodes[place], evidence: rows }));
  }
}
