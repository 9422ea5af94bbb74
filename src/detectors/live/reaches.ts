import { eventKey, type Event } from '../../graph/model/event.ts';
import type { LiveAccount, LiveUser, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import type { ScatterGatherOptions } from '../scatter-gather/options.ts';
import type { LocalReach } from './live-local.ts';
import { mayGather } from './may-complete.ts';
import { addAll, addOwners, type Slice } from './slices.ts';

/** What an account's own detector looks for: whether an event in order may complete something of an account. */
export type MayComplete = (account: LiveAccount, transfer: Payout) => boolean;

/**
 * Detectors about one account that read its own transfers, payments, balances and returns, who owns it and those it
 * deals with, and what was said of all of them.
 *
 * @param mayComplete asked for both accounts of a transfer that is after all other events in order
 */
export function accountReach(projection: LiveProjection, mayComplete: MayComplete): LocalReach<LiveAccount> {
  return {
    type: 'account',
    *completes(event) {
      if (event.kind === 'settlement') yield* payeeOf(projection, event.of);
      if (event.kind !== 'transfer') return;
      for (const account of [projection.account(event.from), projection.account(event.to)])
        if (mayComplete(account, event)) yield account;
    },
    *bearsOn(event, mention) {
      if (event.kind === 'payment' || event.kind === 'balance') yield projection.account(event.account);
      else if (event.kind === 'settlement') yield* payeeOf(projection, event.of);
      else if (event.kind === 'transfer') yield* mention.accounts;
      else for (const account of spokenOf(event, mention)) yield* withParties(account, projection);
    },
    dealsWith: (account) => withParties(account, projection),
    slice(account) {
      const { paid, received, payments, balances } = account;
      const slice: Slice = new Set([...paid, ...received, ...payments, ...balances]);
      for (const item of received) addAll(slice, projection.settlementsOf(eventKey(item)));
      addParties(slice, withParties(account, projection), projection);
      return slice;
    },
  };
}

/**
 * Detectors about an account that is paid by others, which read what those were paid: an account reads as far as two
 * transfers back. Only the payees of its own payees, and they, are concerned by what is said of an account.
 */
export function targetReach(
  projection: LiveProjection,
  options: ScatterGatherOptions,
): LocalReach<LiveAccount> {
  const payeesOf = (account: LiveAccount): Set<LiveAccount> =>
    new Set(account.paid.map(({ to }) => projection.account(to)));
  const within = (account: LiveAccount): Set<LiveAccount> => {
    const near = new Set([account, ...payeesOf(account)]);
    return new Set([...near].flatMap((one) => [one, ...payeesOf(one)]));
  };
  return {
    type: 'account',
    *completes(event) {
      if (event.kind !== 'transfer') return;
      const payee = projection.account(event.to);
      // Of an account in the middle it may be the leg in, where another leg in counted already or the order is no matter.
      const targets = new Set([payee]);
      const { paid } = payee;
      for (let i = paid.length - 1; i >= 0 && paid[i].at >= event.at - options.window; i--)
        targets.add(projection.account(paid[i].to));
      for (const target of targets)
        if (mayGather(target, event.at, options, (id) => projection.account(id))) yield target;
    },
    *bearsOn(event, mention) {
      if (event.kind === 'transfer') {
        const payee = projection.account(event.to);
        yield* [payee, ...payeesOf(payee)];
      } else for (const account of spokenOf(event, mention)) yield* within(account);
    },
    dealsWith: within,
    slice(target) {
      const slice: Slice = new Set(target.received);
      const middles = new Set(target.received.map(({ from }) => projection.account(from)));
      const parties = new Set([target, ...middles]);
      for (const { received } of middles)
        for (const transfer of received) {
          slice.add(transfer);
          parties.add(projection.account(transfer.from));
        }
      addParties(slice, parties, projection);
      return slice;
    },
  };
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
  mayComplete: (user: LiveUser, event: Event) => boolean = () => true,
): LocalReach<LiveUser> {
  const actor = (event: Event): LiveUser[] =>
    'user' in event && event.user !== undefined ? [projection.user(event.user)] : [];
  return {
    type: 'user',
    completes: (event) =>
      kinds.has(event.kind) ? actor(event).filter((user) => mayComplete(user, event)) : [],
    bearsOn: (event, { users }) => (event.kind === 'label' ? users : actor(event)),
    dealsWith: () => [],
    slice: ({ acts, labels }) => new Set([...acts, ...labels]),
  };
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
