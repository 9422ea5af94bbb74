import type { FlowTable } from '../flow-table.ts';
import type { SubjectTransfers } from '../live-count.ts';
import { retentionTest } from '../retention.ts';
import type { VisitBudget } from '../visit-budget.ts';
import type { ScatterGatherOptions } from './options.ts';

/** The transfers from a source to middle accounts and from those to a target, in event order. */
export interface PairLegs extends SubjectTransfers {
  /** Rows of the graph's transfers, rising. */
  readonly rows: readonly number[];
  /** The pair of legs of a middle, by place in `rows`, that is its evidence at a place. */
  readonly evidenceOf: (middle: number, place: number) => readonly number[];
}

type Side = 'in' | 'out';

/** Joins the legs of one source and one target; keeps what it needs to choose evidence. */
export class LegJoiner {
  readonly #flows: FlowTable;
  readonly #options: ScatterGatherOptions;
  readonly #passes: (arriving: number, leaving: number) => boolean;
  readonly #budget: VisitBudget;

  constructor(flows: FlowTable, options: ScatterGatherOptions, budget: VisitBudget) {
    this.#flows = flows;
    this.#options = options;
    this.#passes = retentionTest(flows.graph.transfers, options);
    this.#budget = budget;
  }

  /**
   * @param middles the accounts that can be in between
   * @returns null when the budget did not suffice
   */
  join(source: number, target: number, middles: ReadonlySet<number>): PairLegs | null {
    const { from, to } = this.#flows.graph.transfers;
    const paid = this.#flows.paidBy(source);
    const got = this.#flows.paidTo(target);
    if (!this.#budget.spend(paid.length + got.length)) return null;
    const rows = [
      ...paid.filter((row) => middles.has(to[row])),
      ...got.filter((row) => middles.has(from[row])),
    ];
    rows.sort((a, b) => a - b);
    const account = rows.map((row) => (to[row] === target ? from[row] : to[row]));
    const sides = rows.map((row): Side => (to[row] === target ? 'out' : 'in'));
    const places = Map.groupBy(rows.keys(), (place) => account[place]);
    const start = rows.map(() => -Infinity);
    for (const own of places.values()) if (!this.#fillStarts(rows, sides, own, start)) return null;
    const evidenceOf = (middle: number, place: number): readonly number[] =>
      this.#firstPair(rows, sides, places.get(middle)!, place);
    return { rows, at: rows.map((row) => this.#flows.at[row]), account, start, evidenceOf };
  }

  /** For each leg of a middle the latest leg before it that makes it count. */
  #fillStarts(
    rows: readonly number[],
    sides: readonly Side[],
    own: readonly number[],
    start: number[],
  ): boolean {
    for (let k = 0; k < own.length; k++) {
      const later = rows[own[k]];
      for (let j = k - 1; j >= 0; j--) {
        if (!this.#budget.spend(1)) return false;
        const earlier = rows[own[j]];
        if (this.#flows.at[earlier] < this.#flows.at[later] - this.#options.window) break;
        if (!this.#isPair(earlier, sides[own[j]], later, sides[own[k]])) continue;
        start[own[k]] = this.#flows.at[earlier];
        break;
      }
    }
    return true;
  }

  #isPair(earlier: number, earlierSide: Side, later: number, laterSide: Side): boolean {
    if (earlierSide === laterSide) return false;
    if (this.#options.order === 'any')
      return earlierSide === 'in' ? this.#passes(earlier, later) : this.#passes(later, earlier);
    const isInTime = earlierSide === 'in' && this.#flows.at[earlier] < this.#flows.at[later];
    return isInTime && this.#passes(earlier, later);
  }

  /** The pair in the window of a place whose first leg comes first, of those the one whose second does. */
  #firstPair(
    rows: readonly number[],
    sides: readonly Side[],
    own: readonly number[],
    place: number,
  ): readonly number[] {
    const low = this.#flows.at[rows[place]] - this.#options.window;
    const live = own.filter((one) => one <= place && this.#flows.at[rows[one]] >= low);
    for (const [i, first] of live.entries())
      for (const second of live.slice(i + 1))
        if (this.#isPair(rows[first], sides[first], rows[second], sides[second])) return [first, second];
    return [];
  }
}
