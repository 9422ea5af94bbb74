import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { Event, EventKey, EventKind } from '../../graph/model/event.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { idProblem } from '../../kernel/ids.ts';
import { eventBody } from '../event-body.ts';
import type { AppendOutcome, EventLog, LoggedEvent } from '../port.ts';
import { ROWS_PER_STATEMENT } from './bulk-insert.ts';
import { integerOf, placeholders, rowOf, rowsOf, type Connection } from './connection.ts';
import { isDuplicateError } from './sqlite-errors.ts';
import type { WriterLease } from './writer-lease.ts';

/** Events a batch of a reader holds at most. */
const PAGE = 2_000;
const INSERT = 'INSERT INTO event (source, id, kind, at, observed_at, body, seq)';
const COLUMNS = 7;
/** Columns before seq, which is given only when the row goes in. */
type Row = readonly [source: string, id: string, kind: string, at: number, observedAt: number, body: string];

/**
 * The log in the table `event`. Readers go page by page, by key, and stop at the head found when they began: since
 * rows are only ever added, that is a snapshot, without a transaction that would hold up anybody.
 */
export class SqliteEventLog implements EventLog {
  readonly #connection: Connection;
  readonly #lease: WriterLease;
  readonly #head: StatementSync;
  readonly #find: StatementSync;
  readonly #from: StatementSync;
  readonly #asOf: StatementSync;
  readonly #counts: StatementSync;
  readonly #insertMany: StatementSync;
  readonly #insertOne: StatementSync;
  readonly #insertRetraction: StatementSync;
  readonly #addToTally: StatementSync;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
    this.#head = connection.prepare('SELECT max(seq) FROM event');
    this.#find = connection.prepare('SELECT seq, body FROM event WHERE source = ? AND id = ?');
    this.#from = connection.prepare(
      'SELECT seq, body FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
    );
    this.#asOf = connection.prepare(READ_AS_OF);
    this.#counts = connection.prepare('SELECT kind, events FROM event_tally ORDER BY kind');
    this.#insertMany = connection.prepare(`${INSERT} VALUES ${placeholders(COLUMNS, ROWS_PER_STATEMENT)}`);
    this.#insertOne = connection.prepare(`${INSERT} VALUES ${placeholders(COLUMNS, 1)}`);
    this.#insertRetraction = connection.prepare(
      'INSERT INTO retraction (source, id, seq, effective) VALUES (?, ?, ?, ?)',
    );
    this.#addToTally = connection.prepare(
      'INSERT INTO event_tally VALUES (?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events',
    );
  }

  async append(events: readonly Event[]): Promise<readonly AppendOutcome[]> {
    const rows = events.map(toRow);
    if (rows.length === 0) return [];
    return this.#lease.write(() => {
      const outcomes: AppendOutcome[] = [];
      const head = integerOf(this.#head);
      let next = head + 1;
      for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
        next = this.#insertChunk(rows.slice(start, start + ROWS_PER_STATEMENT), next, outcomes);
      }
      this.#writeDerived(events, outcomes);
      return outcomes;
    });
  }

  /** All rows in one statement, which is how it almost always goes; one by one when some key is already there. */
  #insertChunk(rows: readonly Row[], next: number, outcomes: AppendOutcome[]): number {
    if (rows.length === ROWS_PER_STATEMENT) {
      const parameters: SQLInputValue[] = [];
      rows.forEach((row, i) => parameters.push(...row, next + i));
      if (inserted(this.#insertMany, parameters)) {
        rows.forEach((_, i) => outcomes.push({ outcome: 'accepted', seq: next + i }));
        return next + rows.length;
      }
    }
    let seq = next;
    for (const row of rows) {
      if (inserted(this.#insertOne, [...row, seq])) outcomes.push({ outcome: 'accepted', seq: seq++ });
      else outcomes.push(this.#known(row));
    }
    return seq;
  }

  #known([source, id, , , , body]: Row): AppendOutcome {
    const [seq, stored] = rowOf<[number, string]>(this.#find, source, id)!;
    // Comparing the canonical texts themselves decides what comparing their hashes would.
    return { outcome: stored === body ? 'duplicate' : 'conflict', seq };
  }

  #writeDerived(events: readonly Event[], outcomes: readonly AppendOutcome[]): void {
    const tally = new Map<EventKind, number>();
    events.forEach((event, i) => {
      if (outcomes[i].outcome !== 'accepted') return;
      tally.set(event.kind, (tally.get(event.kind) ?? 0) + 1);
      if (event.kind === 'retraction') {
        this.#insertRetraction.run(...event.of, outcomes[i].seq, Math.max(event.at, event.observedAt));
      }
    });
    for (const [kind, count] of tally) this.#addToTally.run(kind, count);
  }

  async head(): Promise<number> {
    return this.#connection.guard(() => integerOf(this.#head));
  }

  async get(key: EventKey): Promise<LoggedEvent | null> {
    return this.#connection.guard(() => this.#get(key));
  }

  async lookUp(keys: readonly EventKey[]): Promise<readonly (LoggedEvent | null)[]> {
    return this.#connection.guard(() => keys.map((key) => this.#get(key)));
  }

  #get([source, id]: EventKey): LoggedEvent | null {
    // A lone surrogate would be bound as U+FFFD and find another event's id.
    if (idProblem(source) !== null || idProblem(id) !== null) return null;
    const row = rowOf<[number, string]>(this.#find, source, id);
    return row ? toLogged(row) : null;
  }

  async *readFrom(after: number): AsyncGenerator<readonly LoggedEvent[]> {
    const head = await this.head();
    for (let last = after; last < head;) {
      const rows = this.#connection.guard(() => rowsOf<[number, string]>(this.#from, last, head, PAGE));
      if (rows.length === 0) return;
      last = rows[rows.length - 1][0];
      yield rows.map(toLogged);
    }
  }

  async *readAsOf(asOf: number | null): AsyncGenerator<readonly Event[]> {
    const head = await this.head();
    const until = asOf ?? Number.MAX_SAFE_INTEGER;
    let after: [at: number, source: string, id: string] = [Number.MIN_SAFE_INTEGER, '', ''];
    for (;;) {
      const rows = this.#connection.guard(() =>
        rowsOf<[number, string, string, string]>(this.#asOf, ...after, until, head, PAGE),
      );
      if (rows.length > 0) yield rows.map((row) => JSON.parse(row[3]) as Event);
      if (rows.length < PAGE) return;
      const [at, source, id] = rows[rows.length - 1];
      after = [at, source, id];
    }
  }

  async counts(): Promise<Readonly<Partial<Record<EventKind, number>>>> {
    return Object.fromEntries(this.#connection.guard(() => rowsOf<[EventKind, number]>(this.#counts)));
  }
}

/** Parameters: at, source, id of the last row read; the as-of time; the head; how many. */
const READ_AS_OF = `
SELECT e.at, e.source, e.id, e.body
FROM event e INDEXED BY event_order
WHERE (e.at, e.source, e.id) > (?1, ?2, ?3) AND e.at <= ?4 AND e.observed_at <= ?4 AND e.seq <= ?5
  AND e.kind <> 'retraction'
  AND NOT EXISTS (
    SELECT 1 FROM retraction r
    WHERE r.source = e.source AND r.id = e.id AND r.effective <= ?4 AND r.seq <= ?5)
ORDER BY e.at, e.source, e.id
LIMIT ?6`;

/** @throws RingfenceError EVENT_INVALID on what no store could keep apart: the last guard, behind ingest's own. */
function toRow(event: Event): Row {
  const { source, id, kind, at, observedAt } = event;
  const problem = idProblem(source) ?? idProblem(id);
  if (problem !== null) throw new RingfenceError('EVENT_INVALID', `${kind} event: its key ${problem}`);
  try {
    return [source, id, kind, at, observedAt, eventBody(event)];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RingfenceError(
      'EVENT_INVALID',
      `event ${source}/${id} has no canonical form: ${why}`,
      {},
      cause,
    );
  }
}

/** False when a key is already there; the statement then has done nothing. */
function inserted(statement: StatementSync, parameters: SQLInputValue[]): boolean {
  try {
    statement.run(...parameters);
    return true;
  } catch (error) {
    if (isDuplicateError(error)) return false;
    throw error;
  }
}

function toLogged([seq, body]: readonly [number, string]): LoggedEvent {
  return { seq, event: JSON.parse(body) as Event };
}
