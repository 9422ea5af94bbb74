import type { EntityRows } from './entity-rows.ts';

/** What is kept of some users or things beside their rows: one record each, found by a word of the row. Time O(1). */
export class EntityRecords<T> {
  readonly #rows: EntityRows;
  readonly #column: number;
  readonly #make: () => T;
  readonly #all: T[] = [];

  /** @param column the word, for nothing else: the place of the record plus 1 */
  constructor(rows: EntityRows, column: number, make: () => T) {
    this.#rows = rows;
    this.#column = column;
    this.#make = make;
  }

  find(number: number): T | undefined {
    const place = this.#rows.words[number * this.#rows.stride + this.#column];
    return place === 0 ? undefined : this.#all[place - 1];
  }

  /** Made when first asked for. */
  of(number: number): T {
    const known = this.find(number);
    if (known !== undefined) return known;
    const record = this.#make();
    this.#rows.words[number * this.#rows.stride + this.#column] = this.#all.push(record);
    return record;
  }
}
