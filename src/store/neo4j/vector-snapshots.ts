import type { EventKey } from '../../graph/model/event.ts';
import type { VectorSnapshot } from '../../graph/model/vector-snapshot.ts';
import { idProblem } from '../../kernel/ids.ts';
import { snapshotBody } from '../snapshot-body.ts';
import type { Connection } from './connection.ts';

/** Some kilobytes each. */
const PAGE = 500;

/** The properties of a `:VectorSnapshot` node. */
export function snapshotRow(snapshot: VectorSnapshot): Record<string, string | number> {
  const [source, id] = snapshot.event;
  return {
    key: JSON.stringify([source, id]),
    source,
    id,
    computedAt: snapshot.computedAt,
    body: snapshotBody(snapshot),
  };
}

export async function readSnapshot(
  connection: Connection,
  [source, id]: EventKey,
): Promise<VectorSnapshot | null> {
  // A lone surrogate has no UTF-8 form and would be sent as another character.
  if (idProblem(source) !== null || idProblem(id) !== null) return null;
  const [row] = await connection.rows<{ body: string }>('store/get-snapshot', {
    key: JSON.stringify([source, id]),
  });
  return row ? (JSON.parse(row.body) as VectorSnapshot) : null;
}

export async function* readSnapshots(connection: Connection): AsyncGenerator<readonly VectorSnapshot[]> {
  let after = { computedAt: Number.MIN_SAFE_INTEGER, source: '', id: '' };
  for (;;) {
    const [{ bodies }] = await connection.rows<{ bodies: readonly string[] }>('store/read-snapshots', {
      ...after,
      limit: PAGE,
    });
    const snapshots = bodies.map((body) => JSON.parse(body) as VectorSnapshot);
    if (snapshots.length > 0) yield snapshots;
    if (snapshots.length < PAGE) return;
    const { computedAt, event } = snapshots[snapshots.length - 1];
    after = { computedAt, source: event[0], id: event[1] };
  }
}
