import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { LiveAccount, LiveUser, Payout } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';
import type { BustOutOptions } from '../bust-out/options.ts';
import type { DormantWakeUpOptions } from '../dormant-wake-up/options.ts';
import type { GatherScatterOptions } from '../gather-scatter/options.ts';
import { WEEK } from '../link-burst/detect.ts';
import type { LinkBurstOptions } from '../link-burst/options.ts';
import type { PassThroughOptions } from '../pass-through/options.ts';

/*
 * Whether an event after all others in order may complete something, as far as a glance at the lists of those it names
 * can tell: when in doubt true. What the glance leaves out (whose money it is, hubs, balances) can only make less of it.
 */

/** For sums of minor units that are compared as floating-point numbers. */
const ROUNDING = 1e-6;

type Spending = Extract<Event, { kind: 'payment' | 'transfer' }>;
/** Which end of transfers is asked for. */
type End = 'from' | 'to';
/** Whether an account can be counted: no hub by type can. Without it all are, by which is told what hubs keep out. */
export type IsFree = (account: string) => boolean;

/**
 * Whether transfers from a time on have at least so many different accounts at one end. Nearly always there are not
 * even so many transfers, which is told at once; else time O(transfers since).
 *
 * @param until place after the last transfer that is looked at
 * @param isFree whether an account is one of those asked for; asked once each
 */
export function hasMany(
  transfers: readonly Payout[],
  end: End,
  since: number,
  fewest: number,
  until = transfers.length,
  isFree: IsFree = () => true,
): boolean {
  if (until < fewest || transfers[until - fewest].at < since) return false;
  const others = new Set<string>();
  let left = fewest;
  for (let i = until - 1; i >= 0 && transfers[i].at >= since; i--) {
    const other = transfers[i][end];
    if (others.has(other)) continue;
    others.add(other);
    if (isFree(other) && --left <= 0) return true;
  }
  return false;
}

/** dormant-wake-up: whether a user woke not longer than `awake` ago, and does what a tier asks for. */
export function mayWake(user: LiveUser, event: Event, options: DormantWakeUpOptions): boolean {
  const { minConnections, connectionWindow, largeDebit } = options;
  const isEnough =
    event.kind === 'bank-connection'
      ? hasConnected(user, event.at - connectionWindow, minConnections)
      : isSpending(event) && event.device !== undefined && event.amount.minor >= largeDebit;
  return isEnough && isAwake(user, event, options);
}

