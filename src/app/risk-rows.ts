import { FeatureEngine } from '../features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../features/live/features.ts';
import { replay } from '../features/live/replay.ts';
import { knownAt, payingAccount, type ScoredEvent } from '../features/live/scored-event.ts';
import type { Event } from '../graph/model/event.ts';
import { eventKey } from '../graph/model/event.ts';
import { featureMatrix } from '../risk/models/feature-matrix.ts';
import { PeopleFacts } from '../risk/evaluation/people-facts.ts';
import type { RiskRows } from '../risk/training/label-split.ts';
import { Outcomes, type Labelled } from '../risk/training/outcomes.ts';
import { RingHistory } from '../risk/training/ring-history.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';

/** All transactions of a log with what was known at each, and what the labels say of them. */
export interface LogRows extends RiskRows {
  readonly outcomes: Outcomes;
  /** For audits by groups of people, and never for models. */
  readonly people: PeopleFacts;
  /** The transactions themselves, in the same order. */
  readonly events: readonly ScoredEvent[];
  /** The instant at which the last event was known, epoch ms. */
  readonly end: number;
}

/** Features that a model may learn from; what only simulated balances tell is for rules. */
export const MODEL_FEATURES = LIVE_FEATURES.filter(({ compatibilityOnly }) => compatibilityOnly !== true);

/**
 * Puts the log of a store through the feature engine. Rings are those of the last saved detection, each member from a day
 * after it joined (risk/training/ring-history.ts); without one the features of rings are missing.
 *
 * Memory: all events, and 8 bytes a feature and transaction.
 * @param asOf events known later are not read; null for all
 */
export async function logRows(
  store: Store,
  asOf: number | null,
  progress: Progress = () => {},
): Promise<LogRows> {
  const log: Event[] = [];
  const total = await store.events.head();
  for await (const batch of store.events.readFrom(0)) {
    for (const { event } of batch) if (asOf === null || knownAt(event) <= asOf) log.push(event);
    progress('reading events', log.length, total);
  }
  return rowsOfLog(log, await savedRings(store), progress);
}

/** The rings of the last saved detection, as they were known over time; null when none was saved. */
export async function savedRings(store: Store): Promise<RingHistory | null> {
  const hasRun = (await store.records.latestRun()) !== null;
  return hasRun ? new RingHistory(await store.records.rings(), await store.records.findings()) : null;
}

/** The same of a list of events, in any order. @param rings null when nobody knows any */
export function rowsOfLog(
  log: readonly Event[],
  rings: RingHistory | null,
  progress: Progress = () => {},
): LogRows {
  let now = -Infinity;
  const ringsOf =
    rings === null ? {} : { ringsOf: (type: 'User' | 'Account', id: string) => rings.at(type, id, now) };
  const engine = new FeatureEngine({ features: LIVE_FEATURES, ...ringsOf });
  const outcomes = new Outcomes();
  const people = new PeopleFacts();
  const owners = new Map<string, string>();
  for (const event of log) {
    outcomes.gather(event);
    people.gather(event);
    if (event.kind === 'account-opened' && !owners.has(event.account)) owners.set(event.account, event.user);
  }
  const vectors: Float64Array[] = [];
  const events: ScoredEvent[] = [];
  const of: Labelled[] = [];
  for (const { event, values } of replay(engine, log, (instant) => (now = instant))) {
    vectors.push(values);
    events.push(event);
    const account = payingAccount(event);
    of.push({ key: eventKey(event), user: event.user ?? owners.get(account) ?? null, account });
    if (events.length % 1_000 === 0) progress('features', events.length);
  }
  return {
    matrix: featureMatrix(
      LIVE_FEATURES.map(({ name }) => name),
      LIVE_FEATURES.map((_, i) => Float64Array.from(vectors, (values) => values[i])),
    ),
    at: Float64Array.from(events, knownAt),
    of,
    rings: of.map(({ user, account }) => ringOf(rings, user, account)),
    ringsFrom: Float64Array.from(of, ({ user, account }) => ringFrom(rings, user, account)),
    outcomes,
    people,
    events,
    end: now,
  };
}

function ringOf(rings: RingHistory | null, user: string | null, account: string): string | null {
  if (rings === null) return null;
  return (user === null ? null : rings.ever('User', user)) ?? rings.ever('Account', account);
}

/** From when on that ring was known. */
function ringFrom(rings: RingHistory | null, user: string | null, account: string): number {
  if (rings === null) return Infinity;
  const from = user === null ? Infinity : rings.knownFrom('User', user);
  return from < Infinity ? from : rings.knownFrom('Account', account);
}
