import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { COLUMN_NAMES } from '../features/transaction-table/columns.ts';
import { TableQuality, type QualityReport } from '../features/transaction-table/quality.ts';
import { transactionRows, type TransactionRow } from '../features/transaction-table/rows.ts';
import { trueClasses } from '../features/transaction-table/true-classes.ts';
import type { WorldOptions } from '../generator/options.ts';
import { createWorld } from '../generator/world.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Progress } from './context.ts';

export const TRANSACTIONS_FILE = 'transactions.csv';

/**
 * Tells a world once more for its table of transactions, and checks the table; with a mix also its shares and signals.
 * @param folder where `transactions.csv` is written; without one the table is only checked
 * @throws RingfenceError FILE_UNREADABLE when the folder can't be written
 */
export async function writeTransactions(
  options: WorldOptions,
  folder?: string,
  progress: Progress = () => {},
): Promise<QualityReport> {
  const world = createWorld(options);
  const quality = new TableQuality();
  let count = 0;
  function* events() {
    for (const batch of world.events()) yield* batch;
  }
  function* rows(): Generator<Record<string, unknown>> {
    for (const row of transactionRows(events(), trueClasses(world.truth))) {
      quality.add(row);
      if (++count % 1_000 === 0) progress('making transactions', count);
      yield tableLine(row);
    }
  }
  const nowhere = new Writable({ objectMode: true, write: (_row, _encoding, done) => done() });
  if (folder === undefined) await pipeline(Readable.from(rows()), nowhere);
  else {
    const file = join(folder, TRANSACTIONS_FILE);
    try {
      await mkdir(folder, { recursive: true });
      await pipeline(Readable.from(rows()), csvLines(), createWriteStream(file));
    } catch (cause) {
      if (cause instanceof RingfenceError) throw cause;
      throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be written`, { file }, cause);
    }
  }
  return quality.report(options.mix);
}

/**
 * As `csvRows`, but twice as fast: no number of this table is negative, so none is taken for a formula, and the options
 * need not be worked out again for each cell.
 */
function csvLines(): Transform {
  return stringify({
    header: true,
    columns: [...COLUMN_NAMES],
    escape_formulas: true,
    cast: { number: String },
  });
}

/** A row by the names of its columns; flags as 0 and 1, an unknown label empty. */
export function tableLine({ cells, label }: TransactionRow): Record<string, unknown> {
  const values = [...cells, label?.class ?? null, label === null ? null : label.isFraud];
  return Object.fromEntries(
    COLUMN_NAMES.map((name, i) => [name, typeof values[i] === 'boolean' ? Number(values[i]) : values[i]]),
  );
}

/** @throws RingfenceError QUALITY_FAILED naming each check that is not met, with what it found and wanted */
export function demandQuality({ checks }: QualityReport): void {
  const failed = checks.filter(({ isMet }) => !isMet);
  if (failed.length === 0) return;
  const list = failed.map(({ check, found, wanted }) => `${check} is ${found}, wanted ${wanted}`);
  throw new RingfenceError('QUALITY_FAILED', `transactions: ${list.join('; ')}`, { checks: failed });
}
