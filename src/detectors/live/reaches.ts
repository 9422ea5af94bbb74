import { eventKey, type Event, type EventOf } from '../../graph/model/event.ts';
import type { LiveAccount, LiveUser, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import type { ScatterGatherOptions } from '../scatter-gather/options.ts';
import { TRANSFERS } from './live-detector.ts';
import type { LocalReach } from './live-local.ts';
import type { LiveContext } from './live-things.ts';
import { endsOf, hasMany, hasWith, type IsFree } from './may-complete.ts';
import { addAll, addOwners, type Slice } from './slices.ts';

/** What an account's own detector looks for: whether an event in order may complete something of an account. */
export type MayComplete = (account: LiveAccount, transfer: Payout, isFree?: IsFree) => boolean;

/** What a detector about one account reads of it beside its transfers, and its window. */
export interface AccountReading {
  /** Its payments and balances. */
  readonly statements?: true;
  /**
   * Which transfers to it came back: these complete something, too, where there are so many to which it was paid as far
   * back as that (ms).
   */
  readonly returns?: { readonly fewest: number; readonly reach: number };
  /** As {@link LocalReach.window}. */
  readonly window?: number;
}

/**
 * Detectors about one account that read its own transfers, who owns it and those it deals with, and what was said of
 * all of them.
 *
 * @param mayComplete asked for both accounts of a transfer that is after all other events in order
 */
export function accountReach(
  projection: LiveProjection,
  mayComplete: MayComplete,
  { statements, returns, window }: AccountReading = {},
): LocalReach<LiveAccount> {
  return {
    type: 'account',
    kinds: new Set(returns ? ['transfer', 'settlement'] : ['transfer']),
    window,
    completes(event, isFree) {
      if (event.kind === 'transfer')
        return [projection.account(event.from), projection.account(event.to)].filter((account) =>
          mayComplete(account, event, isFree),
        );
      if (!returns || event.kind !== 'settlement' || !isReturn(event)) return [];
      const { fewest, reach } = returns;
      return payeeOf(projection, event.of).filter((account) =>
        hasReturns(account, projection, event.at - reach, fewest),
      );
    },
    *bearsOn(event, mention) {
      if (event.kind === 'payment' || event.kind === 'balance') {
        if (statements) yield projection.account(event.account);
      } else if (event.kind === 'settlement') {
        if (returns) yield* payeeOf(projection, event.of);
      } else if (event.kind === 'transfer') yield* mention.accounts;
      else for (const account of spokenOf(event, mention)) yield* withParties(account, projection);
    },
    dealsWith: (account) => withParties(account, projection),
    slice(account) {
      const { paid, received, payments, balances } = account;
      const slice: Slice = new Set([...paid, ...received]);
      if (statements) for (const list of [payments, balances]) addAll(slice, list);
      if (returns) for (const item of received) addAll(slice, projection.settlementsOf(eventKey(item)));
      addParties(slice, withParties(account, projection), projection);
      return slice;
    },
  };
}

/**
 * Detectors about an account that is paid by others, which read what those were paid: an account reads as far as two
 * transfers back. Only the payees of its own payees, and they, are concerned by what is said of an account.
 */
export function targetReach(context: LiveContext, options: ScatterGatherOptions): LocalReach<LiveAccount> {
  const { projection } = context;
  const accountOf = (id: string): LiveAccount => projection.account(id);
  const payeesOf = (account: LiveAccount): Set<LiveAccount> =>
    new Set(account.paid.map(({ to }) => accountOf(to)));
  const within = (account: LiveAccount): Set<LiveAccount> => {
    const near = new Set([account, ...payeesOf(account)]);
    return new Set([...near].flatMap((one) => [one, ...payeesOf(one)]));
  };
  return {
    type: 'account',
    kinds: TRANSFERS,
    completes: (event, isFree) =>
      event.kind === 'transfer' ? gatheringBy(event, options, context, isFree) : [],
    *bearsOn(event, mention) {
      if (event.kind === 'transfer') {
        const payee = projection.account(event.to);
        yield* [payee, ...payeesOf(payee)];
      } else for (const account of spokenOf(event, mention)) yield* within(account);
    },
    dealsWith: within,
    slice(target) {
      const slice: Slice = new Set(target.received);
      const middles = new Set(target.received.map(({ from }) => accountOf(from)));
      const parties = new Set([target, ...middles]);
      for (const { received } of middles) {
        addAll(slice, received);
        for (const { from } of received) parties.add(accountOf(from));
      }
      addParties(slice, parties, projection);
      return slice;
    },
  };
}

/** The targets of whom a transfer may join a source's accounts in the middle, all within the window. */
function* gatheringBy(
  { at, from, to }: Payout,
  { minMiddles, window }: ScatterGatherOptions,
  { projection, hubs }: LiveContext,
  isFree?: IsFree,
): Generator<LiveAccount> {
  const accountOf = (id: string): LiveAccount => projection.account(id);
  const since = at - window;
  const [payer, payee] = [accountOf(from), accountOf(to)];
  const isWide = ({ received }: LiveAccount): boolean => hasMany(received, 'from', since, minMiddles);
  const mayJoin = (source: LiveAccount, target: LiveAccount): boolean => {
    if (isFree?.(source.id) === false) return false;
    // What a hub keeps out is worked out when it is read, so no more need be ruled out.
    if (!isFree && hubs.thing(source.payee, at) !== null)
      return hasMany(source.paid, 'to', since, minMiddles);
    const isFreeMiddle = (id: string): boolean => isFree?.(id) !== false;
    const wasPaid = (id: string): boolean =>
      isFreeMiddle(id) && hasWith(accountOf(id).received, 'from', source, since);
    const hasPaid = (id: string): boolean =>
      isFreeMiddle(id) && hasWith(accountOf(id).paid, 'to', target, since);
    // A few know of many, whichever of the two they are.
    return source.paid.length > target.received.length
      ? hasMany(target.received, 'from', since, minMiddles, target.received.length, wasPaid)
      : hasMany(source.paid, 'to', since, minMiddles, source.paid.length, hasPaid);
  };
  // As the leg from its payer.
  if (isWide(payee))
    for (const id of endsOf(payer.received, 'from', since))
      if (mayJoin(accountOf(id), payee)) {
        yield payee;
        break;
      }
  // As the leg to its payee, where another one counted already or the order is no matter.
  if (!hasMany(payer.paid, 'to', since, minMiddles)) return;
  for (const id of endsOf(payee.paid, 'to', since)) {
    const target = accountOf(id);
    if (isWide(target) && mayJoin(payer, target)) yield target;
  }
}

/**
 * Detectors about one user that read what the user does.
 *
 * @param kinds of events that can complete something
 * @param mayComplete asked for one of these that is after all other events in order
 */
export function userReach(
  projection: LiveProjection,
  kinds: ReadonlySet<Event['kind']>,
  mayComplete: (user: LiveUser, event: Event) => boolean,
): LocalReach<LiveUser> {
  const actor = (event: Event): LiveUser[] =>
    'user' in event && event.user !== undefined ? [projection.user(event.user)] : [];
  return {
    type: 'user',
    kinds,
    completes: (event) => actor(event).filter((user) => mayComplete(user, event)),
    bearsOn: (event, { users }) => (event.kind === 'label' ? users : actor(event)),
    dealsWith: () => [],
    slice: ({ acts, labels }) => new Set([...acts, ...labels]),
  };
}

function isReturn({ status }: EventOf<'settlement'>): boolean {
  return status === 'returned' || status === 'charged-back';
}

/** Whether at least so many of the transfers to an account from a time on came back. */
function hasReturns(
  { received }: LiveAccount,
  projection: LiveProjection,
  since: number,
  fewest: number,
): boolean {
  let left = fewest;
  for (let i = received.length - 1; i >= 0 && received[i].at >= since; i--)
    if (projection.settlementsOf(eventKey(received[i])).some(isReturn) && --left <= 0) return true;
  return false;
}

/** The account that was paid by a transfer that is in force; none for anything else. */
function payeeOf(projection: LiveProjection, key: readonly [string, string]): LiveAccount[] {
  const item = projection.factWith(key);
  return item?.kind === 'transfer' ? [projection.account(item.to)] : [];
}

/** The accounts of which an event says something, directly or as of their owner. */
function spokenOf(event: Event, { users, accounts }: Mention): Set<LiveAccount> {
  const all = new Set(accounts);
  if (event.kind === 'label')
    for (const user of users) for (const account of user.accounts.keys()) all.add(account);
  return all;
}

function withParties(account: LiveAccount, projection: LiveProjection): Set<LiveAccount> {
  const parties = new Set([account]);
  for (const { to } of account.paid) parties.add(projection.account(to));
  for (const { from } of account.received) parties.add(projection.account(from));
  return parties;
}

/** Who the accounts are, by what was said of them and their owners. */
export function addParties(slice: Slice, parties: ReadonlySet<LiveAccount>, { users }: LiveProjection): void {
  for (const { references } of parties) addAll(slice, references);
  addOwners(slice, parties, users);
}
