/** Minor units; the balance is NaN where it is not known. */
export interface MoneyRow {
  readonly at: number;
  readonly minor: number;
  readonly balance: number;
}

/** Older rows are let go of in bulk. */
const FORGET_EVERY = 64;

/**
 * The amounts and balances of one user's rows in one currency over a window, with running sums. Balances and their
 * squares are summed as BigInt, so that taking rows out again leaves no rounding behind.
 *
 * Memory: the rows of the window, about 30 bytes each. Time O(1) per row put in and moved out, O(window) for one that
 * comes late and for the largest amount when it moves out.
 */
export class MoneyWindow {
  readonly #span: number;
  #rows: MoneyRow[] = [];
  /** Rows before this place have moved out. */
  #from = 0;
  #sum = 0;
  #known = 0;
  #balances = 0n;
  #squares = 0n;
  #max = 0;

  /** @param span length of the window in milliseconds */
  constructor(span: number) {
    this.#span = span;
  }

  add(row: MoneyRow): void {
    let place = this.#rows.length;
    while (place > this.#from && this.#rows[place - 1].at > row.at) place--;
    if (place === this.#rows.length) this.#rows.push(row);
    else this.#rows.splice(place, 0, row);
    this.#book(row, 1);
    this.#max = Math.max(this.#max, row.minor);
  }

  /** Takes the row of such an instant and amount out again, if there is one. Time O(window). */
  remove({ at, minor }: Pick<MoneyRow, 'at' | 'minor'>): void {
    for (let place = this.#from; place < this.#rows.length && this.#rows[place].at <= at; place++) {
      const row = this.#rows[place];
      if (row.at !== at || row.minor !== minor) continue;
      this.#rows.splice(place, 1);
      this.#book(row, -1);
      if (minor === this.#max) this.#findMax();
      return;
    }
  }

  /** Moves the window's end to an instant: rows more than the span before it are no longer in it. Never moves back. */
  advance(now: number): void {
    let isMaxGone = false;
    for (; this.#from < this.#rows.length && this.#rows[this.#from].at < now - this.#span; this.#from++) {
      this.#book(this.#rows[this.#from], -1);
      isMaxGone ||= this.#rows[this.#from].minor === this.#max;
    }
    if (isMaxGone) this.#findMax();
    if (this.#from >= FORGET_EVERY) {
      this.#rows = this.#rows.slice(this.#from);
      this.#from = 0;
    }
  }

  #findMax(): void {
    this.#max = 0;
    for (let i = this.#from; i < this.#rows.length; i++) this.#max = Math.max(this.#max, this.#rows[i].minor);
  }

  #book({ minor, balance }: MoneyRow, sign: 1 | -1): void {
    this.#sum += sign * minor;
    if (Number.isNaN(balance)) return;
    const value = BigInt(balance);
    this.#known += sign;
    this.#balances += BigInt(sign) * value;
    this.#squares += BigInt(sign) * value * value;
  }

  /** What the window says about one row; one that is not in it yet is counted with it. */
  look(row: MoneyRow, isIn: boolean): MoneyView {
    if (!isIn) this.#book(row, 1);
    const count = this.#rows.length - this.#from + (isIn ? 0 : 1);
    const view = {
      mean: this.#sum / count,
      max: Math.max(this.#max, row.minor),
      meanBalance: this.#known === 0 ? null : Number(this.#balances) / this.#known,
      zScore: Number.isNaN(row.balance) ? null : this.#zScore(row.balance),
    };
    if (!isIn) this.#book(row, -1);
    return view;
  }

  /** (balance - mean) / sample standard deviation; null for fewer than two balances or when all are equal. */
  #zScore(balance: number): number | null {
    const count = BigInt(this.#known);
    const spread = count * this.#squares - this.#balances * this.#balances;
    if (this.#known < 2 || spread === 0n) return null;
    const deviation = Number(count * BigInt(balance) - this.#balances) / this.#known;
    return deviation / Math.sqrt(Number(spread) / (this.#known * (this.#known - 1)));
  }
}

export interface MoneyView {
  /** Mean amount, minor units. */
  readonly mean: number;
  readonly max: number;
  readonly meanBalance: number | null;
  readonly zScore: number | null;
}
