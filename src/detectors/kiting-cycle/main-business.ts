import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { DAY } from '../../kernel/time.ts';

/** How far back the transfers of the accounts are looked at: a month holds wages, rent and bills once. */
export const MONTH = 30 * DAY;

/** Whether accounts, by number, do little but pay each other as of an event, by position. */
export type MainBusiness = (accounts: readonly number[], event: number) => boolean;

/**
 * Tells whether a group of accounts does little but pay each other: as of an event and over the 30 days before it, at
 * least two thirds of the transfers that one of them is part of are between two of them (docs/algorithms/kiting-cycle.md,
 * "Turned once"). Transfers from an account to itself are none. Of an account that had been open for more than a
 * month by the first transfer stored, the 30 days must be stored whole, or nobody can tell.
 *
 * The first question sorts the transfers by account: O(transfers), 16 bytes each. Every question then costs the
 * transfers of the accounts.
 */
export function mainBusiness(graph: EventGraph): MainBusiness {
  const { from, to, event: position } = graph.transfers;
  let byAccount: { from: ReturnType<typeof groupRows>; to: ReturnType<typeof groupRows> } | null = null;
  return (accounts, event) => {
    byAccount ??= { from: groupRows(from, graph.accounts.size), to: groupRows(to, graph.accounts.size) };
    const group = new Set(accounts);
    const since = graph.events.at[event] - MONTH;
    if (accounts.some((account) => isCutOff(graph, account, since))) return false;
    const counts = (row: number): boolean =>
      position[row] <= event && graph.events.at[position[row]] >= since;
    let inside = 0;
    let outside = 0;
    for (const account of group) {
      for (const row of rowsOf(byAccount.from, account)) {
        if (!counts(row) || to[row] === account) continue;
        if (group.has(to[row])) inside++;
        else outside++;
      }
      for (const row of rowsOf(byAccount.to, account)) if (counts(row) && !group.has(from[row])) outside++;
    }
    return inside >= 2 * outside;
  };
}

/** Whether what an account did from a time on is not all stored, as it had been open for long. */
function isCutOff({ events, transfers, ownerships }: EventGraph, account: number, since: number): boolean {
  const stored = events.at[transfers.event[0]];
  const [opened] = rowsOf(ownerships.byAccount, account);
  return since < stored && opened !== undefined && events.at[ownerships.event[opened]] < stored - MONTH;
}
