import { randomUUID } from 'node:crypto';
import type { Event, EventKey, EventKind } from '../../graph/model/event.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { idProblem } from '../../kernel/ids.ts';
import type { AppendOutcome, EventLog, LoggedEvent } from '../port.ts';
import type { Connection, Statement } from './connection.ts';
import { eventRow, keyText, toEventNode, type EventNode } from './event-node.ts';
import { RowSender } from './row-sender.ts';
import { foreignDatabase, readMeta } from './schema.ts';
import { LOG_SLOT, tallyOf, type LogMeta, type StoreMeta } from './store-meta.ts';
import type { WriterLease } from './writer-lease.ts';

/** Events a batch of a reader holds at most; large, because each costs a round trip. */
const PAGE = 8_000;
/** What the server says of an event whose key is taken. */
const ALREADY_THERE = 'Neo.ClientError.Schema.ConstraintValidationFailed';

/**
 * The log as `:Event` nodes. Readers go page by page, by key, and stop at the head found when they began: since
 * events are only ever added, that is a snapshot without a long transaction. The next page is asked for while the
 * caller works on the last one.
 */
export class Neo4jEventLog implements EventLog {
  readonly #connection: Connection;
  readonly #lease: WriterLease;
  /** Whether no event of the last append was stored before: then the next are taken for new until the server objects. */
  #allNew = true;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
  }

  /** Looking every key up costs a sixth of an append, and the constraint on keys finds what is there already anyway. */
  async append(events: readonly Event[]): Promise<readonly AppendOutcome[]> {
    const nodes = events.map(toEventNode);
    if (nodes.length === 0) return [];
    const outcomes =
      (this.#allNew ? await this.#appendNew(nodes) : null) ?? (await this.#append(nodes, false));
    this.#allNew = outcomes.every(({ outcome }) => outcome === 'accepted');
    return outcomes;
  }

  /** @returns null, nothing kept, when one of them is stored already */
  async #appendNew(nodes: readonly EventNode[]): Promise<readonly AppendOutcome[] | null> {
    try {
      return await this.#append(nodes, true);
    } catch (error) {
      if (error instanceof RingfenceError && error.facts['neo4j'] === ALREADY_THERE) return null;
      throw error;
    }
  }

  async #append(nodes: readonly EventNode[], takenForNew: boolean): Promise<readonly AppendOutcome[]> {
    const token = randomUUID();
    return this.#lease.writeLog(async (run, meta) => {
      // When the answer to a commit is lost, the driver does it again: then these events are there already, and ours.
      const again = meta.appendToken === token;
      const floor = again ? (meta.appendFrom ?? 0) : meta.head;
      const known = takenForNew && !again ? new Map<string, Known>() : await knownEvents(run, nodes);
      const { outcomes, fresh } = decide(nodes, known, floor);
      if (!again) await writeEvents(run, meta, fresh, token);
      return outcomes;
    });
  }

  async head(): Promise<number> {
    return (await this.#meta()).head;
  }

  async get([source, id]: EventKey): Promise<LoggedEvent | null> {
    // A lone surrogate has no UTF-8 form and would be sent as another character.
    if (idProblem(source) !== null || idProblem(id) !== null) return null;
    const [row] = await this.#connection.rows<{ seq: number; body: string }>('store/get-event', {
      key: keyText([source, id]),
    });
    return row ? { seq: row.seq, event: JSON.parse(row.body) as Event } : null;
  }

  async lookUp(keys: readonly EventKey[]): Promise<readonly (LoggedEvent | null)[]> {
    const asked = keys
      .filter(([source, id]) => idProblem(source) === null && idProblem(id) === null)
      .map((key) => keyText(key));
    if (asked.length === 0) return keys.map(() => null);
    const rows = await this.#connection.rows<Known & { key: string }>('store/find-events', {
      keys: [...new Set(asked)],
    });
    const found = new Map(rows.map((row) => [row.key, row]));
    return keys.map((key) => {
      const row = found.get(keyText(key));
      return row ? { seq: row.seq, event: JSON.parse(row.body) as Event } : null;
    });
  }

  async *readFrom(after: number): AsyncGenerator<readonly LoggedEvent[]> {
    const head = await this.head();
    const page = async (from: number): Promise<readonly Event[]> =>
      from < head ? this.#events('store/read-from', { after: from, until: Math.min(head, from + PAGE) }) : [];
    let next = page(after);
    for (let last = after; last < head; last += PAGE) {
      const events = await next;
      next = ahead(page(last + PAGE));
      // Numbers have no gaps, so the place in the page tells them.
      yield events.map((event, i) => ({ seq: last + 1 + i, event }));
    }
  }

  async *readAsOf(asOf: number | null): AsyncGenerator<readonly Event[]> {
    const head = await this.head();
    const until = asOf ?? Number.MAX_SAFE_INTEGER;
    const page = (at: number, source: string, id: string): Promise<readonly Event[]> =>
      this.#events('store/read-as-of', { at, source, id, until, head, limit: PAGE });
    let next = page(Number.MIN_SAFE_INTEGER, '', '');
    for (;;) {
      const events = await next;
      const last = events.at(-1);
      if (last === undefined) return;
      const more = events.length === PAGE;
      if (more) next = ahead(page(last.at, last.source, last.id));
      yield events;
      if (!more) return;
    }
  }

  async counts(): Promise<Readonly<Partial<Record<EventKind, number>>>> {
    return tallyOf(await this.#meta());
  }

  async #events(
    statement: string,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<readonly Event[]> {
    const [{ bodies }] = await this.#connection.rows<{ bodies: readonly string[] }>(statement, parameters);
    return JSON.parse(`[${bodies.join(',')}]`) as Event[];
  }

  async #meta(): Promise<StoreMeta> {
    const meta = await readMeta(this.#connection);
    if (meta === null) throw foreignDatabase(this.#connection.url);
    return meta;
  }
}

/** A page asked for ahead may fail before anybody waits for it; whoever does is told. */
function ahead<T>(page: Promise<T>): Promise<T> {
  page.catch(() => {});
  return page;
}

interface Known {
  readonly seq: number;
  /** Canonical, so equal bodies are equal texts. */
  readonly body: string;
}

async function knownEvents(run: Statement, nodes: readonly EventNode[]): Promise<Map<string, Known>> {
  const rows = await run<Known & { key: string }>('store/find-events', {
    keys: [...new Set(nodes.map(({ key }) => key))],
  });
  return new Map(rows.map(({ key, seq, body }) => [key, { seq, body }]));
}

interface Fresh {
  readonly node: EventNode;
  readonly seq: number;
}

/** Numbers new events from `floor` on; known ones with a higher seq are this very append's, done before. */
function decide(
  nodes: readonly EventNode[],
  known: Map<string, Known>,
  floor: number,
): { outcomes: AppendOutcome[]; fresh: Fresh[] } {
  const fresh: Fresh[] = [];
  const taken = new Set<string>();
  let head = floor;
  const outcomes = nodes.map((node): AppendOutcome => {
    const before = known.get(node.key);
    if (before === undefined || (before.seq > floor && !taken.has(node.key))) {
      const seq = ++head;
      taken.add(node.key);
      known.set(node.key, { seq, body: node.body });
      fresh.push({ node, seq });
      return { outcome: 'accepted', seq };
    }
    return { outcome: before.body === node.body ? 'duplicate' : 'conflict', seq: before.seq };
  });
  return { outcomes, fresh };
}

async function writeEvents(
  run: Statement,
  meta: LogMeta,
  fresh: readonly Fresh[],
  token: string,
): Promise<void> {
  if (fresh.length === 0) return;
  const sender = new RowSender(run);
  await sender.rows('store/create-events', fresh, ({ node, seq }) => eventRow(node, seq));
  const tally = tallyOf(meta);
  const targets = new Set<string>();
  for (const { node } of fresh) {
    const { kind, of } = node;
    tally[kind as EventKind] = (tally[kind as EventKind] ?? 0) + 1;
    if (of !== undefined) targets.add(of);
  }
  // New events may be named by retractions that came before them.
  if (tally.retraction) for (const { node } of fresh) targets.add(node.key);
  if (targets.size > 0) sender.send('store/mark-retracted', { keys: [...targets] });
  const head = meta.head + fresh.length;
  sender.send('store/set-meta', {
    slot: LOG_SLOT,
    properties: { head, tally: JSON.stringify(tally), appendToken: token, appendFrom: meta.head },
  });
  await sender.done();
}
