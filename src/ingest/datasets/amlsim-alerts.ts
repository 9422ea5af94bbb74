import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';
import { dayCell } from './amlsim-transfers.ts';
import { flagCell, textCell } from './cells.ts';
import { LAUNDERING_LABEL_DELAY, patternName } from './laundering-labels.ts';
import type { LooseEvent } from './table-rows.ts';

export const ALERT_TRANSACTIONS = [
  'alert_id',
  'alert_type',
  'is_sar',
  'tran_id',
  'orig_acct',
  'bene_acct',
  'tran_timestamp',
] as const;
type TransactionColumn = (typeof ALERT_TRANSACTIONS)[number];

export const ALERT_ACCOUNTS = ['alert_id', 'alert_type', 'acct_id', 'is_sar'] as const;
type AccountColumn = (typeof ALERT_ACCOUNTS)[number];

/**
 * Makes labels of alerts: about each transaction of an alert, and about each account planned into one. An account's
 * label needs the alert's days, so the alerts' transactions come first; an alert without any was planned and never
 * carried out, and gives no label.
 */
export class AlertTimes {
  readonly #source: string;
  readonly #times = new Map<string, { first: number; last: number }>();

  /** @param source of the transactions */
  constructor(source: string) {
    this.#source = source;
  }

  transactionLabels(table: Table<TransactionColumn>, record: CsvRecord): LooseEvent[] {
    const alert = textCell(table, record, 'alert_id');
    const id = textCell(table, record, 'tran_id');
    const at = dayCell(table, record);
    const verdict = flagCell(table, record, 'is_sar') ? 'fraud' : 'legitimate';
    const times = this.#times.get(alert) ?? { first: at, last: at };
    this.#times.set(alert, { first: Math.min(times.first, at), last: Math.max(times.last, at) });
    return [
      {
        kind: 'label',
        id: `alert/${alert}/transaction/${id}`,
        at,
        observedAt: at + LAUNDERING_LABEL_DELAY,
        subject: { type: 'Event', source: this.#source, id },
        verdict,
        type: patternName(textCell(table, record, 'alert_type')),
      },
    ];
  }

  accountLabels(table: Table<AccountColumn>, record: CsvRecord): LooseEvent[] {
    const alert = textCell(table, record, 'alert_id');
    const id = textCell(table, record, 'acct_id');
    const verdict = flagCell(table, record, 'is_sar') ? 'fraud' : 'legitimate';
    const type = patternName(textCell(table, record, 'alert_type'));
    const times = this.#times.get(alert);
    if (!times) return [];
    return [
      {
        kind: 'label',
        id: `alert/${alert}/account/${id}`,
        at: times.first,
        observedAt: times.last + LAUNDERING_LABEL_DELAY,
        subject: { type: 'Account', id },
        verdict,
        type,
      },
    ];
  }
}
