import type { StoreCheck } from '../port.ts';
import type { Connection } from './connection.ts';
import { readMeta, SCHEMA_VERSION, schemaNames } from './schema.ts';
import { tallyOf } from './store-meta.ts';

/**
 * Looks for damage: constraints and indexes present and online, the log without gaps and as counted, no node that
 * nothing mentions. Time linear in the nodes.
 */
export async function checkStore(connection: Connection): Promise<StoreCheck> {
  const problems: string[] = [];
  const meta = await readMeta(connection);
  if (meta === null) {
    const problem = 'The node with the state of the store is gone.';
    return { ok: false, schemaVersion: 0, head: 0, appliedSeq: 0, problems: [problem] };
  }
  const { schemaVersion, head, appliedSeq } = meta;
  if (schemaVersion !== SCHEMA_VERSION) {
    problems.push(`The schema version is ${schemaVersion}, not ${SCHEMA_VERSION}.`);
  }
  const [{ names }] = await connection.once<{ names: readonly string[] }>('store/check-schema');
  for (const name of schemaNames()) {
    if (!names.includes(name)) problems.push(`The constraint or index ${name} is missing or not online.`);
  }
  const [log] = await connection.rows<{ events: number; newest: number }>('store/check-log');
  if (log.events !== head || log.newest !== head) {
    problems.push(`The log has ${log.events} events up to number ${log.newest}, but its head says ${head}.`);
  }
  const tally = Object.values(tallyOf(meta)).reduce((sum, count) => sum + count, 0);
  if (tally !== head) problems.push(`The events counted by kind are ${tally}, those in the log ${head}.`);
  if (appliedSeq > head) problems.push(`The graph is ahead of the log: applied ${appliedSeq}, head ${head}.`);
  if (meta.dropping) problems.push('The graph was being emptied and that was not finished.');
  const [{ unmentioned }] = await connection.rows<{ unmentioned: number }>('store/check-graph');
  if (unmentioned > 0) problems.push(`${unmentioned} nodes of the graph are mentioned by no event.`);
  return { ok: problems.length === 0, schemaVersion, head, appliedSeq, problems };
}
