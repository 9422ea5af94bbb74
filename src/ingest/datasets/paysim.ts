import { DAY, HOUR } from '../../kernel/time.ts';
import type { Dataset } from '../dataset.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import { closeTables, openTables, type Table, type TableShape } from '../files/tables.ts';
import { invalidField } from '../invalid.ts';
import { RowIds } from '../row-ids.ts';
import { balanceCell, flagCell, majorCell, stepCell, textCell } from './cells.ts';
import { tableRows, type LooseEvent } from './table-rows.ts';

const CLASSIC = [
  'step',
  'type',
  'amount',
  'nameOrig',
  'oldbalanceOrg',
  'newbalanceOrig',
  'nameDest',
  'oldbalanceDest',
  'newbalanceDest',
  'isFraud',
] as const;
const SECOND = [
  'tx',
  'step',
  'action',
  'amount',
  'idOrig',
  'typeOrig',
  'oldBalanceOrig',
  'newBalanceOrig',
  'idDest',
  'typeDest',
  'oldBalanceDest',
  'newBalanceDest',
  'isFraud',
  'successful',
] as const;
const CLIENTS = ['id', 'type', 'name', 'email', 'ssn', 'phone'] as const;
type ClassicColumn = (typeof CLASSIC)[number];
type SecondColumn = (typeof SECOND)[number];
type ClientColumn = (typeof CLIENTS)[number];

const SHAPES = {
  classic: { what: 'PaySim transactions', columns: CLASSIC, required: false },
  second: { what: 'PaySim 2 transactions', columns: SECOND, required: false },
  clients: { what: 'PaySim 2 clients', columns: CLIENTS, required: false },
} satisfies Record<string, TableShape>;
const TRUTH: TableShape = {
  what: 'the rings to be found',
  columns: ['ring', 'kind', 'member', 'role'],
  required: false,
};

/** PaySim counts hours from a day it does not name. */
const BASE = Date.UTC(2025, 0, 1);
/** PaySim does not say when a fraud became known; five days is the mean of the label delay we generate with. */
const LABEL_DELAY = 5 * DAY;
/** PaySim names no currency. */
const CURRENCY = 'USD';
const EXPONENT = 2;

/**
 * PaySim, simulated mobile money: the table of its authors (`step,type,…`, one row a transaction without an id), and
 * the tables of PaySim 2 (`tx,step,action,…` and clients). Step n is n hours after 2025-01-01T00:00Z; amounts are USD.
 * What each type of transaction becomes stands in docs/importing.md. State: what {@link RowIds} keeps, and a hash entry
 * per agent that pays out.
 */
export const paysim: Dataset = {
  name: 'paysim',
  summary: 'PaySim transactions of mobile money, with PaySim 2 its clients (CSV)',
  files: `CSV with the columns ${CLASSIC.join(', ')}; or of PaySim 2 with ${SECOND.join(', ')}, and clients with ${CLIENTS.join(', ')}`,
  folders: true,
  async *read(inputs, context) {
    const options = { ignored: [TRUTH], onIgnored: context.onIgnored };
    const tables = await openTables(inputs, SHAPES, options);
    const known = { source: context.source, agents: new Set<string>() };
    try {
      for (const table of tables.clients) yield* tableRows(table, (record) => client(table, record), context);
      for (const table of tables.classic) {
        const ids = new RowIds();
        yield* tableRows(table, (record) => eventsOf(classic(table, record, ids), known), context);
      }
      for (const table of tables.second)
        yield* tableRows(table, (record) => eventsOf(second(table, record), known), context);
    } finally {
      await closeTables(tables);
    }
  },
};

/** The column that tells mules is the truth to be found, and not read. */
function client(table: Table<ClientColumn>, record: CsvRecord): LooseEvent[] {
  const id = textCell(table, record, 'id');
  const [name, email, nationalId, phone] = (['name', 'email', 'ssn', 'phone'] as const).map(
    (column) => table.cell(record, column) || undefined,
  );
  const person = { user: id, name, email, nationalId, phone };
  return [
    { kind: 'registration', id: `${id}/registration`, at: BASE, ...person },
    { kind: 'account-opened', id: `${id}/account`, at: BASE, user: id, account: id, currency: CURRENCY },
  ];
}

interface Transaction {
  readonly id: string;
  readonly at: number;
  readonly type: string;
  /** Name of the column of the type, for messages. */
  readonly typeColumn: string;
  readonly minor: number;
  readonly customer: Side;
  readonly other: Side;
  /** Whether the other side is a merchant or bank and not a customer. */
  readonly business: boolean;
  readonly fraud: boolean;
  readonly successful: boolean;
}

