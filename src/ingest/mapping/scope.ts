import type { MappingFile, Path } from './mapping-file.ts';

/** What is known of a row beside its cells. */
const OWN = ['$line', '$file', '$hash'] as const;

/**
 * The names that templates of one table may use, each with its slot in a row: columns, what `let` and `each` define,
 * and `$line`, `$file`, `$hash`. A name not defined before is taken for a column, which the file then must have.
 */
export class Scope {
  readonly #file: MappingFile;
  readonly #known: readonly string[] | null;
  readonly #slots = new Map<string, number>();
  readonly #columns: { name: string; slot: number; path: Path }[] = [];
  #size = 0;

  /** @param known all columns, where the mapping itself names them */
  constructor(file: MappingFile, known: readonly string[] | null) {
    this.#file = file;
    this.#known = known;
  }

  /** @throws RingfenceError MAPPING_INVALID for a name that can be no column */
  slot(name: string, path: Path): number {
    const found = this.#slots.get(name);
    if (found !== undefined) return found;
    if (name.startsWith('$') && !OWN.includes(name as (typeof OWN)[number]))
      throw this.#file.unknown(path, name, 'name of a row', OWN);
    if (!name.startsWith('$')) {
      if (this.#known && !this.#known.includes(name))
        throw this.#file.unknown(path, name, 'column', this.#known);
      this.#columns.push({ name, slot: this.#size, path });
    }
    return this.define(name);
  }

  /** Gives a name a slot of its own; from here on the name means it. */
  define(name: string): number {
    this.#slots.set(name, this.#size);
    return this.#size++;
  }

  /** Takes a name back, where it holds for one event only. */
  forget(name: string, before: number | undefined): void {
    if (before === undefined) this.#slots.delete(name);
    else this.#slots.set(name, before);
  }

  /** The slot of a name that is there already. */
  find(name: string): number | undefined {
    return this.#slots.get(name);
  }

  get columns(): readonly { name: string; slot: number; path: Path }[] {
    return this.#columns;
  }

  get size(): number {
    return this.#size;
  }
}
