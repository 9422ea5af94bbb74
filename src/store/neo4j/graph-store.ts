import type { EntityRef, EntityType } from '../../graph/model/entity.ts';
import type { Event } from '../../graph/model/event.ts';
import { EDGE_ENDS, type PropertyValue } from '../../graph/model/graph-facts.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Edge, EdgeType, Entity, GraphStore, LoggedEvent, NeighbourCount } from '../port.ts';
import type { Connection, Statement } from './connection.ts';
import { keyText } from './event-node.ts';
import { GraphDelta } from './graph-delta.ts';
import { writeDelta } from './graph-writer.ts';
import { foreignDatabase, readMeta } from './schema.ts';
import { GRAPH_SLOT, type GraphMeta } from './store-meta.ts';
import type { WriterLease } from './writer-lease.ts';

/** Entities or edges a batch holds at most. */
const PAGE = 4_000;
/** Nodes or relationships deleted in one transaction at most. */
const DELETE_AT_ONCE = 20_000;

const ENTITY_FILES: Readonly<Record<EntityType, string>> = {
  User: 'user',
  Device: 'device',
  Account: 'account',
  IpAddress: 'ip-address',
  Merchant: 'merchant',
  Identifier: 'identifier',
};
const EDGE_FILES: Readonly<Record<EdgeType, string>> = {
  HAS_ACCOUNT: 'has-account',
  TRANSFERS_TO: 'transfers-to',
  USES_DEVICE: 'uses-device',
  USES_IP: 'uses-ip',
};
/** Properties of nodes that are Ringfence's own and no property of the entity. */
const OWN: ReadonlySet<string> = new Set(['id', 'mentions', 'stamps']);

interface NeighbourRow {
  readonly at: EntityType;
  readonly id: string;
  readonly edge: EdgeType;
  readonly out: boolean;
  readonly neighbours: number;
}

/** Labels can't be parameters, so ids go by their type. A lone surrogate would be sent as another character. */
function idsByType(refs: readonly EntityRef[]): Record<EntityType, readonly string[]> {
  const ids: Record<EntityType, string[]> = {
    User: [],
    Device: [],
    Account: [],
    IpAddress: [],
    Merchant: [],
    Identifier: [],
  };
  for (const { type, id } of new Map(refs.map((ref) => [`${ref.type} ${ref.id}`, ref])).values())
    if (id.isWellFormed()) ids[type].push(id);
  return ids;
}

export class Neo4jGraphStore implements GraphStore {
  readonly appliesBesideAppends = true;
  readonly #connection: Connection;
  readonly #lease: WriterLease;

  constructor(connection: Connection, lease: WriterLease) {
    this.#connection = connection;
    this.#lease = lease;
  }

  async appliedSeq(): Promise<number> {
    const meta = await readMeta(this.#connection);
    if (meta === null) throw foreignDatabase(this.#connection.url);
    return meta.appliedSeq;
  }

  async apply(events: readonly LoggedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const done = await this.#lease.writeGraph(async (run, meta) => {
      if (meta.dropping) return false;
      await this.#apply(run, meta, events);
      return true;
    });
    if (done) return;
    // A process ended while it emptied the graph; that comes first.
    await this.#empty();
    await this.apply(events);
  }

