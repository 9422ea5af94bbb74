import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { placeholders, type Connection } from './connection.ts';

/** Rows per statement. Measured: 10 to 50 are equal within noise, one row at a time costs a third more. */
export const ROWS_PER_STATEMENT = 20;

/** Collects rows for one table and inserts them many at a time. Call {@link flush} before the transaction ends. */
export class BulkInsert {
  readonly #many: StatementSync;
  readonly #one: StatementSync;
  readonly #columns: number;
  #pending: SQLInputValue[] = [];

  /** @param into the statement up to VALUES: `INSERT INTO t (a, b)` */
  constructor(connection: Connection, into: string, columns: number) {
    this.#columns = columns;
    this.#many = connection.prepare(`${into} VALUES ${placeholders(columns, ROWS_PER_STATEMENT)}`);
    this.#one = connection.prepare(`${into} VALUES ${placeholders(columns, 1)}`);
  }

  push(...row: SQLInputValue[]): void {
    this.#pending.push(...row);
    if (this.#pending.length === this.#columns * ROWS_PER_STATEMENT) {
      this.#many.run(...this.#pending);
      this.#pending = [];
    }
  }

  flush(): void {
    const rest = this.#pending;
    this.#pending = [];
    for (let i = 0; i < rest.length; i += this.#columns) this.#one.run(...rest.slice(i, i + this.#columns));
  }

  /** Forgets rows not yet inserted, after a rollback. */
  clear(): void {
    this.#pending = [];
  }
}
