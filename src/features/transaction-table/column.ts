import type { MerchantHistory, SharedHistory, Sighting, UserHistory } from './history.ts';
import type { Uses } from './recent.ts';
import type { Transaction } from './transaction.ts';

export type Cell = number | string | boolean | null;

/** What can be seen at one transaction: itself, and what was known before it of all that it names. */
export interface Sight {
  readonly paid: Transaction;
  /** Epoch milliseconds of the transaction. */
  readonly at: number;
  readonly user: UserHistory;
  /** When the paying account was opened. */
  readonly openedAt: number | undefined;
  readonly device: SharedHistory;
  readonly block: { readonly id: string; readonly history: SharedHistory } | undefined;
  /** Countries of the blocks that the user was on since an instant. */
  readonly ipCountriesSince: (from: number) => ReadonlySet<string>;
  readonly merchant: MerchantHistory | undefined;
  readonly card: Uses | undefined;
  /** Hour 0 to 23 and weekday 1 (Monday) to 7 by the user's clock. */
  readonly clock: { readonly hour: number; readonly weekday: number };
  /** Where it was made, and the place before that was not of the same visit. */
  readonly here: Sighting | undefined;
  readonly before: Sighting | undefined;
  readonly isDisposable: (email: string) => boolean;
}

export const COLUMN_GROUPS = ['key', 'account', 'device', 'network', 'payment', 'behaviour'] as const;
export type ColumnGroup = (typeof COLUMN_GROUPS)[number];

/** One column of the table, defined here and nowhere else; docs/transaction-table.md is held equal to it by a test. */
export interface TableColumn {
  readonly name: string;
  readonly group: ColumnGroup;
  /** `number`; `flag` is 0 or 1; `text`; `time` is ISO 8601 in UTC. */
  readonly type: 'number' | 'flag' | 'text' | 'time';
  /** What a number counts in; empty for the other types. */
  readonly unit: string;
  readonly meaning: string;
  /** When the cell is empty; a column without this is mandatory. */
  readonly empty?: string;
  /** Least and greatest number that makes sense. */
  readonly range?: readonly [least: number, greatest: number];
  readonly read: (sight: Sight) => Cell | undefined;
}
