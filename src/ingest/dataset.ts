import type { CurrencyTable } from '../kernel/money.ts';
import type { Input } from './files/input.ts';
import type { ImportRow } from './import-row.ts';
import type { Mapping } from './mapping/mapping.ts';

/** A data set that can be imported: one file in `datasets/` and one line in its registry. */
export interface Dataset {
  /** As on the command line: `fraud-data`. */
  readonly name: string;
  /** One sentence for help. */
  readonly summary: string;
  /** The files it takes, and what each is known by. */
  readonly files: string;
  /** Whether a path may be a folder, which stands for the files in it. */
  readonly folders?: boolean;
  /** Whether a mapping file says how its tables become events. */
  readonly mapped?: boolean;
  /** Currencies it uses beyond ISO 4217. */
  readonly currencies?: readonly DeclaredCurrency[];
  /**
   * Reads files, in groups of rows: a step of asynchronous work per group, never per row. Bad rows are rows, not
   * errors. Memory has to stay bounded whatever the size of the files (state per distinct address is fine: say so).
   * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN
   */
  read(inputs: readonly Input[], context: ReadContext): AsyncIterable<readonly ImportRow[]>;
}

export interface DeclaredCurrency {
  readonly code: string;
  readonly exponent: number;
}

export interface ReadContext {
  /** ISO 4217 and what this import or an earlier one declared. */
  readonly currencies: CurrencyTable;
  /** Source of events that name none. */
  readonly source: string;
  /** Told of every file that is passed over, and why. */
  readonly onIgnored?: (file: string, why: string) => void;
  /** Of a data set that is mapped. */
  readonly mapping?: Mapping;
}
