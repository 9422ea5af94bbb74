import { KnownClasses } from '../features/transaction-table/known-classes.ts';
import { TransactionRows } from '../features/transaction-table/rows.ts';
import { transactionOf } from '../features/transaction-table/transaction.ts';
import type { Store } from '../store/port.ts';
import { tableLine } from './write-transactions.ts';

/**
 * The table of docs/transaction-table.md from the log of a store, which is read twice: labels come after what they are
 * about. What was retracted by `asOf` is left out, also from rows before the retraction.
 */
export async function* storedTransactions(
  store: Store,
  asOf: number | null,
): AsyncGenerator<Record<string, unknown>> {
  const classes = new KnownClasses();
  for await (const events of store.events.readAsOf(asOf)) events.forEach((event) => classes.gather(event));
  const rows = new TransactionRows();
  for await (const events of store.events.readAsOf(asOf)) {
    for (const event of events) {
      const cells = rows.add(event);
      if (cells) yield tableLine({ cells, label: classes.of(transactionOf(event)!) });
    }
  }
}
