import { FEATURE_COLUMNS, TRANSACTION_COLUMNS } from './columns.ts';
import type { Cell } from './column.ts';
import { separation } from './separation.ts';

/** Rows that are kept for comparing columns; what comes later is only counted. */
const KEPT = 200_000;
const KEYS = TRANSACTION_COLUMNS.length - FEATURE_COLUMNS.length;
const INNOCENT = 'legit';

export interface BestColumn {
  readonly column: string;
  /** Average precision of that column alone, against innocent rows. */
  readonly precision: number;
  /** What guessing would have: the share of the class among the two. */
  readonly base: number;
}

/** The features of the rows of a table as numbers, by class. 8 bytes a cell, for 200,000 rows at most. */
export class TableSample {
  readonly #values: number[][] = FEATURE_COLUMNS.map(() => []);
  readonly #codes = FEATURE_COLUMNS.map(() => new Map<string, number>());
  readonly #classOf: number[] = [];
  readonly #classes = [INNOCENT];

  add(cells: readonly Cell[], name: string): void {
    if (this.#classOf.length >= KEPT) return;
    if (!this.#classes.includes(name)) this.#classes.push(name);
    this.#classOf.push(this.#classes.indexOf(name));
    for (let i = 0; i < FEATURE_COLUMNS.length; i++) this.#values[i].push(this.#number(i, cells[KEYS + i]));
  }

  #number(column: number, cell: Cell): number {
    if (cell === null) return NaN;
    if (typeof cell !== 'string') return Number(cell);
    const codes = this.#codes[column];
    if (!codes.has(cell)) codes.set(cell, codes.size);
    return codes.get(cell)!;
  }

  rowsOf(name: string): number {
    const number = this.#classes.indexOf(name);
    return this.#classOf.reduce((count, one) => count + Number(one === number), 0);
  }

  /** Mean of a number or flag over the rows of a class, empty cells left out; NaN without any. */
  mean(name: string, column: string): number {
    const number = this.#classes.indexOf(name);
    const values = this.#values[FEATURE_COLUMNS.findIndex((one) => one.name === column)];
    let [sum, count] = [0, 0];
    values.forEach((value, row) => {
      if (this.#classOf[row] !== number || Number.isNaN(value)) return;
      sum += value;
      count++;
    });
    return sum / count;
  }

  /** The column that tells each class best from the innocent when it is alone. */
  best(): Map<string, BestColumn> {
    const best = new Map<string, BestColumn>();
    const innocent = this.rowsOf(INNOCENT);
    FEATURE_COLUMNS.forEach(({ name: column, type }, i) => {
      const found = separation(type, this.#values[i], this.#classOf, this.#classes.length);
      this.#classes.forEach((name, number) => {
        if (number === 0 || found[number] <= (best.get(name)?.precision ?? 0)) return;
        const rows = this.rowsOf(name);
        best.set(name, { column, precision: found[number], base: rows / (rows + innocent) });
      });
    });
    return best;
  }
}
