import { noteOwner, userOf, type Outcomes } from '../features/records/outcomes.ts';
import { eventKey, type Event } from '../graph/model/event.ts';
import type { ReadEvents } from './record-rows.ts';

/** How the transactions of users stand to fraud (docs/records.md), without making their records. */
export interface TransactionCounts {
  readonly total: number;
  /** By kind of fraud; `none` for those that are not known to be any, `unnamed` for a verdict without a kind. */
  readonly profiles: Readonly<Record<string, number>>;
  readonly preFraud: number;
  readonly trainEligible: number;
}

/**
 * Counts over events that are read twice.
 * @param outcomes to which all of them were given
 */
export async function countTransactions(read: ReadEvents, outcomes: Outcomes): Promise<TransactionCounts> {
  for await (const events of read()) for (const event of events) outcomes.resolve(event);
  const profiles = new Map<string, number>();
  const owners = new Map<string, string>();
  let total = 0;
  let preFraud = 0;
  let trainEligible = 0;
  const count = (event: Event): void => {
    if (event.kind === 'account-opened' && event.observedAt <= event.at) noteOwner(owners, event);
    if (event.kind !== 'payment' && event.kind !== 'transfer') return;
    const user = userOf(event, owners);
    if (user === undefined) return;
    const type = outcomes.fraudType(eventKey(event), user);
    const profile = type === undefined ? 'none' : (type ?? 'unnamed');
    const { isPreFraud, isTrainEligible } = outcomes.standing(user, event.at);
    profiles.set(profile, (profiles.get(profile) ?? 0) + 1);
    total++;
    preFraud += Number(isPreFraud);
    trainEligible += Number(isTrainEligible);
  };
  for await (const events of read()) for (const event of events) count(event);
  const sorted = [...profiles].sort(([a], [b]) => (a < b ? -1 : 1));
  return { total, profiles: Object.fromEntries(sorted), preFraud, trainEligible };
}
