import type { CurrencyTable } from '../../kernel/money.ts';
import type { DeclaredCurrency } from '../dataset.ts';
import type { CsvLayout } from '../files/csv-file.ts';
import type { RingfenceError } from '../../kernel/errors.ts';
import type { LooseEvent } from '../datasets/table-rows.ts';

/** A mapping file, compiled: how the rows of somebody's tables become events. */
export interface Mapping {
  /** Path of the mapping file. */
  readonly file: string;
  /** Source of the events; the command line goes before it. */
  readonly source?: string;
  /** Currencies it declares beyond ISO 4217. */
  readonly currencies: readonly DeclaredCurrency[];
  readonly tables: readonly MappedTable[];
}

export interface MappedTable {
  readonly name: string;
  /** Whether a file of this name (without folder and `.gz`) is this table; null: told by its header. */
  readonly claims: ((name: string) => boolean) | null;
  readonly layout: CsvLayout;
  /** As `TextDecoder` knows it; null is UTF-8. */
  readonly encoding: string | null;
  /** Columns that its header must have, and where the mapping first names each. */
  readonly columns: readonly NeededColumn[];
  /** Values a row needs room for. */
  readonly slots: number;
  /** Cells that stand for nothing. */
  readonly blank: ReadonlySet<string>;
  readonly trim: boolean;
  /** Slots of what is known of a row beside its cells, where the mapping uses it. */
  readonly own: { readonly line?: number; readonly file?: number; readonly hash?: number };
  /** Fills the slots that `let` names, in order. */
  readonly lets: readonly { readonly slot: number; readonly value: Reader<string> }[];
  readonly when: Reader<boolean>;
  readonly events: readonly Reader<readonly LooseEvent[]>[];
  /** Set where another table looks up in this one. */
  readonly lookup?: Lookup;
}

export interface Lookup {
  readonly key: Reader<string>;
  /** For messages. */
  readonly keyColumn: string;
  /** Slots of what is kept of a row. */
  readonly taken: readonly number[];
}

export interface NeededColumn {
  readonly name: string;
  readonly slot: number;
  /** Tells that a file has no such column. */
  readonly missing: (file: string, found: readonly string[]) => RingfenceError;
}

/** The values of one row: cells, then what `let` and `each` name; '' is a blank. */
export type Row = string[];

/** What reading a row needs beside it. */
export interface MappingRun {
  readonly currencies: CurrencyTable;
  readonly source: string;
  /** By table and key: the values taken from that row. */
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** Reads something from a row. Throws RingfenceError EVENT_INVALID naming the column when it can't. */
export type Reader<T> = (row: Row, run: MappingRun) => T;
