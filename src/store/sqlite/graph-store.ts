import type { StatementSync } from 'node:sqlite';
import { ENTITY_TYPES, type EntityRef, type EntityType } from '../../graph/model/entity.ts';
import {
  EDGE_ENDS,
  EDGE_TYPES,
  intrinsicProperties,
  type PropertyValue,
} from '../../graph/model/graph-facts.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Edge, EdgeType, Entity, GraphStore, LoggedEvent, NeighbourCount } from '../port.ts';
import { integerOf, rowOf, rowsOf, type Connection } from './connection.ts';
import { EdgeReader } from './edge-reader.ts';
import { entityCode } from './graph-tables.ts';
import { GraphWriter } from './graph-writer.ts';
import type { WriterLease } from './writer-lease.ts';

/** Entities a batch holds at most. */
const PAGE = 1_000;

export class SqliteGraphStore implements GraphStore {
  readonly appliesBesideAppends = false;
  readonly #connection: Connection;
  readonly #lease: WriterLease;
  readonly #writer: GraphWriter;
  readonly #edges: EdgeReader;
  readonly #applied: StatementSync;
  readonly #setApplied: StatementSync;
  readonly #head: StatementSync;
  readonly #retractedAmong: StatementSync;
  readonly #target: StatementSync;
  readonly #findNode: StatementSync;
  readonly #nodes: StatementSync;
  readonly #properties: StatementSync;
  readonly #nodeCounts: StatementSync;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
    this.#writer = new GraphWriter(connection);
    this.#edges = new EdgeReader(connection);
    this.#applied = connection.prepare('SELECT applied_seq FROM graph_state');
    this.#setApplied = connection.prepare('UPDATE graph_state SET applied_seq = ?');
    this.#head = connection.prepare('SELECT max(seq) FROM event');
    this.#retractedAmong = connection.prepare(RETRACTED_AMONG);
    this.#target = connection.prepare('SELECT seq FROM event WHERE source = ? AND id = ? AND seq <= ?');
    this.#findNode = connection.prepare('SELECT n FROM node WHERE type = ? AND id = ?');
    this.#nodes = connection.prepare('SELECT n, id FROM node WHERE type = ? AND id > ? ORDER BY id LIMIT ?');
    this.#properties = connection.prepare(PROPERTIES);
    this.#nodeCounts = connection.prepare('SELECT type, count(*) FROM node GROUP BY type');
  }

  async appliedSeq(): Promise<number> {
    return this.#connection.guard(() => integerOf(this.#applied));
  }

  async apply(events: readonly LoggedEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.#write(() => {
      const applied = integerOf(this.#applied);
      const fresh = events.filter(({ seq }) => seq > applied);
      if (fresh.length === 0) return;
      this.#requireNext(fresh, applied);
      const last = fresh[fresh.length - 1].seq;
      const retracted = new Set(rowsOf<[number]>(this.#retractedAmong, applied, last).map(([seq]) => seq));
      this.#writer.add(fresh.filter(({ seq }) => !retracted.has(seq)));
      for (const { event } of fresh) {
        if (event.kind !== 'retraction') continue;
        const target = rowOf<[number]>(this.#target, ...event.of, applied);
        if (target) this.#writer.takeBack(target[0]);
      }
      this.#setApplied.run(last);
    });
  }

  /** A gap would leave the graph short of events for ever, and nobody would see it. */
  #requireNext(fresh: readonly LoggedEvent[], applied: number): void {
    const gap = fresh.findIndex(({ seq }, i) => seq !== applied + 1 + i);
    const head = integerOf(this.#head);
    if (gap < 0 && fresh[fresh.length - 1].seq <= head) return;
    const found = gap < 0 ? fresh[fresh.length - 1].seq : fresh[gap].seq;
    throw new RingfenceError(
      'INTERNAL',
      `store ${this.#connection.url}: the graph was handed seq ${found}, which is not the next event of the log ` +
        `(applied ${applied}, head ${head})`,
    );
  }

  async drop(): Promise<void> {
    this.#write(() => {
      this.#writer.clear();
      this.#setApplied.run(0);
    });
  }

  #write(work: () => void): void {
    try {
      this.#lease.write(work);
    } catch (error) {
      this.#writer.rolledBack();
      throw error;
    }
  }

  async entity(ref: EntityRef): Promise<Entity | null> {
    return this.#connection.guard(() => this.#entity(ref));
  }

  async lookUp(refs: readonly EntityRef[]): Promise<readonly (Entity | null)[]> {
    return this.#connection.guard(() => refs.map((ref) => this.#entity(ref)));
  }

  #entity(ref: EntityRef): Entity | null {
    const node = this.#numberOf(ref);
    return node === null ? null : this.#toEntity(node, ref);
  }

  async neighbourCounts(refs: readonly EntityRef[]): Promise<readonly (readonly NeighbourCount[])[]> {
    return this.#connection.guard(() =>
      refs.map((ref) => {
        const node = this.#numberOf(ref);
        return node === null ? [] : this.#edges.neighboursOf(node);
      }),
    );
  }

  async edgesOf(ref: EntityRef, limit: number): Promise<readonly Edge[]> {
    return this.#connection.guard(() => {
      const node = this.#numberOf(ref);
      return node === null ? [] : this.#edges.edgesOf(node, limit);
    });
  }

  async edgesAmong(refs: readonly EntityRef[], limit: number): Promise<readonly Edge[]> {
    return this.#connection.guard(() => {
      const nodes = new Map<number, EntityType>();
      for (const ref of refs) {
        const node = this.#numberOf(ref);
        if (node !== null) nodes.set(node, ref.type);
      }
      return this.#edges.edgesAmong(
        [...nodes].map(([node, type]) => [type, node]),
        limit,
      );
    });
  }

  async *entities(type: EntityType): AsyncGenerator<readonly Entity[]> {
    for (const page of this.#pages(type)) {
      yield this.#connection.guard(() => page.map(([node, id]) => this.#toEntity(node, { type, id })));
    }
  }

  async *edges(type: EdgeType): AsyncGenerator<readonly Edge[]> {
    for (const page of this.#pages(EDGE_ENDS[type][0])) {
      yield* this.#edges.edgesFrom(
        page.map(([node]) => node),
        type,
      );
    }
  }

  /** Nodes of a type by id bytes, page by page, so that nothing is held open between pages. */
  *#pages(type: EntityType): Generator<readonly [node: number, id: string][]> {
    for (let after = ''; ;) {
      const page = this.#connection.guard(() =>
        rowsOf<[number, string]>(this.#nodes, entityCode(type), after, PAGE),
      );
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page[page.length - 1][1];
    }
  }

  #numberOf({ type, id }: EntityRef): number | null {
    // A lone surrogate would be bound as U+FFFD and find another entity.
    if (!id.isWellFormed()) return null;
    return rowOf<[number]>(this.#findNode, entityCode(type), id)?.[0] ?? null;
  }

  #toEntity(node: number, { type, id }: EntityRef): Entity {
    const properties: Record<string, PropertyValue> = { ...intrinsicProperties({ type, id }) };
    for (const [name, text] of rowsOf<[string, string | null]>(this.#properties, node)) {
      if (text !== null) properties[name] = JSON.parse(text) as PropertyValue;
    }
    return { type, id, properties };
  }

  async counts(): ReturnType<GraphStore['counts']> {
    return this.#connection.guard(() => {
      const nodes = new Map(rowsOf<[number, number]>(this.#nodeCounts));
      const edges = this.#edges.counts();
      return {
        entities: tally(ENTITY_TYPES, (type) => nodes.get(entityCode(type)) ?? 0),
        edges: tally(EDGE_TYPES, (type) => edges.get(type) ?? 0),
      };
    });
  }
}