  async #apply(run: Statement, meta: GraphMeta, events: readonly LoggedEvent[]): Promise<void> {
    const applied = meta.appliedSeq;
    const fresh = events.filter(({ seq }) => seq > applied);
    if (fresh.length === 0) return;
    const [{ head }] = await run<{ head: number }>('store/read-head');
    this.#requireNext(fresh, applied, head);
    const last = fresh[fresh.length - 1].seq;
    const delta = new GraphDelta();
    // Said by what is applied, not by the log, which somebody may be appending to.
    const retractions = meta.retractions === true || fresh.some(({ event }) => event.kind === 'retraction');
    const retracted = retractions ? await retractedAmong(run, fresh, last) : new Set();
    for (const { event } of fresh) {
      if (!retracted.has(keyText([event.source, event.id]))) delta.add(event);
    }
    for (const event of await targetsOf(run, fresh, applied)) delta.takeBack(event);
    await writeDelta(run, delta, last);
    await run('store/set-meta', { slot: GRAPH_SLOT, properties: { appliedSeq: last, retractions } });
  }

  /** A gap would leave the graph short of events for ever, and nobody would see it. */
  #requireNext(fresh: readonly LoggedEvent[], applied: number, head: number): void {
    const gap = fresh.findIndex(({ seq }, i) => seq !== applied + 1 + i);
    if (gap < 0 && fresh[fresh.length - 1].seq <= head) return;
    const found = gap < 0 ? fresh[fresh.length - 1].seq : fresh[gap].seq;
    throw new RingfenceError(
      'INTERNAL',
      `store ${this.#connection.url}: the graph was handed seq ${found}, which is not the next event of the log ` +
        `(applied ${applied}, head ${head})`,
    );
  }

  /** Not one transaction, whose memory would grow with the graph: a mark on the meta node makes it one step. */
  async drop(): Promise<void> {
    await this.#lease.writeGraph((run) =>
      run('store/set-meta', { slot: GRAPH_SLOT, properties: { appliedSeq: 0, dropping: true } }),
    );
    await this.#empty();
  }

  async #empty(): Promise<void> {
    for (const statement of ['store/drop-edges', 'store/drop-entities']) {
      const some = async (): Promise<number> => {
        const [row] = await this.#lease.writeGraph((run) =>
          run<{ deleted: number }>(statement, { limit: DELETE_AT_ONCE }),
        );
        return row.deleted;
      };
      while ((await some()) > 0);
    }
    await this.#lease.writeGraph((run) =>
      run('store/set-meta', { slot: GRAPH_SLOT, properties: { dropping: null } }),
    );
  }

  async entity({ type, id }: EntityRef): Promise<Entity | null> {
    // A lone surrogate has no UTF-8 form and would be sent as another character.
    if (!id.isWellFormed()) return null;
    const [row] = await this.#connection.rows<{ properties: Properties }>('store/entity', { type, id });
    return row ? toEntity(type, row.properties) : null;
  }

  async lookUp(refs: readonly EntityRef[]): Promise<readonly (Entity | null)[]> {
    if (refs.length === 0) return [];
    const rows = await this.#connection.rows<{ type: EntityType; properties: Properties }>(
      'store/look-up-entities',
      idsByType(refs),
    );
    const found = new Map(rows.map((row) => [`${row.type} ${row.properties.id}`, row]));
    return refs.map(({ type, id }) => {
      const row = found.get(`${type} ${id}`);
      return row ? toEntity(type, row.properties) : null;
    });
  }

  async neighbourCounts(refs: readonly EntityRef[]): Promise<readonly (readonly NeighbourCount[])[]> {
    if (refs.length === 0) return [];
    const rows = await this.#connection.rows<NeighbourRow>('store/neighbour-counts', idsByType(refs));
    const found = Map.groupBy(rows, ({ at, id }) => `${at} ${id}`);
    return refs.map(({ type, id }) =>
      (found.get(`${type} ${id}`) ?? [])
        .map(({ edge, out, neighbours }) => ({
          type: edge,
          direction: out ? ('out' as const) : ('in' as const),
          neighbours,
        }))
        .sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.direction < b.direction ? 1 : -1)),
    );
  }

  async edgesOf({ type, id }: EntityRef, limit: number): Promise<readonly Edge[]> {
    if (!id.isWellFormed() || type === 'Merchant' || type === 'Identifier') return [];
    const rows = await this.#connection.rows<EdgeRow & { type: EdgeType }>(
      `store/edges-of-${ENTITY_FILES[type]}`,
      { id, limit },
    );
    return rows.map((row) => toEdge(row.type, row));
  }

  async edgesAmong(refs: readonly EntityRef[], limit: number): Promise<readonly Edge[]> {
    if (refs.length === 0) return [];
    const rows = await this.#connection.rows<EdgeRow & { type: EdgeType }>('store/edges-among', {
      ...idsByType(refs),
      limit,
    });
    return rows.map((row) => toEdge(row.type, row));
  }

  async *entities(type: EntityType): AsyncGenerator<readonly Entity[]> {
    for (let after = ''; ;) {
      const [{ entities }] = await this.#connection.rows<{ entities: readonly Properties[] }>(
        `store/entities-${ENTITY_FILES[type]}`,
        { after, limit: PAGE },
      );
      if (entities.length > 0) yield entities.map((properties) => toEntity(type, properties));
      if (entities.length < PAGE) return;
      after = String(entities[entities.length - 1].id);
    }
  }

  /** Page by page from the last edge read; a node with d edges is walked over d / page times. */
  async *edges(type: EdgeType): AsyncGenerator<readonly Edge[]> {
    let after: AfterEdge = { from: '', to: '', at: Number.MIN_SAFE_INTEGER, source: '', event: '' };
    for (;;) {
      const rows = await this.#connection.rows<EdgeRow>(`store/edges-${EDGE_FILES[type]}`, {
        ...after,
        limit: PAGE,
      });
      if (rows.length > 0) yield rows.map((row) => toEdge(type, row));
      if (rows.length < PAGE) return;
      const { from, to, properties } = rows[rows.length - 1];
      const { at = 0, source = '', event = '' } = properties;
      after = { from, to, at, source, event };
    }
  }

  async counts(): ReturnType<GraphStore['counts']> {
    const [row] = await this.#connection.rows<Record<EntityType | EdgeType, number>>('store/graph-counts');
    const { HAS_ACCOUNT, TRANSFERS_TO, USES_DEVICE, USES_IP, ...entities } = row;
    return { entities, edges: { HAS_ACCOUNT, TRANSFERS_TO, USES_DEVICE, USES_IP } };
  }
}

