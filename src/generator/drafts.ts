/** One act that is not an event yet, by the numbers that the generator counts in; -1 where a column is not used. */
export interface Draft {
  readonly kind: DraftKind;
  /** When, epoch milliseconds with fractions. */
  readonly at: number;
  /** Number of its event ({@link EntityIds.order} of it decides among equals in time). */
  readonly number: number;
  readonly user: number;
  readonly device: number;
  readonly address: number;
  /** Account that pays. */
  readonly from: number;
  /** Account that is paid, or merchant. */
  readonly to: number;
  /** Minor units. */
  readonly minor: number;
  /** For a transfer that empties an account: what it leaves there, minor units. */
  readonly leaves: number;
  /** session: index into OUTCOMES; transfer: rail, as the writer numbers them; payment: country of the user. */
  readonly detail: number;
}

export const DRAFT = { session: 0, transfer: 1, payment: 2 } as const;
type DraftKind = (typeof DRAFT)[keyof typeof DRAFT];
export const OUTCOMES = ['success', 'failure'] as const;

const COLUMNS = 11;

/**
 * The acts of one day that are still to become events, 88 bytes each. Nine of ten events begin here: as objects, a
 * day's worth of them lives just long enough to be moved among what lives long, where the collector comes seldom.
 */
export class Drafts {
  #cells = new Float64Array(COLUMNS * 1024);
  #rows = 0;

  get size(): number {
    return this.#rows;
  }

  add(draft: Draft): void {
    if (this.#rows * COLUMNS === this.#cells.length) {
      const larger = new Float64Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    const cells = this.#cells;
    let cell = this.#rows++ * COLUMNS;
    cells[cell++] = draft.kind;
    cells[cell++] = draft.at;
    cells[cell++] = draft.number;
    cells[cell++] = draft.user;
    cells[cell++] = draft.device;
    cells[cell++] = draft.address;
    cells[cell++] = draft.from;
    cells[cell++] = draft.to;
    cells[cell++] = draft.minor;
    cells[cell++] = draft.leaves;
    cells[cell] = draft.detail;
  }

  at(row: number): number {
    return this.#cells[row * COLUMNS + 1];
  }

  number(row: number): number {
    return this.#cells[row * COLUMNS + 2];
  }

  row(row: number): Draft {
    const cells = this.#cells;
    let cell = row * COLUMNS;
    return {
      // Only `add` writes here.
      kind: cells[cell++] as DraftKind,
      at: cells[cell++],
      number: cells[cell++],
      user: cells[cell++],
      device: cells[cell++],
      address: cells[cell++],
      from: cells[cell++],
      to: cells[cell++],
      minor: cells[cell++],
      leaves: cells[cell++],
      detail: cells[cell],
    };
  }

  /** Keeps the rows from an instant on, in their order. Time O(rows). */
  dropBefore(until: number): void {
    let kept = 0;
    for (let row = 0; row < this.#rows; row++)
      if (this.at(row) >= until) {
        this.#cells.copyWithin(kept * COLUMNS, row * COLUMNS, (row + 1) * COLUMNS);
        kept++;
      }
    this.#rows = kept;
  }
}
