import { FeatureEngine, type FeatureVector } from '../features/live/feature-engine.ts';
import { replay } from '../features/live/replay.ts';
import { knownAt } from '../features/live/scored-event.ts';
import { eventKey, type Event } from '../graph/model/event.ts';
import type { VectorSnapshot } from '../graph/model/vector-snapshot.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { savedRings } from './risk-rows.ts';

/** Vectors saved at once: some megabytes. */
const BATCH = 1_000;

export interface SavedFeatures {
  /** Events put through the engine. */
  readonly events: number;
  /** Transactions of which features were computed and kept. */
  readonly transactions: number;
  /** Features of each. */
  readonly features: number;
}

/**
 * Computes the features of every payment and transfer in a store by replaying its log, each as of the instant at which it
 * became known, and keeps them as feature snapshots. Rings are those of the last saved detection, each member from a day
 * after it joined, as training takes them; communities are not known to it. Holds the whole log.
 * @param asOf leaves out what became known later; null for all that is stored
 */
export async function saveFeatures(
  store: Store,
  asOf: number | null,
  progress: Progress = () => {},
): Promise<SavedFeatures> {
  const events: Event[] = [];
  for await (const batch of store.events.readFrom(0)) {
    for (const { event } of batch) if (asOf === null || knownAt(event) <= asOf) events.push(event);
    progress('reading', events.length);
  }
  const rings = await savedRings(store);
  let now = -Infinity;
  const engine = new FeatureEngine(rings === null ? {} : { ringsOf: (type, id) => rings.at(type, id, now) });
  let transactions = 0;
  let batch: VectorSnapshot[] = [];
  const save = async (): Promise<void> => {
    await store.records.saveSnapshots(batch);
    transactions += batch.length;
    batch = [];
    progress('computing features', transactions);
  };
  for (const vector of replay(engine, events, (instant) => (now = instant))) {
    batch.push(snapshotOf(engine, vector));
    if (batch.length === BATCH) await save();
  }
  if (batch.length > 0) await save();
  return { events: events.length, transactions, features: engine.features.length };
}

/** A vector in the form in which it is kept: what is missing is left out. */
export function snapshotOf(
  { features }: FeatureEngine,
  { event, user, values }: FeatureVector,
): VectorSnapshot {
  const named = features.flatMap(({ name }, i) =>
    Number.isFinite(values[i]) ? [[name, values[i]] as const] : [],
  );
  return {
    event: eventKey(event),
    user,
    at: event.at,
    computedAt: knownAt(event),
    values: Object.fromEntries(named),
  };
}
