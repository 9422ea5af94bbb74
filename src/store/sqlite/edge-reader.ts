import type { StatementSync } from 'node:sqlite';
import { EDGE_ENDS, EDGE_TYPES } from '../../graph/model/graph-facts.ts';
import type { Edge, EdgeType } from '../port.ts';
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

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#pairsAt = connection.prepare(pairs('TRUE'));
    this.#transfersAt = connection.prepare(transfers('TRUE'));
    this.#transferCount = connection.prepare('SELECT count(*) FROM link WHERE type = ?');
    this.#pairCounts = connection.prepare(
      'SELECT type, count(*) FROM (SELECT DISTINCT type, src, dst FROM link WHERE type > 0 AND type <> ?) GROUP BY type',
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

const AT_NODE = `
FROM adjacency a JOIN link l ON l.seq = a.seq AND l.type = a.type
JOIN node s ON s.n = l.src JOIN node d ON d.n = l.dst`;

/** Parameters: node, edge code, limit. */
function pairs(condition: string): string {
  return `SELECT s.id, d.id, min(l.at), max(l.at), count(*) ${AT_NODE}
    WHERE a.node = ?1 AND a.type = ?2 AND ${condition}
    GROUP BY l.src, l.dst ORDER BY s.id, d.id LIMIT ?3`;
}

/** Parameters: node, edge code, limit. */
function transfers(condition: string): string {
  return `SELECT s.id, d.id, l.at, l.at, 1, e.source, e.id, l.minor, l.currency ${AT_NODE}
    JOIN event e ON e.seq = l.seq
    WHERE a.node = ?1 AND a.type = ?2 AND ${condition}
    ORDER BY s.id, d.id, l.at, e.source, e.id LIMIT ?3`;
}

function toEdge(type: EdgeType, [from, to, first, last, count, source, id, minor, currency]: EdgeRow): Edge {
  const [fromType, toType] = EDGE_ENDS[type];
  const edge = { type, from: { type: fromType, id: from }, to: { type: toType, id: to }, first, last, count };
  return type === 'TRANSFERS_TO' ? { ...edge, transfer: { event: [source, id], minor, currency } } : edge;
}