/** Keys of new events that are retracted within the log up to `last`. */
async function retractedAmong(
  run: Statement,
  fresh: readonly LoggedEvent[],
  last: number,
): Promise<Set<string>> {
  const keys = fresh.flatMap(({ event }) =>
    event.kind === 'retraction' ? [] : [keyText([event.source, event.id])],
  );
  const rows = await run<{ key: string }>('store/retracted-among', { keys, last });
  return new Set(rows.map(({ key }) => key));
}

/** Events in the graph that new retractions take back for the first time. */
async function targetsOf(run: Statement, fresh: readonly LoggedEvent[], applied: number): Promise<Event[]> {
  const keys = new Set(
    fresh.flatMap(({ event }) => (event.kind === 'retraction' ? [keyText(event.of)] : [])),
  );
  if (keys.size === 0) return [];
  const rows = await run<{ body: string }>('store/events-to-take-back', { keys: [...keys], applied });
  return rows.map(({ body }) => JSON.parse(body) as Event);
}

type Properties = Readonly<Record<string, PropertyValue>>;

interface AfterEdge {
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly source: string;
  readonly event: string;
  readonly [name: string]: string | number;
}

interface EdgeRow {
  readonly from: string;
  readonly to: string;
  readonly properties: {
    readonly first?: number;
    readonly last?: number;
    readonly count?: number;
    readonly at?: number;
    readonly source?: string;
    readonly event?: string;
    readonly minor?: number;
    readonly currency?: string;
  };
}

function toEntity(type: EntityType, node: Properties): Entity {
  const properties = Object.fromEntries(Object.entries(node).filter(([name]) => !OWN.has(name)));
  return { type, id: String(node.id), properties };
}

function toEdge(type: EdgeType, { from, to, properties }: EdgeRow): Edge {
  const [fromType, toType] = EDGE_ENDS[type];
  const ends = { type, from: { type: fromType, id: from }, to: { type: toType, id: to } };
  const { first = 0, last = 0, count = 0, at = 0 } = properties;
  if (type !== 'TRANSFERS_TO') return { ...ends, first, last, count };
  const { source = '', event = '', minor = 0, currency = '' } = properties;
  return { ...ends, first: at, last: at, count: 1, transfer: { event: [source, event], minor, currency } };
}
