import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { eventKey, type Event } from '../graph/model/event.ts';
import type { Store } from '../store/port.ts';
import { catchUp } from './catch-up.ts';
import { encodeEvent } from './encode.ts';
import { GraphApplier } from './graph-applier.ts';
import type { BadInput, EventRow, ImportRow } from './import-row.ts';
import { DEFAULT_MAX_BAD, formatMaxBad, isHopeless, isOver, type MaxBad } from './max-bad.ts';
import { quarantinedRow, type Quarantine, type Quarantined } from './quarantine.ts';

export interface IngestOptions {
  readonly clock: Clock;
  /** Events appended at once; default 5,000. Rows are never split over two batches. */
  readonly batchSize?: number;
  /** Events applied to the graph at once, where fewer than what suits the store (see GraphApplier) are wanted. */
  readonly applySize?: number;
  /** Default 1 % of the rows read. */
  readonly maxBad?: MaxBad;
  /** Where bad rows and conflicts go; without one they are only counted. */
  readonly quarantine?: Quarantine;
  /** Told after every batch. */
  readonly onProgress?: (counts: IngestCounts) => void;
}

export interface IngestCounts {
  /** Rows of the input: good ones (whatever the number of their events, none included) and bad ones. */
  readonly rows: number;
  /** Events new to the store. */
  readonly accepted: number;
  /** Events that were there already with the same body. */
  readonly duplicates: number;
  /** Events whose key is there with another body: the first is kept, these are set apart. */
  readonly conflicts: number;
  /** Rows that could not be read as events. */
  readonly quarantined: number;
  /** Good rows that tell of no event. */
  readonly skipped: number;
}

export interface IngestReport extends IngestCounts {
  readonly seconds: number;
  /** The first few rows and conflicts that were set apart. */
  readonly examples: readonly Quarantined[];
  /** Where all of them are; null when there were none. */
  readonly quarantineFile: string | null;
}

const BATCH_SIZE = 5_000;
const EXAMPLES = 3;

/**
 * Stores the events of rows: appends them to the log in batches and applies them to the graph in larger ones, the next
 * batches meanwhile where the store allows it. First it catches up with what an earlier run left between the two. When
 * it ends, however it ends, nothing of it is under way. Doing it again with the same rows changes nothing.
 *
 * Asynchronous rows come in groups, synchronous ones (generated events) one by one; neither costs a promise a row.
 * The caller holds the writer's lease. Memory: up to 100,000 events, a batch and a group of rows.
 *
 * @throws RingfenceError TOO_MANY_BAD_ROWS when bad rows and conflicts are over `maxBad`, judged at the end of the
 *   input, and before it when there is no hope (see `isHopeless`); what was accepted stays, `facts` has the report.
 *   What the rows or the store throw passes through; batches appended before it stay.
 */
export async function ingest(
  store: Store,
  rows: AsyncIterable<readonly ImportRow[]> | Iterable<ImportRow>,
  options: IngestOptions,
): Promise<IngestReport> {
  const started = options.clock.elapsed();
  const run = new IngestRun(store, options);
  try {
    await catchUp(store);
    if (Symbol.asyncIterator in rows) {
      for await (const group of rows) for (const row of group) if (run.add(row)) await run.flush();
    } else {
      for (const row of rows) if (run.add(row)) await run.flush();
    }
    await run.flush();
    await run.finish();
  } catch (error) {
    // What was appended stays; what can't be applied now is caught up with by the next run.
    await run.finish().catch(() => {});
    throw error;
  } finally {
    options.quarantine?.close();
  }
  const report = run.report((options.clock.elapsed() - started) / 1000);
  run.judge(report);
  return report;
}

class IngestRun {
  readonly #store: Store;
  readonly #options: IngestOptions;
  readonly #batchSize: number;
  readonly #maxBad: MaxBad;
  #events: Event[] = [];
  /** The row of each event. */
  #rows: EventRow[] = [];
  readonly #applier: GraphApplier;
  readonly #counts = { rows: 0, accepted: 0, duplicates: 0, conflicts: 0, quarantined: 0, skipped: 0 };
  readonly #examples: Quarantined[] = [];

  constructor(store: Store, options: IngestOptions) {
    this.#store = store;
    this.#applier = new GraphApplier(store.graph, options.applySize);
    this.#options = options;
    this.#batchSize = options.batchSize ?? BATCH_SIZE;
    this.#maxBad = options.maxBad ?? DEFAULT_MAX_BAD;
  }

