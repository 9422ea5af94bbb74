import type { EventKey } from '../../graph/model/event.ts';
import type { VectorSnapshot } from '../../graph/model/vector-snapshot.ts';
import { idProblem } from '../../kernel/ids.ts';
import { snapshotBody } from '../snapshot-body.ts';
import { rowsOf, type Connection } from './connection.ts';

/** Some kilobytes each. */
const PAGE = 500;

/** To be called inside a transaction. */
export function writeSnapshots(connection: Connection, snapshots: readonly VectorSnapshot[]): void {
  const insert = connection.prepare(
    'INSERT OR REPLACE INTO vector_snapshot (source, id, computed_at, body) VALUES (?, ?, ?, ?)',
  );
  for (const snapshot of snapshots)
    insert.run(...snapshot.event, snapshot.computedAt, snapshotBody(snapshot));
}

export function readSnapshot(connection: Connection, [source, id]: EventKey): VectorSnapshot | null {
  // A lone surrogate would be bound as U+FFFD and find another event's id.
  if (idProblem(source) !== null || idProblem(id) !== null) return null;
  const [row] = connection.guard(() =>
    rowsOf<[string]>(
      connection.prepare('SELECT body FROM vector_snapshot WHERE source = ? AND id = ?'),
      source,
      id,
    ),
  );
  return row ? (JSON.parse(row[0]) as VectorSnapshot) : null;
}

export async function* readSnapshots(connection: Connection): AsyncGenerator<readonly VectorSnapshot[]> {
  const page = connection.prepare(READ_PAGE);
  let after: readonly [computedAt: number, source: string, id: string] = [Number.MIN_SAFE_INTEGER, '', ''];
  for (;;) {
    const rows = connection.guard(() => rowsOf<[string]>(page, ...after, PAGE));
    const snapshots = rows.map(([body]) => JSON.parse(body) as VectorSnapshot);
    if (snapshots.length > 0) yield snapshots;
    if (snapshots.length < PAGE) return;
    const { computedAt, event } = snapshots[snapshots.length - 1];
    after = [computedAt, ...event];
  }
}

/** Parameters: computedAt, source, id of the last row read; how many. */
const READ_PAGE = `
SELECT body FROM vector_snapshot
WHERE (computed_at, source, id) > (?1, ?2, ?3)
ORDER BY computed_at, source, id
LIMIT ?4`;
