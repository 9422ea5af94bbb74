import { RingfenceError } from '../../kernel/errors.ts';
import type { Event, EventOf } from '../../graph/model/event.ts';
import type { ReadContext } from '../dataset.ts';
import { checkEvent } from '../decode.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Input } from '../files/input.ts';
import { closeTables, openTables, type Table, type TableShape } from '../files/tables.ts';
import { ALERT_ACCOUNTS, ALERT_TRANSACTIONS } from './amlsim-alerts.ts';
import { amlsimNames } from './amlsim-names.ts';
import { transactionEvents, TRANSACTIONS } from './amlsim-transfers.ts';
import { flagCell, textCell } from './cells.ts';

/** A transfer with what the simulator says of it. */
export interface LabelledTransfer {
  readonly transfer: EventOf<'transfer'>;
  readonly isSar: boolean;
  /** The alert (the planted pattern) that it is part of; null for none. */
  readonly alert: string | null;
}

const SHAPES = {
  alertTransactions: { what: 'AMLSim alert transactions', columns: ALERT_TRANSACTIONS, required: false },
  alertAccounts: { what: 'AMLSim alert members', columns: ALERT_ACCOUNTS, required: false },
  transactions: {
    what: 'AMLSim transactions',
    columns: TRANSACTIONS.filter((column) => column !== 'tx_type'),
    optional: ['tx_type', 'is_sar', 'alert_id'],
    required: true,
  },
} as const satisfies Record<string, TableShape>;

type Column = (typeof TRANSACTIONS)[number] | 'is_sar' | 'alert_id';
type Truth = Omit<LabelledTransfer, 'transfer'>;

/** What the simulator writes for a transaction that is part of no alert. */
const NO_ALERT = ['', '-1'];

/**
 * The transfers of an AMLSim run with their labels, in the order of the files. Labels are the columns is_sar and
 * alert_id of the transactions; where these are not there, the table of alert transactions. All are held in memory,
 * about 500 bytes each.
 * @throws RingfenceError FORMAT_UNKNOWN naming the file and its missing columns, also when nothing has labels;
 *   EVENT_INVALID naming file, line and column; FILE_UNREADABLE
 */
export async function readLabelledAmlsim(
  inputs: readonly Input[],
  context: ReadContext,
): Promise<LabelledTransfer[]> {
  const tables = await openLabelled(inputs);
  try {
    const truths = await alertTruths(tables.alertTransactions);
    const found: LabelledTransfer[] = [];
    const seen = new Set<string>();
    for (const table of tables.transactions) {
      requireLabels(table, tables.alertTransactions.length > 0);
      await eachRow(table, (record) => {
        const transfer = transferOf(table, record, context);
        if (seen.has(transfer.id))
          throw new RingfenceError('EVENT_INVALID', `tran_id: stands in the data twice; wanted it once`);
        seen.add(transfer.id);
        found.push({ transfer, ...truthOf(table, record, truths.get(transfer.id)) });
      });
    }
    return found;
  } finally {
    await closeTables(tables);
  }
}

/** As `openTables`; where no file is the transactions, the error names the one that is nearest and what it lacks. */
async function openLabelled(inputs: readonly Input[]) {
  try {
    return await openTables(inputs, SHAPES, { names: amlsimNames });
  } catch (error) {
    if (!(error instanceof RingfenceError) || error.code !== 'FORMAT_UNKNOWN') throw error;
    const { message, facts } = (await nearestToTransactions(inputs)) ?? error;
    const { columns } = SHAPES.transactions;
    throw new RingfenceError(
      'FORMAT_UNKNOWN',
      `${message}. To be evaluated the transactions need the columns ${columns.join(', ')}, is_sar and alert_id`,
      facts,
      error,
    );
  }
}

/** The refusal of the file that lacks the fewest columns. */
async function nearestToTransactions(inputs: readonly Input[]): Promise<RingfenceError | null> {
  let nearest: RingfenceError | null = null;
  const lacks = ({ facts }: RingfenceError): number =>
    Array.isArray(facts.missing) ? facts.missing.length : Infinity;
  for (const input of inputs)
    try {
      await closeTables(await openTables([input], { transactions: SHAPES.transactions }));
    } catch (error) {
      if (!(error instanceof RingfenceError) || error.code !== 'FORMAT_UNKNOWN') throw error;
      if (nearest === null || lacks(error) < lacks(nearest)) nearest = error;
    }
  return nearest;
}

function requireLabels({ file }: Table<Column>, alerts: boolean): void {
  if (alerts || file.columns.includes('is_sar')) return;
  throw new RingfenceError(
    'FORMAT_UNKNOWN',
    `${file.path} line 1: has no column is_sar, and there is no file of alert transactions (columns ${ALERT_TRANSACTIONS.join(', ')}); wanted either, as without labels nothing can be evaluated`,
    { file: file.path, line: 1, missing: ['is_sar'] },
  );
}

async function alertTruths(
  tables: readonly Table<(typeof ALERT_TRANSACTIONS)[number]>[],
): Promise<Map<string, Truth>> {
  const truths = new Map<string, Truth>();
  for (const table of tables)
    await eachRow(table, (record) => {
      const truth = { isSar: flagCell(table, record, 'is_sar'), alert: textCell(table, record, 'alert_id') };
      truths.set(textCell(table, record, 'tran_id'), truth);
    });
  return truths;
}

function truthOf(table: Table<Column>, record: CsvRecord, told: Truth | undefined): Truth {
  const { columns } = table.file;
  const isSar = columns.includes('is_sar') ? flagCell(table, record, 'is_sar') : (told?.isSar ?? false);
  if (!columns.includes('alert_id')) return { isSar, alert: told?.alert ?? null };
  const alert = table.cell(record, 'alert_id');
  return { isSar, alert: NO_ALERT.includes(alert) ? null : alert };
}

function transferOf(table: Table<Column>, record: CsvRecord, context: ReadContext): EventOf<'transfer'> {
  const [event] = transactionEvents(table, record).map((one): Event =>
    checkEvent(one, context.currencies, context.source),
  );
  if (event.kind !== 'transfer') throw new RingfenceError('INTERNAL', `a transaction became a ${event.kind}`);
  return event;
}

/** @throws RingfenceError EVENT_INVALID with the place of the first row that `take` refuses */
async function eachRow(table: Table, take: (record: CsvRecord) => void): Promise<void> {
  const { path } = table.file;
  for await (const records of table.file.rows())
    for (const record of records)
      try {
        if (record.problem !== null) throw new RingfenceError('EVENT_INVALID', record.problem);
        take(record);
      } catch (error) {
        if (!(error instanceof RingfenceError) || error.code !== 'EVENT_INVALID') throw error;
        const facts = { ...error.facts, file: path, line: record.line };
        throw new RingfenceError(
          'EVENT_INVALID',
          `${path} line ${record.line}: ${error.message}`,
          facts,
          error,
        );
      }
}