function isAwake({ acts }: LiveUser, { at }: Event, { dormancy, awake }: DormantWakeUpOptions): boolean {
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

/** link-burst: whether a user made enough bank connections in the longer of the two windows. */
export function mayBurst(
  user: LiveUser,
  { at }: Event,
  { minConnections, minInWeek, window }: LinkBurstOptions,
): boolean {
  return hasConnected(user, at - Math.max(window, WEEK), Math.min(minConnections, minInWeek));
}

/** Whether a user made at least so many bank connections from a time on. */
function hasConnected({ acts }: LiveUser, since: number, fewest: number): boolean {
  let left = fewest;
  for (let i = acts.length - 1; i >= 0 && acts[i].at >= since; i--)
    if (acts[i].kind === 'bank-connection' && --left <= 0) return true;
  return false;
}

/**
 * bust-out: whether enough of what a user spent in `history` before is as much smaller as a jump takes. Mostly the last
 * payment is not, and that is told at once; a transfer as large may be of own money, which does not count.
 */
export function mayJump({ acts }: LiveUser, spend: Spending, options: BustOutOptions): boolean {
  const { history, minSmall, minRatio, than } = options;
  const { minor, currency } = spend.amount;
  const most =
    minRatio === null || than === 'average' ? Infinity : (minor * 10_000 * (1 + ROUNDING)) / minRatio;
  let small = 0;
  for (let i = acts.length - 1; i >= 0 && acts[i].at >= spend.at - history; i--) {
    const act = acts[i];
    if (act === spend || !isSpending(act) || act.amount.currency !== currency) continue;
    if (act.amount.minor <= most) small++;
    else if (act.kind === 'payment') return false;
  }
  return small >= minSmall;
}

export function isSpending(event: Event): event is Spending {
  return (event.kind === 'payment' || event.kind === 'transfer') && event.user !== undefined;
}

/**
 * pass-through: whether what left an account by a transfer's window is the share of what came in, whatever is left on it.
 *
 * @param counts whether a transfer counts
 */
export function mayPassOn(
  { paid, received }: LiveAccount,
  transfer: Payout,
  { window, minShare, maxShare }: PassThroughOptions,
  counts: (transfer: Payout) => boolean,
): boolean {
  const { currency } = transfer.amount;
  const since = transfer.at - window;
  let [came, sent] = [0, 0];
  let first: Payout | null = null;
  for (let i = received.length - 1; i >= 0 && received[i].at >= since; i--) {
    const arrived = received[i].received ?? received[i].amount;
    if (arrived.currency !== currency || !counts(received[i])) continue;
    came += arrived.minor;
    first = received[i];
  }
  if (first === null || !counts(transfer)) return false;
  for (let i = paid.length - 1; i >= 0 && compareEvents(paid[i], first) > 0; i--)
    if (paid[i].amount.currency === currency && counts(paid[i])) sent += paid[i].amount.minor;
  sent *= 10_000;
  return (
    (minShare === null || sent * (1 + ROUNDING) >= came * minShare) &&
    (maxShare === null || sent <= came * maxShare * (1 + ROUNDING))
  );
}

/**
 * gather-scatter: whether enough came before a transfer out, and enough went with it. What hubs by type keep out is also
 * told where nothing went, for want of them, and of all before from the transfer on that makes enough in all.
 */
export function mayScatter(
  account: LiveAccount,
  { at }: Payout,
  options: GatherScatterOptions,
  isFree?: IsFree,
): boolean {
  const { paid, received } = account;
  const { minSources, minTargets, window } = options;
  const came = (since: number): boolean =>
    hasMany(received, 'from', since, minSources, received.length, isFree);
  if (came(at - 2 * window) && hasMany(paid, 'to', at - window, minTargets, paid.length, isFree)) {
    const opening = openingOf(account, at, options);
    if (opening && hasMany(paid, 'to', opening.at, minTargets, paid.length, isFree)) return true;
  }
  return (
    isFree === undefined &&
    (came(at - window) || (received.length >= minSources && countFlows(paid, minTargets + 1) === minTargets))
  );
}

/** The first transfer out in the window before which enough came; who is a hub by type on its day is not asked. */
function openingOf(
  { paid, received }: LiveAccount,
  at: number,
  { minSources, window }: GatherScatterOptions,
): Payout | null {
  for (let i = placeAt(paid, at - window); i < paid.length; i++) {
    const before = placeAt(received, paid[i].at);
    if (hasMany(received, 'from', paid[i].at - window, minSources, before)) return paid[i];
  }
  return null;
}

/** How many transfers are to somebody else. @param most where counting ends */
function countFlows(transfers: readonly Payout[], most: number): number {
  let count = 0;
  for (let i = 0; i < transfers.length && count < most; i++)
    if (transfers[i].from !== transfers[i].to) count++;
  return count;
}

/** Whether some of the transfers from a time on has an account at one end. */
export function hasWith(transfers: readonly Payout[], end: End, { id }: LiveAccount, since: number): boolean {
  for (let i = transfers.length - 1; i >= 0 && transfers[i].at >= since; i--)
    if (transfers[i][end] === id) return true;
  return false;
}

/** The accounts at one end of the transfers from a time on, each once, the last one first. */
export function* endsOf(transfers: readonly Payout[], end: End, since: number): Generator<string> {
  const found = new Set<string>();
  for (let i = transfers.length - 1; i >= 0 && transfers[i].at >= since; i--) {
    const one = transfers[i][end];
    if (found.has(one)) continue;
    found.add(one);
    yield one;
  }
}
