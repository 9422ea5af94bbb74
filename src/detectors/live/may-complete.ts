import type { Event } from '../../graph/model/event.ts';
import type { LiveAccount, LiveUser, Payout } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';
import type { BustOutOptions } from '../bust-out/options.ts';
import type { DormantWakeUpOptions } from '../dormant-wake-up/options.ts';
import type { PassThroughOptions } from '../pass-through/options.ts';
import type { ScatterGatherOptions } from '../scatter-gather/options.ts';

/*
 * Whether an event after all others in order may complete something, as far as a glance at the lists of those it names
 * can tell: when in doubt true. What the glance leaves out (whose money it is, hubs, balances) can only make less of it.
 */

/** For sums of minor units that are compared as floating-point numbers. */
const ROUNDING = 1e-6;

type Spending = Extract<Event, { kind: 'payment' | 'transfer' }>;
/** Which end of transfers is asked for. */
type End = 'from' | 'to';

/** Whether transfers from a time on have at least so many different accounts at one end. */
export function hasMany(transfers: readonly Payout[], end: End, since: number, fewest: number): boolean {
  const others = new Set<string>();
  for (let i = placeAt(transfers as Payout[], since); i < transfers.length; i++)
    if (others.add(transfers[i][end]).size >= fewest) return true;
  return false;
}

/** dormant-wake-up: whether a user woke not longer than `awake` ago, from `dormancy` or more without an act. */
export function mayWake(
  { acts }: LiveUser,
  { at }: Event,
  { dormancy, awake }: DormantWakeUpOptions,
): boolean {
  let later = at;
  for (let i = acts.length - 1; i >= 0; i--) {
    const act = acts[i];
    if (act.kind === 'session' && act.outcome !== undefined && act.outcome !== 'success') continue;
    if (later - act.at >= dormancy) return true;
    if (act.at < at - awake) return false;
    later = act.at;
  }
  return false;
}

/** bust-out: whether enough of what a user spent in `history` before is as much smaller as a jump takes. */
export function mayJump({ acts }: LiveUser, spend: Spending, options: BustOutOptions): boolean {
  const { history, minSmall, minRatio, than } = options;
  const { minor, currency } = spend.amount;
  const most = minRatio === null || than === 'average' ? Infinity : (minor * 10_000) / minRatio;
  let small = 0;
  for (let i = acts.length - 1; i >= 0 && acts[i].at >= spend.at - history; i--) {
    const act = acts[i];
    if (act === spend || !isSpending(act) || act.amount.currency !== currency) continue;
    if (act.amount.minor <= most * (1 + ROUNDING) && ++small >= minSmall) return true;
  }
  return false;
}

export function isSpending(event: Event): event is Spending {
  return (event.kind === 'payment' || event.kind === 'transfer') && event.user !== undefined;
}

/** pass-through: whether what left an account in the window of a transfer can be the share of what came in. */
export function mayPassOn(account: LiveAccount, transfer: Payout, options: PassThroughOptions): boolean {
  const { window, minShare, maxShare } = options;
  const { minor, currency } = transfer.amount;
  const since = transfer.at - window;
  let [came, least, sent] = [0, Infinity, 0];
  for (let i = placeAt(account.received, since); i < account.received.length; i++) {
    const arrived = account.received[i].received ?? account.received[i].amount;
    if (arrived.currency !== currency || arrived.minor === 0) continue;
    came += arrived.minor;
    least = Math.min(least, arrived.minor);
  }
  if (came === 0) return false;
  for (let i = placeAt(account.paid, since); i < account.paid.length; i++)
    if (account.paid[i].amount.currency === currency) sent += account.paid[i].amount.minor;
  return (
    (minShare === null || sent * (1 + ROUNDING) * 10_000 >= least * minShare) &&
    (maxShare === null || minor * 10_000 <= came * (1 + ROUNDING) * maxShare)
  );
}

/** scatter-gather: whether some account paid enough of those that paid a target, all in the window. */
export function mayGather(
  target: LiveAccount,
  at: number,
  { minMiddles, window }: ScatterGatherOptions,
  accountOf: (id: string) => LiveAccount,
): boolean {
  const since = at - window;
  if (!hasMany(target.received, 'from', since, minMiddles)) return false;
  const middles = new Set<string>();
  const paidBy = new Map<string, number>();
  for (let i = target.received.length - 1; i >= 0 && target.received[i].at >= since; i--) {
    const middle = target.received[i].from;
    if (middles.has(middle)) continue;
    middles.add(middle);
    const { received } = accountOf(middle);
    const sources = new Set<string>();
    for (let k = received.length - 1; k >= 0 && received[k].at >= since; k--) sources.add(received[k].from);
    for (const source of sources) {
      const count = (paidBy.get(source) ?? 0) + 1;
      if (count >= minMiddles) return true;
      paidBy.set(source, count);
    }
  }
  return false;
}