function tally<Name extends string>(
  names: readonly Name[],
  count: (name: Name) => number,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, count(name)])) as Record<Name, number>;
}

/**
 * Seqs in (?1, ?2] whose event is retracted within ?2. CROSS JOIN keeps the order: along the new events, each looked
 * up among the retractions, never the other way round over all retractions there are.
 */
const RETRACTED_AMONG = `
SELECT e.seq FROM event e CROSS JOIN retraction r ON r.source = e.source AND r.id = e.id
WHERE e.seq > ?1 AND e.seq <= ?2 AND r.seq <= ?2 AND e.kind <> 'retraction'`;

/** The latest value of each property of node ?1, hopping from name to name instead of reading all facts. */
const PROPERTIES = `
WITH RECURSIVE property (name) AS (
  SELECT min(name) FROM fact WHERE node = ?1
  UNION ALL
  SELECT (SELECT min(f.name) FROM fact f WHERE f.node = ?1 AND f.name > property.name)
  FROM property WHERE property.name IS NOT NULL)
SELECT property.name, (
  SELECT f.value FROM fact f JOIN event e ON e.seq = f.seq
  WHERE f.node = ?1 AND f.name = property.name
  ORDER BY f.at DESC, e.source DESC, e.id DESC LIMIT 1)
FROM property WHERE property.name IS NOT NULL`;
