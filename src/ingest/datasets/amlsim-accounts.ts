import { DAY } from '../../kernel/time.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';
import { balanceCell, flagCell, instantCell, textCell } from './cells.ts';
import { LAUNDERING_LABEL_DELAY } from './laundering-labels.ts';
import type { LooseEvent } from './table-rows.ts';

export const ACCOUNTS = ['acct_id', 'type', 'initial_deposit'] as const;
/** Columns that the simulator writes and short versions of its files leave out. */
export const ACCOUNT_DETAILS = [
  'acct_rptng_crncy',
  'open_dt',
  'first_name',
  'last_name',
  'street_addr',
  'city',
  'country',
  'birth_date',
  'ssn',
] as const;
type AccountColumn = (typeof ACCOUNTS | typeof ACCOUNT_DETAILS)[number];

export const NODES = ['nodeid', 'isFraud', 'init_balance', 'fraudStep'] as const;
type NodeColumn = (typeof NODES)[number];

/** AMLSim's own base date: what counts days counts them from here, and accounts without a day were opened then. */
export const AMLSIM_BASE = Date.UTC(2017, 0, 1);
/** AMLSim writes amounts in the currency of the account, which is USD unless it says so. */
export const AMLSIM_CURRENCY = 'USD';
const EXPONENT = 2;

/** AMLSim makes one customer per account; where it gives the customer a name or number, there is a registration. */
export function accountEvents(table: Table<AccountColumn>, record: CsvRecord): LooseEvent[] {
  const account = textCell(table, record, 'acct_id');
  const cell = (column: AccountColumn): string | undefined => table.cell(record, column) || undefined;
  const currency = cell('acct_rptng_crncy') ?? AMLSIM_CURRENCY;
  const at = cell('open_dt') === undefined ? AMLSIM_BASE : instantCell(table, record, 'open_dt');
  const opened = { user: account, account, accountType: cell('type'), currency };
  return [
    ...customer(account, at, cell),
    { kind: 'account-opened', id: `${account}/account`, at, ...opened },
    balance(account, at, balanceCell(table, record, 'initial_deposit', EXPONENT), currency),
  ];
}

function customer(
  user: string,
  at: number,
  cell: (column: AccountColumn) => string | undefined,
): LooseEvent[] {
  const joined = (columns: readonly AccountColumn[], by: string): string | undefined =>
    columns.flatMap((column) => cell(column) ?? []).join(by) || undefined;
  const name = joined(['first_name', 'last_name'], ' ');
  const street = cell('street_addr') && joined(['street_addr', 'city', 'country'], ', ');
  const known = { name, nationalId: cell('ssn'), dateOfBirth: cell('birth_date'), address: street };
  if (Object.values(known).every((value) => value === undefined)) return [];
  return [{ kind: 'registration', id: `${user}/registration`, at, user, ...known }];
}

/** The sample's accounts, planned fraud among them: `fraudStep` is its day, -1 where it has none. */
export function nodeEvents(table: Table<NodeColumn>, record: CsvRecord): LooseEvent[] {
  const account = textCell(table, record, 'nodeid');
  const opened = { user: account, account, currency: AMLSIM_CURRENCY };
  const deposit = balanceCell(table, record, 'init_balance', EXPONENT);
  const events: LooseEvent[] = [
    { kind: 'account-opened', id: `${account}/account`, at: AMLSIM_BASE, ...opened },
    balance(account, AMLSIM_BASE, deposit, AMLSIM_CURRENCY),
  ];
  if (!flagCell(table, record, 'isFraud')) return events;
  const step = balanceCell(table, record, 'fraudStep', 0);
  const at = AMLSIM_BASE + Math.max(step, 0) * DAY;
  const subject = { type: 'Account', id: account };
  const observedAt = at + LAUNDERING_LABEL_DELAY;
  return [...events, { kind: 'label', id: `${account}/label`, at, observedAt, subject, verdict: 'fraud' }];
}

function balance(account: string, at: number, minor: number, currency: string): LooseEvent {
  const ledger = { minor, currency };
  return { kind: 'balance', id: `${account}/balance`, at, account, ledger, available: ledger };
}
