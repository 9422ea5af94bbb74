import type { StatementSync } from 'node:sqlite';
import { EDGE_ENDS, EDGE_TYPES } from '../../graph/model/graph-facts.ts';
import type { EntityType } from '../../graph/model/entity.ts';
import type { Edge, EdgeType, NeighbourCount } from '../port.ts';
import { rowsOf, type Connection } from './connection.ts';
import { edgeCode } from './graph-tables.ts';
import { storeError } from './sqlite-errors.ts';

/** Edges a batch holds at most. */
const PAGE = 1_000;

/**
 * Reads edges from links. A node's links of a type stand together in `adjacency`, so both directions of one node
 * cost time in proportion to its uses of that type.
 */
export class EdgeReader {
  readonly #connection: Connection;
  readonly #pairsAt: StatementSync;
  readonly #transfersAt: StatementSync;
  readonly #transferCount: StatementSync;
  readonly #pairCounts: StatementSync;
  readonly #neighbours: StatementSync;
  readonly #pairsAmong: StatementSync;
  readonly #transfersAmong: StatementSync;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#pairsAt = connection.prepare(pairs('TRUE'));
    this.#transfersAt = connection.prepare(transfers('TRUE'));
    this.#transferCount = connection.prepare('SELECT count(*) FROM link WHERE type = ?');
    this.#pairCounts = connection.prepare(
      'SELECT type, count(*) FROM (SELECT DISTINCT type, src, dst FROM link WHERE type > 0 AND type <> ?) GROUP BY type',
    );
    this.#neighbours = connection.prepare(NEIGHBOURS);
    this.#pairsAmong = connection.prepare(pairs(AMONG, FROM_NODES));
    this.#transfersAmong = connection.prepare(transfers(AMONG, FROM_NODES));
  }

  /**
   * Edges with both ends among some nodes, in the order type, from, to, event. Walked from where they begin only: of a
   * device or address, which nothing begins at, everybody's uses would be looked at. Time O(uses by those nodes).
   */
  edgesAmong(nodes: readonly (readonly [type: EntityType, node: number])[], limit: number): Edge[] {
    const all = JSON.stringify(nodes.map(([, node]) => node));
    const edges: Edge[] = [];
    for (const type of EDGE_TYPES) {
      const statement = type === 'TRANSFERS_TO' ? this.#transfersAmong : this.#pairsAmong;
      const rest = limit - edges.length;
      if (rest <= 0) break;
      const begins = nodes.filter(([at]) => at === EDGE_ENDS[type][0]).map(([, node]) => node);
      if (begins.length === 0) continue;
      const rows = rowsOf<EdgeRow>(statement, JSON.stringify(begins), edgeCode(type), rest, all);
      for (const row of rows) edges.push(toEdge(type, row));
    }
    return edges;
  }

  /** How many other nodes there are at a node, by type and direction. Time O(uses at the node). */
  neighboursOf(node: number): NeighbourCount[] {
    const rows = rowsOf<[number, number, number]>(this.#neighbours, node);
    return EDGE_TYPES.flatMap((type) =>
      rows
        .filter(([code]) => code === edgeCode(type))
        .map(([, out, neighbours]) => ({ type, direction: out === 1 ? 'out' : 'in', neighbours }) as const),
    );
  }

  /** Edges at a node, in the order type, from, to, event. Time O(uses at the node), memory O(limit). */
  edgesOf(node: number, limit: number): Edge[] {
    const edges: Edge[] = [];
    for (const type of EDGE_TYPES) {
      const rest = limit - edges.length;
      if (rest <= 0) break;
      const statement = type === 'TRANSFERS_TO' ? this.#transfersAt : this.#pairsAt;
      for (const row of rowsOf<EdgeRow>(statement, node, edgeCode(type), rest)) edges.push(toEdge(type, row));
    }
    return edges;
  }

  /**
   * Edges of a type that begin at the given nodes, node by node in their order, in batches. Memory is bounded
   * whatever the number of edges at one node; SQLite sorts them, on disk if need be.
   */
  *edgesFrom(nodes: readonly number[], type: EdgeType): Generator<readonly Edge[]> {
    // A statement of its own: two readers may be at it at once, and a statement has only one position.
    const statement = this.#connection.prepare((type === 'TRANSFERS_TO' ? transfers : pairs)('l.src = ?1'));
    let batch: Edge[] = [];
    try {
      for (const node of nodes) {
        const rows = statement.iterate(node, edgeCode(type), NO_LIMIT) as unknown as Iterable<EdgeRow>;
        for (const row of rows) {
          batch.push(toEdge(type, row));
          if (batch.length < PAGE) continue;
          yield batch;
          batch = [];
        }
      }
    } catch (error) {
      throw storeError(error, this.#connection.url);
    }
    if (batch.length > 0) yield batch;
  }

  /** Number of edges by type. Reads all links: some 0.3 s a million. */
  counts(): ReadonlyMap<EdgeType, number> {
    const transfer = edgeCode('TRANSFERS_TO');
    const byCode = new Map(rowsOf<[number, number]>(this.#pairCounts, transfer));
    byCode.set(transfer, rowsOf<[number]>(this.#transferCount, transfer)[0][0]);
    return new Map(EDGE_TYPES.map((type) => [type, byCode.get(edgeCode(type)) ?? 0]));
  }
}

/** SQLite reads a negative LIMIT as none. */
const NO_LIMIT = -1;

/** source, id, minor and currency stand in rows of transfers only. */
type EdgeRow = readonly [
  from: string,
  to: string,
  first: number,
  last: number,
  count: number,
  source: string,
  id: string,
  minor: number,
  currency: string,
];

/** Parameter 1 of statements about several nodes is a JSON list of them, from each of which its links are walked. */
const FROM_NODES = 'json_each(?1) j CROSS JOIN adjacency a ON a.node = j.value';
const AMONG = 'l.src = a.node AND l.dst IN (SELECT value FROM json_each(?4))';

const atNode = (start: string): string => `
FROM ${start} JOIN link l ON l.seq = a.seq AND l.type = a.type
JOIN node s ON s.n = l.src JOIN node d ON d.n = l.dst`;

/** Parameter: node. Type 0 is a mention that makes no edge. */
const NEIGHBOURS = `
SELECT a.type, l.src = ?1 AS out, count(DISTINCT CASE l.src WHEN ?1 THEN l.dst ELSE l.src END)
FROM adjacency a JOIN link l ON l.seq = a.seq AND l.type = a.type
WHERE a.node = ?1 AND a.type > 0 AND l.src <> l.dst
GROUP BY a.type, out ORDER BY a.type, out DESC`;

/** Parameters: node, edge code, limit. */
function pairs(condition: string, start?: string): string {
  return `SELECT s.id, d.id, min(l.at), max(l.at), count(*) ${atNode(start ?? 'adjacency a')}
    WHERE ${start ? 'TRUE' : 'a.node = ?1'} AND a.type = ?2 AND ${condition}
    GROUP BY l.src, l.dst ORDER BY s.id, d.id LIMIT ?3`;
}

/** Parameters: node, edge code, limit. */
function transfers(condition: string, start?: string): string {
  return `SELECT s.id, d.id, l.at, l.at, 1, e.source, e.id, l.minor, l.currency ${atNode(start ?? 'adjacency a')}
    JOIN event e ON e.seq = l.seq
    WHERE ${start ? 'TRUE' : 'a.node = ?1'} AND a.type = ?2 AND ${condition}
    ORDER BY s.id, d.id, l.at, e.source, e.id LIMIT ?3`;
}

function toEdge(type: EdgeType, [from, to, first, last, count, source, id, minor, currency]: EdgeRow): Edge {
  const [fromType, toType] = EDGE_ENDS[type];
  const edge = { type, from: { type: fromType, id: from }, to: { type: toType, id: to }, first, last, count };
  return type === 'TRANSFERS_TO' ? { ...edge, transfer: { event: [source, id], minor, currency } } : edge;
}
