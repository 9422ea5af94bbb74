import { Outcomes } from '../features/records/outcomes.ts';
import { RecordStream } from '../features/records/record-stream.ts';
import type { RecordRow } from '../features/records/record-tables.ts';
import type { Event } from '../graph/model/event.ts';
import { CurrencyTable } from '../kernel/money.ts';

/** Reads the same events, in event order, each time it is called. */
export type ReadEvents = () => AsyncIterable<readonly Event[]> | Iterable<readonly Event[]>;

/** Decimal digits taken for a currency that nobody has declared. */
const USUAL_EXPONENT = 2;

/**
 * Makes the rows of the three tables about transactions (docs/records.md), in batches, from events that are read three
 * times: what became of transactions and users comes later in the log than they do.
 * @param gathered outcomes to which all events were given already; saves the first reading
 */
export async function* recordRows(
  read: ReadEvents,
  currencies: CurrencyTable = new CurrencyTable(),
  gathered?: Outcomes,
): AsyncGenerator<readonly RecordRow[]> {
  const outcomes = gathered ?? new Outcomes();
  if (!gathered) for await (const events of read()) for (const event of events) outcomes.gather(event);
  for await (const events of read()) for (const event of events) outcomes.resolve(event);
  const stream = new RecordStream(outcomes, (code) => currencies.exponent(code) ?? USUAL_EXPONENT);
  for await (const events of read()) {
    const rows = events.flatMap((event) => stream.take(event));
    if (rows.length > 0) yield rows;
  }
  const last = stream.end();
  if (last.length > 0) yield last;
}
