import type { VectorSnapshot } from '../graph/model/vector-snapshot.ts';
import { RingfenceError, shapeOf } from '../kernel/errors.ts';
import { idProblem } from '../kernel/ids.ts';

/**
 * The JSON in which every store keeps a snapshot.
 * @throws RingfenceError EVENT_INVALID on a key that is none, and on a value that JSON would make null
 */
export function snapshotBody(snapshot: VectorSnapshot): string {
  const [source, id] = snapshot.event;
  const problem = idProblem(source) ?? idProblem(id);
  if (problem !== null) throw new RingfenceError('EVENT_INVALID', `feature snapshot: its key ${problem}`);
  for (const [name, value] of Object.entries(snapshot.values)) {
    if (Number.isFinite(value)) continue;
    throw new RingfenceError(
      'EVENT_INVALID',
      `feature snapshot of ${source}/${id}: ${name} is ${shapeOf(value)}; leave out what is missing`,
    );
  }
  return JSON.stringify(snapshot);
}
