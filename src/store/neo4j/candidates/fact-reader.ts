import { compareEvents, type Event } from '../../../graph/model/event.ts';
import type { LogState } from '../../candidate-source.ts';
import type { Parameter } from '../parameters.ts';

/** How many names one query is given: bounds what one transaction reads, while an index look-up each stays cheap. */
const NAMES_PER_QUERY = 1000;

type Parameters = Readonly<Record<string, Parameter>>;

/** Runs a statement of the folder `cypher` by its name, in a transaction that reads. */
export type ReadRows = <Row extends object>(name: string, parameters: Parameters) => Promise<readonly Row[]>;

/**
 * Runs the queries of cypher/detectors as of one time and gathers the events they give.
 * Memory: those events, and the rows of one query.
 */
export class FactReader {
  readonly #rows: ReadRows;
  readonly #snapshot: Parameters;
  readonly #events = new Map<string, Event>();

  constructor(rows: ReadRows, { asOf, head }: LogState) {
    this.#rows = rows;
    this.#snapshot = { asOf: asOf ?? Number.MAX_SAFE_INTEGER, head };
  }

  /** The rows of a query. @param query its name under cypher/detectors */
  rows<Row extends object>(query: string, parameters: Parameters = {}): Promise<readonly Row[]> {
    return this.#rows<Row>(`detectors/${query}`, { ...this.#snapshot, ...parameters });
  }

  /** The one column of a query's rows. */
  async names(query: string, parameters: Parameters = {}): Promise<string[]> {
    const rows = await this.rows<Readonly<Record<string, string>>>(query, parameters);
    return rows.map((row) => Object.values(row)[0]);
  }

  /** The same for a query about `$names`, which are given to it a thousand at a time. */
  async namesAmong(query: string, names: Iterable<string>, parameters: Parameters = {}): Promise<string[]> {
    const found: string[][] = [];
    for (const some of chunks(names)) found.push(await this.names(query, { ...parameters, names: some }));
    return found.flat();
  }

  /** Takes in the events of a query about `$names`. @returns those events, also the ones known already */
  async gather(query: string, names: Iterable<string>): Promise<Event[]> {
    const gathered: Event[][] = [];
    for (const some of chunks(names)) gathered.push(await this.#take(query, { names: some }));
    return gathered.flat();
  }

  /** Takes in the references and labels: what is said about anything. */
  async gatherSaid(): Promise<void> {
    await this.#take('facts/references-and-labels', {});
  }

  /** All events taken in, in event order. Time O(n log n). */
  events(): Event[] {
    return [...this.#events.values()].sort(compareEvents);
  }

  async #take(query: string, parameters: Parameters): Promise<Event[]> {
    const bodies = await this.names(query, parameters);
    return bodies.map((body) => {
      const event = JSON.parse(body) as Event;
      const key = JSON.stringify([event.source, event.id]);
      const known = this.#events.get(key);
      if (!known) this.#events.set(key, event);
      return known ?? event;
    });
  }
}

function* chunks(names: Iterable<string>): Generator<string[]> {
  const all = [...new Set(names)];
  for (let start = 0; start < all.length; start += NAMES_PER_QUERY)
    yield all.slice(start, start + NAMES_PER_QUERY);
}
