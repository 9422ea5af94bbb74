import { groupRows, rowsOf, type RowGroups } from '../graph/columns.ts';
import { lowerBound } from '../graph/lower-bound.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import { DAY } from '../kernel/time.ts';

const RECENT = 7 * DAY;
const TENURE = 90 * DAY;

/**
 * Finds accounts that pay or are paid by so many that they link nobody (definitions.md, "Hubs"): opened 90 days or
 * more before a midnight, with at least `hubCounterparties` distinct other accounts, in either direction, in the 7
 * days before it.
 *
 * @returns a question `(account, midnight)`. Time O(transfers) for the first one, then O(log n + transfers of the
 * account in those 7 days); memory 8 bytes a transfer and 16 an account from the first question on.
 */
export function busyAccounts(
  graph: EventGraph,
  hubCounterparties: number,
): (account: number, midnight: number) => boolean {
  const { transfers } = graph;
  let sides: { readonly groups: RowGroups; readonly other: Int32Array }[] | null = null;
  return (account, midnight) => {
    sides ??= [
      { groups: groupRows(transfers.from, graph.accounts.size), other: transfers.to },
      { groups: groupRows(transfers.to, graph.accounts.size), other: transfers.from },
    ];
    const lists = sides.map(({ groups, other }) => ({ rows: rowsOf(groups, account), other }));
    if (lists[0].rows.length + lists[1].rows.length < hubCounterparties) return false;
    if (!isOld(graph, account, midnight)) return false;
    const counterparties = new Set<number>();
    for (const { rows, other } of lists) {
      for (const row of recentRows(graph, rows, midnight))
        if (other[row] !== account) counterparties.add(other[row]);
    }
    return counterparties.size >= hubCounterparties;
  };
}

/** From when on counterparties count before a midnight (epoch ms). */
export function busySince(midnight: number): number {
  return midnight - RECENT;
}

/** Whether an opening makes an account old enough at a midnight (epoch ms). */
export function isOldEnough(openedAt: number, observedAt: number, midnight: number): boolean {
  return openedAt <= midnight - TENURE && observedAt <= midnight;
}

function* recentRows(graph: EventGraph, rows: Int32Array, midnight: number): Generator<number> {
  const { at, observedAt } = graph.events;
  const { event } = graph.transfers;
  for (let i = lowerBound(rows, (row) => at[event[row]] >= busySince(midnight)); i < rows.length; i++) {
    if (at[event[rows[i]]] >= midnight) return;
    if (observedAt[event[rows[i]]] <= midnight) yield rows[i];
  }
}

function isOld(graph: EventGraph, account: number, midnight: number): boolean {
  const { at, observedAt } = graph.events;
  const { byAccount, event } = graph.ownerships;
  return rowsOf(byAccount, account).some((row) =>
    isOldEnough(at[event[row]], observedAt[event[row]], midnight),
  );
}
