import { activityOf } from '../../graph/activity.ts';
import { groupRows, rowsOf } from '../../graph/columns.ts';
import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import type { BustOutOptions } from './options.ts';

/** A payment or transfer far above what its user used to spend; the event is a position in the graph. */
export interface Jump {
  readonly event: number;
  readonly user: number;
  /** Where it went: one of the two, the other is -1. */
  readonly merchant: number;
  readonly payee: number;
  /** Events of what came before, rising. */
  readonly before: () => readonly number[];
}

interface Spend {
  readonly event: number;
  readonly minor: bigint;
  readonly merchant: number;
  readonly payee: number;
}

/**
 * All jumps, user by user, in event order for each. Time O(payments + transfers, log n of them for each user); memory
 * 8 bytes a payment and transfer, 8 a user, and the spending of one user.
 */
export function* jumps(graph: EventGraph, options: BustOutOptions): Generator<Jump> {
  const spendingOf = spending(graph);
  for (let user = 0; user < graph.users.size; user++)
    for (const [, spends] of spendingOf(user)) yield* jumpsOf(graph, user, spends, options);
}

function* jumpsOf(
  graph: EventGraph,
  user: number,
  spends: readonly Spend[],
  { history, minSmall, minRatio, than }: BustOutOptions,
): Generator<Jump> {
  const { at } = graph.events;
  let low = 0;
  let sum = 0n;
  /** Spends that can still be the largest in the history, falling; those before `head` are out of it. */
  const largest: number[] = [];
  let head = 0;
  for (let i = 0; i < spends.length; i++) {
    const { event, minor, merchant, payee } = spends[i];
    while (at[spends[low].event] < at[event] - history) sum -= spends[low++].minor;
    while (head < largest.length && largest[head] < low) head++;
    const count = i - low;
    // Against the average of what came before: both sides times their number.
    const [own, usual] =
      than === 'average' ? [minor * BigInt(count), sum] : [minor, spends[largest[head]]?.minor ?? 0n];
    if (count >= minSmall && (minRatio === null || own * 10_000n > BigInt(minRatio) * usual)) {
      const from = low;
      yield {
        event,
        user,
        merchant,
        payee,
        before: () => spends.slice(from, i).map((spend) => spend.event),
      };
    }
    sum += minor;
    while (largest.length > head && spends[largest[largest.length - 1]].minor <= minor) largest.pop();
    largest.push(i);
  }
}

/** What a user spends, by currency, in event order: not on accounts that somebody owns together with the payer's. */
function spending(graph: EventGraph): (user: number) => Map<number, Spend[]> {
  const { transfers, users } = graph;
  const { payments } = activityOf(graph);
  const paid = groupRows(payments.user, users.size);
  const sent = groupRows(transfers.user, users.size);
  return (user) => {
    const spends: (Spend & { readonly currency: number })[] = [];
    for (const row of rowsOf(paid, user))
      spends.push({
        event: payments.event[row],
        minor: BigInt(payments.minor[row]),
        currency: payments.currency[row],
        merchant: payments.merchant[row],
        payee: -1,
      });
    for (const row of rowsOf(sent, user))
      if (!isOwnMoney(graph, row))
        spends.push({
          event: transfers.event[row],
          minor: BigInt(transfers.minor[row]),
          currency: transfers.currency[row],
          merchant: -1,
          payee: transfers.to[row],
        });
    spends.sort((a, b) => a.event - b.event);
    return Map.groupBy(spends, ({ currency }) => currency);
  };
}

function isOwnMoney(graph: EventGraph, row: number): boolean {
  const { from, to, event } = graph.transfers;
  if (from[row] === to[row]) return true;
  const payers = ownersAsOf(graph, from[row], event[row]);
  return payers.length > 0 && ownersAsOf(graph, to[row], event[row]).some((one) => payers.includes(one));
}
