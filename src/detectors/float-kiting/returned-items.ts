import { activityOf } from '../../graph/activity.ts';
import type { EventGraph } from '../../graph/event-graph.ts';

/** A transfer that came back; events are positions in the graph. */
export interface ReturnedItem {
  readonly item: number;
  readonly returned: number;
  /** Minor units that had arrived. */
  readonly minor: bigint;
}

/**
 * Transfers that a settlement says were returned or charged back, by the account they had arrived on and the currency,
 * in the order of their returns. Of several such settlements of one transfer the first after it in order counts, unless
 * it came longer than `clearing` (ms) after.
 *
 * Time O(settlements + transfers); the keys of transfers are read only when something was returned.
 */
export function returnedItems(
  graph: EventGraph,
  clearing: number,
): Map<number, Map<number, readonly ReturnedItem[]>> {
  const { settlements } = activityOf(graph);
  const { events, transfers } = graph;
  const returnedBy = new Map<string, number[]>();
  settlements.status.forEach((status, row) => {
    if (status !== 'returned' && status !== 'charged-back') return;
    const key = JSON.stringify(settlements.of[row]);
    const known = returnedBy.get(key);
    if (known) known.push(settlements.event[row]);
    else returnedBy.set(key, [settlements.event[row]]);
  });
  const found = new Map<number, Map<number, ReturnedItem[]>>();
  if (returnedBy.size === 0) return found;
  for (let row = 0; row < transfers.event.length; row++) {
    if (transfers.from[row] === transfers.to[row] || transfers.receivedMinor[row] === 0) continue;
    const item = transfers.event[row];
    const returned = returnedBy.get(JSON.stringify(events.key(item)))?.find((event) => event > item);
    if (returned === undefined) continue;
    if (events.at[returned] - events.at[item] > clearing) continue;
    const account = found.get(transfers.to[row]) ?? new Map<number, ReturnedItem[]>();
    found.set(transfers.to[row], account);
    const items = account.get(transfers.receivedCurrency[row]) ?? [];
    account.set(transfers.receivedCurrency[row], items);
    items.push({ item, returned, minor: BigInt(transfers.receivedMinor[row]) });
  }
  for (const account of found.values())
    for (const items of account.values()) items.sort((a, b) => a.returned - b.returned);
  return found;
}
