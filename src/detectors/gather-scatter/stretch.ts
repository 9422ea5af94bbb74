import type { FlowTable } from '../flow-table.ts';
import type { LiveSet } from '../live-set.ts';
import { MoneySums } from './money-sums.ts';
import type { GatherScatterOptions } from './options.ts';

/**
 * What counts at a transfer out: payees from the first opening transfer in its window on, and payers from a window
 * before that one on.
 */
export class Stretch {
  readonly paidTo: Int32Array;
  readonly #paidBy: Int32Array;
  readonly #flows: FlowTable;
  readonly #sources: LiveSet;
  readonly #targets: LiveSet;
  readonly #window: number;
  readonly #sums: MoneySums;
  #opening = -1;
  /** Places in the lists of rows: what counts reaches from the one up to but not with the other. */
  #paidFrom = 0;
  #paidEnd = 0;
  #gotFrom = 0;
  #gotEnd = 0;
  #rowsIn: Map<number, number[]> | null = null;
  #rowsOut: Map<number, number[]> | null = null;

  constructor(
    flows: FlowTable,
    centre: number,
    sources: LiveSet,
    targets: LiveSet,
    options: GatherScatterOptions,
  ) {
    this.#flows = flows;
    this.paidTo = flows.paidTo(centre);
    this.#paidBy = flows.paidBy(centre);
    this.#sources = sources;
    this.#targets = targets;
    this.#window = options.window;
    this.#sums = new MoneySums(flows.graph.transfers, options);
  }

  get keepsWithin(): boolean {
    return this.#sums.keepsWithin;
  }

  /**
   * @param opening first opening transfer in the window of the transfer out
   * @param gotEnd place of the first transfer in that is not earlier in time than the one out
   */
  moveTo(row: number, opening: number, gotEnd: number): void {
    const { at } = this.#flows;
    const { from, to } = this.#flows.graph.transfers;
    this.#opening = opening;
    this.#targets.moveTo(at[row]);
    for (; this.#paidEnd < this.#paidBy.length && this.#paidBy[this.#paidEnd] <= row; this.#paidEnd++) {
      this.#targets.add(to[this.#paidBy[this.#paidEnd]]);
      this.#sums.send(this.#paidBy[this.#paidEnd], 1);
    }
    for (; this.#paidBy[this.#paidFrom] < opening; this.#paidFrom++) this.#dropOldestPaid();
    this.#sources.moveTo(at[row]);
    for (; this.#gotEnd < gotEnd; this.#gotEnd++) {
      this.#sources.add(from[this.paidTo[this.#gotEnd]]);
      this.#sums.arrive(this.paidTo[this.#gotEnd], 1);
    }
    for (; at[this.paidTo[this.#gotFrom]] < at[opening] - this.#window; this.#gotFrom++) {
      this.#sources.remove(from[this.paidTo[this.#gotFrom]]);
      this.#sums.arrive(this.paidTo[this.#gotFrom], -1);
    }
  }

  /** No opening transfer is left in the window of a transfer out, so it and those before it count no more. */
  end(row: number): void {
    for (; this.#paidFrom < this.#paidEnd; this.#paidFrom++) this.#dropOldestPaid();
    while (this.#paidBy[this.#paidEnd] <= row) this.#paidEnd++;
    this.#paidFrom = this.#paidEnd;
  }

  #dropOldestPaid(): void {
    const row = this.#paidBy[this.#paidFrom];
    this.#targets.remove(this.#flows.graph.transfers.to[row]);
    this.#sums.send(row, -1);
  }

  /** The first transfer that makes a source, or a target by its number in the fold, count. */
  evidenceOf(counted: number): readonly number[] {
    const { accounts, transfers } = this.#flows.graph;
    const { at } = this.#flows;
    if (counted >= accounts.size) {
      this.#rowsOut ??= Map.groupBy(this.#paidBy, (row) => transfers.to[row]);
      return [firstOf(this.#rowsOut.get(counted - accounts.size)!, (row) => row >= this.#opening)];
    }
    const low = at[this.#opening] - this.#window;
    this.#rowsIn ??= Map.groupBy(this.paidTo, (row) => transfers.from[row]);
    return [firstOf(this.#rowsIn.get(counted)!, (row) => at[row] >= low)];
  }
}

/** The first of rows for which something holds that holds for all later ones too; there must be one. */
function firstOf(rows: readonly number[], isIn: (row: number) => boolean): number {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIn(rows[middle])) high = middle;
    else low = middle + 1;
  }
  return rows[low];
}
