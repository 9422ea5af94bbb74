import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Episode } from '../episode-fold.ts';
import { relocateAll } from '../window-finding.ts';
import { WindowCount } from '../window-count.ts';
import type { PayeeUse } from '../pass-through/passing-sweep.ts';
import type { MuleNetworkOptions } from './options.ts';

/** An episode of a payee; its members' `user` is the number of an account, events are positions in the graph. */
export interface MuleNetwork extends Episode {
  readonly payee: number;
  /** The first completing event at which so many are counted that they stand alone; -1 for none. */
  readonly enough: number;
}

/**
 * Payees to which several pass-through accounts pass on within the window. Time O(uses log uses); memory 24 bytes an
 * account and 28 a use.
 */
export function muleNetworks(
  graph: EventGraph,
  uses: readonly PayeeUse[],
  { minMules, minMulesAlone, networkWindow }: MuleNetworkOptions,
): MuleNetwork[] {
  const ordered = uses.toSorted((a, b) => a.event - b.event);
  const event = Int32Array.from(ordered, (use) => use.event);
  const mule = Int32Array.from(ordered, (use) => use.mule);
  const byPayee = groupRows(
    Int32Array.from(ordered, (use) => use.payee),
    graph.accounts.size,
  );
  const counter = new WindowCount(graph.accounts.size);
  const networks: MuleNetwork[] = [];
  for (let payee = 0; payee < graph.accounts.size; payee++) {
    const rows = rowsOf(byPayee, payee);
    if (rows.length < minMules) continue;
    const events = rows.map((row) => event[row]);
    const own = {
      event: events,
      at: Float64Array.from(events, (position) => graph.events.at[position]),
      user: rows.map((row) => mule[row]),
      side: new Uint8Array(rows.length).fill(1),
    };
    const counted = (minUsers: number): Episode[] =>
      counter.episodes(own, { window: networkWindow, minUsers, sides: 1 });
    const alone = counted(Math.max(minMules, minMulesAlone));
    for (const { first, last, peak, members } of counted(minMules)) {
      const enough = alone.find((one) => one.first >= first && one.first <= last);
      networks.push({
        payee,
        first: events[first],
        last: events[last],
        peak,
        enough: enough ? events[enough.first] : -1,
        members: relocateAll(members, events),
      });
    }
  }
  return networks;
}