interface Side {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

function classic(table: Table<ClassicColumn>, record: CsvRecord, ids: RowIds): Transaction {
  const money = (column: ClassicColumn): number => balanceCell(table, record, column, EXPONENT);
  const other = textCell(table, record, 'nameDest');
  return {
    id: ids.next(CLASSIC.map((column) => table.cell(record, column))),
    at: BASE + stepCell(table, record, 'step', HOUR),
    type: table.cell(record, 'type'),
    typeColumn: 'type',
    minor: majorCell(table, record, 'amount', EXPONENT),
    customer: {
      id: textCell(table, record, 'nameOrig'),
      before: money('oldbalanceOrg'),
      after: money('newbalanceOrig'),
    },
    other: { id: other, before: money('oldbalanceDest'), after: money('newbalanceDest') },
    business: other.startsWith('M'),
    fraud: flagCell(table, record, 'isFraud'),
    successful: true,
  };
}

function second(table: Table<SecondColumn>, record: CsvRecord): Transaction {
  const money = (column: SecondColumn): number => balanceCell(table, record, column, EXPONENT);
  const typeDest = table.cell(record, 'typeDest');
  return {
    id: textCell(table, record, 'tx'),
    at: BASE + stepCell(table, record, 'step', HOUR),
    type: table.cell(record, 'action'),
    typeColumn: 'action',
    minor: majorCell(table, record, 'amount', EXPONENT),
    customer: {
      id: textCell(table, record, 'idOrig'),
      before: money('oldBalanceOrig'),
      after: money('newBalanceOrig'),
    },
    other: {
      id: textCell(table, record, 'idDest'),
      before: money('oldBalanceDest'),
      after: money('newBalanceDest'),
    },
    business: typeDest === 'MERCHANT' || typeDest === 'BANK',
    fraud: flagCell(table, record, 'isFraud'),
    successful: flagCell(table, record, 'successful'),
  };
}

const TYPES: ReadonlySet<string> = new Set(['CASH_IN', 'CASH_OUT', 'DEBIT', 'PAYMENT', 'TRANSFER']);

interface Known {
  /** Of the events, which others refer to. */
  readonly source: string;
  /** Agents said to be merchants already. */
  readonly agents: Set<string>;
}

function eventsOf(one: Transaction, known: Known): LooseEvent[] {
  if (!TYPES.has(one.type)) throw invalidField(one.typeColumn, one.type, `one of ${[...TYPES].join(', ')}`);
  return [...movement(one, known), ...outcome(one, known)];
}

/** Cash paid in raises the customer's balance: the money comes from the agent, although the row names it second. */
function movement(one: Transaction, { agents }: Known): LooseEvent[] {
  const { id, at, customer, other, business } = one;
  const amount = { minor: one.minor, currency: CURRENCY };
  const way = one.type.toLowerCase().replace('_', '-');
  const payIn = one.type === 'CASH_IN';
  if (business && !payIn) {
    const balance = { minor: customer.after, currency: CURRENCY };
    return [
      { kind: 'payment', id, at, account: customer.id, merchant: other.id, amount, category: way },
      { kind: 'balance', id: `${id}/balance`, at, account: customer.id, ledger: balance, available: balance },
    ];
  }
  const [from, to] = payIn ? [other, customer] : [customer, other];
  const balances = {
    fromBefore: from.before,
    fromAfter: from.after,
    toBefore: to.before,
    toAfter: to.after,
  };
  const transfer = { kind: 'transfer', id, at, from: from.id, to: to.id, amount, rail: way, balances };
  if (!business || agents.has(other.id)) return [transfer];
  agents.add(other.id);
  const subject = { type: 'Account', id: other.id };
  return [
    transfer,
    { kind: 'reference', id: `${other.id}/merchant`, at: BASE, subject, accountType: 'merchant' },
  ];
}

/** What came of it: a transaction that failed moved no money, and one that is known as fraud is labelled. */
function outcome(one: Transaction, { source }: Known): LooseEvent[] {
  const { id, at } = one;
  const found: LooseEvent[] = [];
  if (!one.successful)
    found.push({
      kind: 'settlement',
      id: `${id}/failed`,
      at,
      of: [source, id],
      status: 'returned',
      code: 'failed',
    });
  if (one.fraud)
    found.push({
      kind: 'label',
      id: `${id}/label`,
      at,
      observedAt: at + LABEL_DELAY,
      subject: { type: 'Event', source, id },
      verdict: 'fraud',
    });
  return found;
}
