import type { Store } from '../store/port.ts';

/**
 * Applies to the graph what stands in the log and not yet there: after a crash between the two, or after the graph
 * was dropped. Needs the writer's lease. Memory: one batch of the log.
 * @returns how many events were applied
 */
export async function catchUp(store: Store): Promise<number> {
  let applied = 0;
  for await (const batch of store.events.readFrom(await store.graph.appliedSeq())) {
    await store.graph.apply(batch);
    applied += batch.length;
  }
  return applied;
}
