import { registeredAt, type EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { rowsOf } from '../../graph/columns.ts';

/** The users of one block and the uses of it by event position; places as in `BlockUses`. */
export interface BlockVisitors {
  /** Positions, rising. */
  readonly event: Int32Array;
  readonly firstRow: Int32Array;
  /** User of each place. */
  readonly user: Int32Array;
}

/**
 * Whether accounts were fresh at their first use of a block: 0 <= first use - registration <= `freshness`, with the
 * user's earliest registration known at the event where the question is asked. A registration can become known after
 * the first use: it comes later in event order at the same time, or was observed late.
 */
export function freshnessAt(
  graph: EventGraph,
  { event, firstRow, user }: BlockVisitors,
  freshness: number,
): (place: number, row: number) => boolean {
  const { at } = graph.events;
  return (place, row) => {
    const registered = registeredAt(graph, user[place], event[row]);
    if (registered === undefined) return false;
    const age = at[event[firstRow[place]]] - registered;
    return age >= 0 && age <= freshness;
  };
}

/**
 * Rows after a first use at which the answer of {@link freshnessAt} may change, rising.
 * Time O(registrations of the users + those known late x log events); there are mostly none of the latter.
 */
export function freshnessRechecks(
  graph: EventGraph,
  visitors: BlockVisitors,
): { readonly row: number; readonly place: number }[] {
  const { registrations } = graph;
  const { at, observedAt } = graph.events;
  const { event, firstRow, user } = visitors;
  const rechecks: { row: number; place: number }[] = [];
  for (let place = 0; place < user.length; place++) {
    const arrival = event[firstRow[place]];
    for (const i of rowsOf(registrations.byUser, user[place])) {
      const registration = registrations.event[i];
      // One after the first use leaves the account as old as it was, or younger than that use: fresh is neither new.
      if (at[registration] > at[arrival]) break;
      if (registration <= arrival && observedAt[registration] <= at[arrival]) continue;
      for (const row of rowsOfChange(visitors, registration, at, observedAt[registration]))
        rechecks.push({ row, place });
    }
  }
  return rechecks.sort((a, b) => a.row - b.row);
}

/** A registration is known at its own event; one observed late not right after it, but again once it was observed. */
function rowsOfChange(
  { event }: BlockVisitors,
  registration: number,
  at: Float64Array,
  observedAt: number,
): number[] {
  return [
    lowerBound(event, (other) => other >= registration),
    lowerBound(event, (other) => other > registration),
    lowerBound(event, (other) => other > registration && at[other] >= observedAt),
  ];
}
