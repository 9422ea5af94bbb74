import { compareEvents } from '../../graph/model/event.ts';
import type { LiveAccount, Opening, Payout } from '../../projection/live-entities.ts';
import { passingOf, type Passing } from '../pass-through/detect.ts';
import type { PassThroughOptions } from '../pass-through/options.ts';
import type { LiveContext } from './live-things.ts';
import { mayPassOn } from './may-complete.ts';
import { sliceGraph, type SliceGraph } from './slice-graph.ts';
import { addAll, addBetween, type Slice } from './slices.ts';

/** A use of a payee, as `PayeeUse` is one. */
export interface LiveUse {
  readonly event: Payout;
  readonly mule: LiveAccount;
  readonly payee: LiveAccount;
}

/** What passes through single accounts, by the batch code over their moves, statements and owners. */
export class LivePassing {
  readonly #context: LiveContext;
  readonly #options: PassThroughOptions;

  constructor(context: LiveContext, options: PassThroughOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Whether a transfer, after all others in order, may complete something of its payer, as far as can be told at once. */
  mayComplete(transfer: Payout): boolean {
    const payer = this.#context.projection.account(transfer.from);
    return mayPassOn(payer, transfer, this.#options, (one) => countsAsMove(one, this.#context));
  }

  /**
   * The uses that an account makes of payees from a time on; in event order. What is counted lies in a window, and
   * whether it was counted before is decided in another window before that.
   */
  usesSince(account: LiveAccount, since: number): LiveUse[] {
    const { projection } = this.#context;
    const made = this.of(account, since - 2 * this.#options.window);
    if (!made) return [];
    const { graph } = made.slice;
    return made.passing.uses
      .map(({ event, payee }) => ({
        event: made.slice.eventAt(event) as Payout,
        mule: account,
        payee: projection.account(graph.accounts.id(payee)),
      }))
      .filter(({ event }) => event.at >= since)
      .sort((a, b) => compareEvents(a.event, b.event));
  }

  /** What passes through an account from a time on; null when it paid or received nothing. */
  of(account: LiveAccount, since: number): { readonly slice: SliceGraph; readonly passing: Passing } | null {
    const { projection, hubs } = this.#context;
    const events: Slice = new Set(account.openings);
    for (const list of [account.paid, account.received]) addBetween(events, list, since, Infinity);
    for (const transfer of events) {
      if (transfer.kind !== 'transfer') continue;
      const other = transfer.from === account.id ? transfer.to : transfer.from;
      addAll(events, projection.account(other).openings);
    }
    for (const list of [account.payments, account.balances]) addBetween(events, list, since, Infinity);
    const slice = sliceGraph(events, true);
    const number = slice.graph.accounts.find(account.id);
    if (number < 0) return null;
    const calendar = hubs.calendarOf(slice.graph, projection);
    return { slice, passing: passingOf(slice.graph, this.#options, calendar, [number]) };
  }
}

/** Whether a transfer counts, as `countedMoves` says it. */
export function countsAsMove(transfer: Payout, { hubs, projection }: LiveContext): boolean {
  const { at, from, to, amount } = transfer;
  if (from === to || amount.minor === 0) return false;
  const [payer, payee] = [projection.account(from), projection.account(to)];
  if (hubs.thing(payer.payee, at) !== null || hubs.thing(payee.payee, at) !== null) return false;
  const isKnown = (opening: Opening): boolean => compareEvents(opening, transfer) <= 0;
  return !payer.openings.some(
    (one) => isKnown(one) && payee.openings.some((other) => other.user === one.user && isKnown(other)),
  );
}
