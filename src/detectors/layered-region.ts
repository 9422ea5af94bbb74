import type { IsTypeHub } from './account-type-hubs.ts';
import type { FlowTable } from './flow-table.ts';
import type { VisitBudget } from './visit-budget.ts';

/** Which layered groups are looked for. */
export interface LayerRule {
  /** How many levels of accounts there are: one more than layers of transfers between them. */
  readonly levels: number;
  /** Fewest accounts of the level before that pay each account but those of the first level. */
  readonly minSources: number;
  /** Fewest accounts of the next level that each account but those of the last level pays. */
  readonly minTargets: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
}

/** An account on a level. */
export interface LevelNode {
  readonly account: number;
  readonly level: number;
}

/** Transfers from a node to one of the next level. */
export interface LevelPair {
  /** Places in the region's nodes. */
  readonly from: number;
  readonly to: number;
  /** Rows of the graph's transfers, rising. */
  readonly rows: readonly number[];
}

/** All that could belong to one group with a transfer. */
export interface LayeredRegion {
  readonly nodes: readonly LevelNode[];
  readonly pairs: readonly LevelPair[];
}

/** How many steps away it is looked whether an account can be on a level; farther costs more and rules out little. */
const FORESIGHT = 2;

/**
 * Goes out from a transfer of the last layer over the transfers in its window, and only over accounts that have enough
 * payers and payees there for their level: no other can belong to its group. Hubs by type are not gone over.
 *
 * Time O(transfers in the window of the accounts met); memory the same. One instance serves one graph.
 */
export class RegionFinder {
  readonly #flows: FlowTable;
  readonly #rule: LayerRule;
  readonly #isTypeHub: IsTypeHub;
  readonly #budget: VisitBudget;
  /** Answers for the transfer that is looked at. */
  readonly #known = Array.from({ length: FORESIGHT + 1 }, () => new Map<number, boolean>());
  #row = 0;

  constructor(flows: FlowTable, rule: LayerRule, isTypeHub: IsTypeHub, budget: VisitBudget) {
    this.#flows = flows;
    this.#rule = rule;
    this.#isTypeHub = isTypeHub;
    this.#budget = budget;
  }

  /** Whether payer and payee of a transfer can be on the last two levels, as far as can be told from nearby. */
  couldComplete(row: number): boolean {
    this.#row = row;
    for (const answers of this.#known) answers.clear();
    const { from, to } = this.#flows.graph.transfers;
    const last = this.#rule.levels - 1;
    return this.#fits(from[row], last - 1) && this.#fits(to[row], last);
  }

  /** Whether, hubs by type or not, payer and payee of a transfer have enough counterparties that are none. */
  isBetweenWide(row: number): boolean {
    this.#row = row;
    const { from, to } = this.#flows.graph.transfers;
    const { minSources, minTargets } = this.#rule;
    return (
      this.#hasEnough(from[row], 'out', minTargets, 0, 0) && this.#hasEnough(to[row], 'in', minSources, 0, 0)
    );
  }

  /** The region of the transfer that was asked about last; null when the budget did not suffice. */
  region(): LayeredRegion | null {
    const { from, to } = this.#flows.graph.transfers;
    const { levels } = this.#rule;
    const places = new Map<number, number>();
    const nodes: LevelNode[] = [];
    const placeOf = (account: number, level: number): number => {
      const key = account * levels + level;
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, nodes.length);
      return nodes.push({ account, level }) - 1;
    };
    placeOf(to[this.#row], levels - 1);
    const pairs: LevelPair[] = [];
    for (let place = 0; place < nodes.length; place++) {
      const { account, level } = nodes[place];
      if (level < levels - 1) {
        const rows = this.#flows.within(this.#flows.paidBy(account), this.#row, this.#rule.window);
        if (!this.#budget.spend(rows.length)) return null;
        for (const [payee, own] of Map.groupBy(rows, (row) => to[row]))
          if (this.#fits(payee, level + 1))
            pairs.push({ from: place, to: placeOf(payee, level + 1), rows: own });
      }
      if (level > 0) {
        const rows = this.#flows.within(this.#flows.paidTo(account), this.#row, this.#rule.window);
        if (!this.#budget.spend(rows.length)) return null;
        // Only to meet the payers: their transfers are taken up when it is their turn.
        for (const row of rows) if (this.#fits(from[row], level - 1)) placeOf(from[row], level - 1);
      }
    }
    return { nodes, pairs };
  }

  #isHub(account: number): boolean {
    return this.#isTypeHub(account, this.#flows.at[this.#row]);
  }

  /**
   * Whether an account can be on a level, as far as can be told from nearby: it is no hub by type and has enough payers
   * and payees in the window that, with one step less of foresight, can be on the levels next to it.
   */
  #fits(account: number, level: number, foresight = FORESIGHT): boolean {
    const { levels, minSources, minTargets } = this.#rule;
    const key = account * levels + level;
    const known = this.#known[foresight].get(key);
    if (known !== undefined) return known;
    const fits =
      !this.#isHub(account) &&
      (level === levels - 1 || this.#hasEnough(account, 'out', minTargets, level + 1, foresight)) &&
      (level === 0 || this.#hasEnough(account, 'in', minSources, level - 1, foresight));
    this.#known[foresight].set(key, fits);
    return fits;
  }

  #hasEnough(
    account: number,
    direction: 'in' | 'out',
    fewest: number,
    level: number,
    foresight: number,
  ): boolean {
    const { from, to } = this.#flows.graph.transfers;
    const rows = direction === 'in' ? this.#flows.paidTo(account) : this.#flows.paidBy(account);
    const other = direction === 'in' ? from : to;
    const met = new Set<number>();
    let enough = 0;
    for (const row of this.#flows.within(rows, this.#row, this.#rule.window)) {
      // With the budget gone nothing is ruled out any more; the transfer is given up then.
      if (!this.#budget.spend(1)) return true;
      if (met.has(other[row])) continue;
      met.add(other[row]);
      if (foresight === 0 ? this.#isHub(other[row]) : !this.#fits(other[row], level, foresight - 1)) continue;
      if (++enough >= fewest) return true;
    }
    return false;
  }
}
