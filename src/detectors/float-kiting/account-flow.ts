import { activityOf } from '../../graph/activity.ts';
import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';

/** What came to an account in one currency, and what it spent; from other accounts and to others. */
export interface AccountFlow {
  /** Sums in minor units over the events from `first` to `last`, both ends in. Time O(log n). */
  between(first: number, last: number): { readonly cameIn: bigint; readonly spent: bigint };
  /** The events that spent something in that time. Time O(log n + their number). */
  spending(first: number, last: number): Int32Array;
}

/** @returns flows of accounts; O(transfers + payments) once, then O(n log n) for each, n the moves of the account. */
export function accountFlows(graph: EventGraph): (account: number, currency: number) => AccountFlow {
  const { transfers, accounts } = graph;
  const { payments } = activityOf(graph);
  const ins = groupRows(transfers.to, accounts.size);
  const outs = groupRows(transfers.from, accounts.size);
  const paid = groupRows(payments.account, accounts.size);
  const isOther = (row: number): boolean => transfers.from[row] !== transfers.to[row];
  return (account, currency) => {
    const cameIn = Array.from(rowsOf(ins, account))
      .filter((row) => isOther(row) && transfers.receivedCurrency[row] === currency)
      .map((row) => ({ event: transfers.event[row], minor: transfers.receivedMinor[row] }));
    const spent = [
      ...Array.from(rowsOf(outs, account))
        .filter((row) => isOther(row) && transfers.currency[row] === currency)
        .map((row) => ({ event: transfers.event[row], minor: transfers.minor[row] })),
      ...Array.from(rowsOf(paid, account))
        .filter((row) => payments.currency[row] === currency)
        .map((row) => ({ event: payments.event[row], minor: payments.minor[row] })),
    ].sort((a, b) => a.event - b.event);
    const [credits, debits] = [runningSums(cameIn), runningSums(spent)];
    return {
      between: (first, last) => ({
        cameIn: credits.between(first, last),
        spent: debits.between(first, last),
      }),
      spending: (first, last) => debits.events.slice(debits.from(first), debits.from(last + 1)),
    };
  };
}

function runningSums(moves: readonly { readonly event: number; readonly minor: number }[]) {
  const events = Int32Array.from(moves, ({ event }) => event);
  const sums = [0n];
  for (const { minor } of moves) sums.push(sums[sums.length - 1] + BigInt(minor));
  const from = (event: number): number => lowerBound(events, (one) => one >= event);
  return {
    events,
    from,
    between: (first: number, last: number): bigint => sums[from(last + 1)] - sums[from(first)],
  };
}
