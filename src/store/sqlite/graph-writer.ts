import type { StatementSync } from 'node:sqlite';
import type { EntityRef, EntityType } from '../../graph/model/entity.ts';
import type { Event } from '../../graph/model/event.ts';
import { EDGE_ENDS, graphFacts, type EdgeFact, type GraphFacts } from '../../graph/model/graph-facts.ts';
import type { LoggedEvent } from '../port.ts';
import { BulkInsert } from './bulk-insert.ts';
import { integerOf, rowOf, rowsOf, type Connection } from './connection.ts';
import { edgeCode, entityCode, MENTION } from './graph-tables.ts';

/** Node numbers kept in memory between batches; at most some 60 MB. */
const MAX_KNOWN_NODES = 500_000;

/**
 * Writes what events say into the graph's tables, inside a transaction of the caller.
 *
 * Everything is kept per event (links and facts by its seq), so that taking an event back is deleting its rows, and
 * the graph is the same whatever the order of arrival. What is summed up (first, last, count, latest value) is
 * summed up on reading.
 */
export class GraphWriter {
  readonly #links: BulkInsert;
  readonly #facts: BulkInsert;
  readonly #findNode: StatementSync;
  readonly #addNode: StatementSync;
  readonly #highestNode: StatementSync;
  readonly #addAdjacency: StatementSync;
  readonly #linkedNodes: StatementSync;
  readonly #dropAdjacency: StatementSync;
  readonly #dropLinks: StatementSync;
  readonly #dropFacts: StatementSync;
  readonly #dropLoneNode: StatementSync;
  readonly #clear: readonly StatementSync[];
  #known = new Map<EntityType, Map<string, number>>();
  #knownNodes = 0;
  /** Whether all nodes there are are known, so that an unknown one is new and need not be looked for. */
  #knowsAll = false;
  #nextNode = 1;

  constructor(connection: Connection) {
    this.#links = new BulkInsert(
      connection,
      'INSERT INTO link (seq, type, src, dst, at, minor, currency)',
      7,
    );
    this.#facts = new BulkInsert(connection, 'INSERT INTO fact (node, name, at, seq, value)', 5);
    this.#findNode = connection.prepare('SELECT n FROM node WHERE type = ? AND id = ?');
    this.#addNode = connection.prepare('INSERT INTO node (n, type, id) VALUES (?, ?, ?)');
    this.#highestNode = connection.prepare('SELECT max(n) FROM node');
    this.#addAdjacency = connection.prepare(ADD_ADJACENCY);
    this.#linkedNodes = connection.prepare(
      'SELECT src, type FROM link WHERE seq = ?1 UNION SELECT dst, type FROM link WHERE seq = ?1 AND dst IS NOT NULL',
    );
    this.#dropAdjacency = connection.prepare('DELETE FROM adjacency WHERE node = ? AND type = ? AND seq = ?');
    this.#dropLinks = connection.prepare('DELETE FROM link WHERE seq = ?');
    this.#dropFacts = connection.prepare('DELETE FROM fact WHERE seq = ?');
    this.#dropLoneNode = connection.prepare(
      'DELETE FROM node WHERE n = ?1 AND NOT EXISTS (SELECT 1 FROM adjacency WHERE node = ?1)',
    );
    this.#clear = ['adjacency', 'link', 'fact', 'node'].map((table) =>
      connection.prepare(`DELETE FROM ${table}`),
    );
  }

  /** Adds events that are not in the graph yet, rising by seq. */
  add(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const next = integerOf(this.#highestNode) + 1;
    // Another writer had the lease in between.
    if (next !== this.#nextNode) this.#forgetNodes();
    this.#nextNode = next;
    if (next === 1) this.#knowsAll = true;
    for (const { seq, event } of events) this.#addEvent(seq, event);
    this.#links.flush();
    this.#facts.flush();
    this.#addAdjacency.run(events[0].seq, events[events.length - 1].seq);
  }

  #addEvent(seq: number, event: Event): void {
    const facts = graphFacts(event);
    for (const edge of facts.edges) {
      const [fromType, toType] = EDGE_ENDS[edge.type];
      const from = this.#number(fromType, edge.from);
      const to = this.#number(toType, edge.to);
      if (event.kind === 'transfer' && edge.type === 'TRANSFERS_TO') {
        const { minor, currency } = event.amount;
        this.#links.push(seq, edgeCode(edge.type), from, to, event.at, minor, currency);
      } else {
        this.#links.push(seq, edgeCode(edge.type), from, to, event.at, null, null);
      }
    }
    for (const node of facts.nodes) {
      if (facts.edges.some((edge) => isEnd(edge, node))) continue;
      this.#links.push(seq, MENTION, this.#number(node.type, node.id), null, event.at, null, null);
    }
    this.#addProperties(seq, event, facts);
  }

  #addProperties(seq: number, event: Event, { properties }: GraphFacts): void {
    for (const { type, id, name, value } of properties) {
      const text = value === null ? null : JSON.stringify(value);
      this.#facts.push(this.#number(type, id), name, event.at, seq, text);
    }
  }

  /** Takes back all that one event did; nothing when it did nothing, or was taken back before. */
  takeBack(seq: number): void {
    const ends = rowsOf<[node: number, type: number]>(this.#linkedNodes, seq);
    for (const [node, type] of ends) this.#dropAdjacency.run(node, type, seq);
    this.#dropLinks.run(seq);
    this.#dropFacts.run(seq);
    let gone = false;
    for (const [node] of ends) gone = this.#dropLoneNode.run(node).changes !== 0 || gone;
    if (gone) this.#forgetNodes();
  }

  clear(): void {
    for (const statement of this.#clear) statement.run();
    this.#forgetNodes();
  }

  /** Must be called when the transaction was rolled back: what is remembered may never have been. */
  rolledBack(): void {
    this.#links.clear();
    this.#facts.clear();
    this.#forgetNodes();
  }

  #number(type: EntityType, id: string): number {
    let known = this.#known.get(type);
    if (known === undefined) this.#known.set(type, (known = new Map()));
    let number = known.get(id);
    if (number !== undefined) return number;
    const code = entityCode(type);
    if (!this.#knowsAll) number = rowOf<[number]>(this.#findNode, code, id)?.[0];
    if (number === undefined) {
      number = this.#nextNode++;
      this.#addNode.run(number, code, id);
    }
    if (this.#knownNodes >= MAX_KNOWN_NODES) {
      this.#forgetNodes();
      this.#known.set(type, (known = new Map()));
    }
    known.set(id, number);
    this.#knownNodes++;
    return number;
  }

  #forgetNodes(): void {
    this.#known = new Map();
    this.#knownNodes = 0;
    this.#knowsAll = false;
  }
}

function isEnd({ type, from, to }: EdgeFact, node: EntityRef): boolean {
  const [fromType, toType] = EDGE_ENDS[type];
  return (fromType === node.type && from === node.id) || (toType === node.type && to === node.id);
}

/**
 * Derived from the links of a range of seqs in one go: SQLite sorts the rows, so that each page of the index is
 * changed once a batch. UNION, because both ends of a self-transfer are one row.
 */
const ADD_ADJACENCY = `
INSERT INTO adjacency (node, type, seq)
SELECT src, type, seq FROM link WHERE seq BETWEEN ?1 AND ?2
UNION
SELECT dst, type, seq FROM link WHERE seq BETWEEN ?1 AND ?2 AND dst IS NOT NULL
ORDER BY 1, 2, 3`;
