import type { EventGraph } from '../../graph/event-graph.ts';
import { ownersAsOf } from '../../graph/event-graph.ts';
import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';

/** A counted transfer as one account sees it. */
export interface Move {
  /** Row of the transfers. */
  readonly row: number;
  readonly event: number;
  readonly at: number;
  readonly isIn: boolean;
  /** The account on the other side. */
  readonly other: number;
  /** Minor units: what arrived, or what left. */
  readonly minor: bigint;
}

/** Transfers that count for pass-through, by account and currency; the hubs that kept transfers out. */
export interface CountedMoves {
  /** The moves of an account in event order, a list for each currency. */
  of(account: number): Iterable<readonly [currency: number, moves: readonly Move[]]>;
  readonly hubs: HubTally;
}

/**
 * A transfer counts when it moves something between two accounts neither of which is a hub on its UTC day, and which
 * nobody is known to own both of as of it. Time O(transfers + their owners + what the hub calendar takes); memory
 * 8 bytes a transfer and 8 an account, and the moves of one account at a time.
 */
export function countedMoves(graph: EventGraph, calendar: HubCalendar): CountedMoves {
  const { events, transfers, accounts } = graph;
  const hubs = new HubTally();
  const [from, to] = [transfers.from.slice(), transfers.to.slice()];
  for (let row = 0; row < from.length; row++)
    if (!counts(graph, row, calendar, hubs)) from[row] = to[row] = -1;
  const outs = groupRows(from, accounts.size);
  const ins = groupRows(to, accounts.size);

  const move = (row: number, isIn: boolean): Move => ({
    row,
    event: transfers.event[row],
    at: events.at[transfers.event[row]],
    isIn,
    other: isIn ? from[row] : to[row],
    minor: BigInt(isIn ? transfers.receivedMinor[row] : transfers.minor[row]),
  });
  return {
    hubs,
    of(account) {
      const [came, went] = [rowsOf(ins, account), rowsOf(outs, account)];
      if (came.length === 0 || went.length === 0) return [];
      const byCurrency = new Map<number, Move[]>();
      for (let i = 0, o = 0; i < came.length || o < went.length;) {
        const isIn = o >= went.length || (i < came.length && came[i] < went[o]);
        const row = isIn ? came[i++] : went[o++];
        const currency = isIn ? transfers.receivedCurrency[row] : transfers.currency[row];
        const list = byCurrency.get(currency);
        if (list) list.push(move(row, isIn));
        else byCurrency.set(currency, [move(row, isIn)]);
      }
      return byCurrency;
    },
  };
}

function counts(graph: EventGraph, row: number, calendar: HubCalendar, hubs: HubTally): boolean {
  const { from, to, minor, event } = graph.transfers;
  if (from[row] === to[row] || minor[row] === 0) return false;
  const at = graph.events.at[event[row]];
  let isFree = true;
  for (const account of [from[row], to[row]]) {
    const reason = calendar.account(account, at);
    if (!reason) continue;
    hubs.add({ type: 'Account', id: graph.accounts.id(account) }, reason, at);
    isFree = false;
  }
  if (!isFree) return false;
  const payers = ownersAsOf(graph, from[row], event[row]);
  return payers.length === 0 || !ownersAsOf(graph, to[row], event[row]).some((one) => payers.includes(one));
}