  /** Takes a row in. @returns true when the batch is full and has to be flushed */
  add(row: ImportRow): boolean {
    this.#counts.rows++;
    if ('bad' in row) {
      this.#setApart(row.bad);
      return false;
    }
    if ('skipped' in row) {
      this.#counts.skipped++;
      return false;
    }
    this.#take(row.event, row);
    if (row.more) for (const event of row.more) this.#take(event, row);
    return this.#events.length >= this.#batchSize;
  }

  #take(event: Event, row: EventRow): void {
    this.#events.push(event);
    this.#rows.push(row);
  }

  async flush(): Promise<void> {
    const [events, rows] = [this.#events, this.#rows];
    [this.#events, this.#rows] = [[], []];
    if (events.length > 0) {
      const outcomes = await this.#store.events.append(events);
      outcomes.forEach(({ outcome, seq }, i) => {
        if (outcome === 'accepted') {
          this.#counts.accepted++;
          this.#applier.add({ seq, event: events[i] });
        } else if (outcome === 'duplicate') this.#counts.duplicates++;
        else this.#setConflictApart(events[i], rows[i]);
      });
      await this.#applier.keepUp();
    }
    this.#options.quarantine?.flush();
    this.#options.onProgress?.({ ...this.#counts });
    this.#stopIfHopeless();
  }

  /** Brings the graph up to all that was appended. */
  async finish(): Promise<void> {
    await this.#applier.finish();
  }

  #setApart(bad: BadInput): void {
    this.#counts.quarantined++;
    this.#keep(quarantinedRow(bad));
    this.#stopIfHopeless();
  }

  #setConflictApart(event: Event, row: EventRow): void {
    this.#counts.conflicts++;
    this.#keep({
      code: 'ID_CONFLICT',
      file: row.place?.file ?? null,
      line: row.place?.line ?? null,
      field: 'id',
      reason: 'an event with this source and id and another body was there first; that one is kept',
      key: eventKey(event),
      text: JSON.stringify(encodeEvent(event)),
    });
  }

  #keep(entry: Quarantined): void {
    if (this.#examples.length < EXAMPLES) this.#examples.push(entry);
    this.#options.quarantine?.add(entry);
  }

  #stopIfHopeless(): void {
    if (isHopeless(this.#maxBad, this.#bad, this.#counts.rows)) throw this.#tooManyBad(null);
  }

  get #bad(): number {
    return this.#counts.quarantined + this.#counts.conflicts;
  }

  report(seconds: number): IngestReport {
    return {
      ...this.#counts,
      seconds,
      examples: this.#examples,
      quarantineFile: this.#options.quarantine?.file ?? null,
    };
  }

  /** @throws RingfenceError TOO_MANY_BAD_ROWS */
  judge(report: IngestReport): void {
    if (isOver(this.#maxBad, this.#bad, this.#counts.rows)) throw this.#tooManyBad(report);
  }

  #tooManyBad(report: IngestReport | null): RingfenceError {
    const { rows, accepted, duplicates } = this.#counts;
    // Written before the error is made, so that the error can name the file.
    this.#options.quarantine?.flush();
    const facts = report ?? this.report(0);
    const first = this.#examples.map(describe).join('; ');
    const stopped = report === null ? ', so it was not read to its end' : '';
    return new RingfenceError(
      'TOO_MANY_BAD_ROWS',
      `${this.#bad} of ${rows} rows are bad, over the limit of ${formatMaxBad(this.#maxBad)}${stopped}. ` +
        `What was stored stays (${accepted + duplicates} events). First bad: ${first}` +
        (facts.quarantineFile === null ? '' : `. All of them: ${facts.quarantineFile}`),
      { ...facts, ...placeOf(this.#examples[0]) },
    );
  }
}

function describe(entry: Quarantined): string {
  const where = entry.file === null ? '' : `${entry.file} line ${entry.line}: `;
  return entry.key ? `${where}${entry.code} ${entry.key.join('/')}` : `${where}${entry.reason}`;
}

function placeOf(entry: Quarantined): Pick<Quarantined, 'file' | 'line' | 'field'> {
  return { file: entry.file, line: entry.line, field: entry.field };
}
