import { rowsOf } from '../graph/columns.ts';
import { lowerBound } from '../graph/lower-bound.ts';
import type { EventGraph, UseTable } from '../graph/event-graph.ts';
import { DAY, utcMidnight } from '../kernel/time.ts';

const HISTORY = 90 * DAY;
const TENURE = 90 * DAY;
const BURST = 7 * DAY;

/**
 * Tells a shared place of ordinary people (library, office, family tablet, carrier) from a farm by evidence, for one
 * use table (definitions.md, "Hubs"). Benign at a midnight: in the 90 days before, at least `hubUsers` distinct users
 * used it, of whom at least half registered 90 days or more before that midnight, at least half used another target
 * in those days, and no 7 x 24 h, both ends included, hold more than half of their first uses of it.
 *
 * @returns a question `(target, midnight)`; cost as said at `hubCalendar`.
 */
export function benignSharing(
  graph: EventGraph,
  uses: UseTable,
  hubUsers: number,
): (target: number, midnight: number) => boolean {
  const visits = new Map<number, Int32Array | null>();
  return (target, midnight) => {
    let rows = visits.get(target);
    if (rows === undefined) visits.set(target, (rows = visitsOf(graph, uses, target, hubUsers)));
    if (rows === null) return false;
    const firstUses = usersInHistory(graph, uses, rows, midnight);
    return (
      firstUses.size >= hubUsers &&
      arrivedOverTime([...firstUses.values()]) &&
      atLeastHalf(firstUses, (user) => isTenured(graph, user, midnight)) &&
      atLeastHalf(firstUses, (user) => isElsewhere(graph, uses, user, target, midnight))
    );
  };
}

/**
 * Rows of a target's uses, one for each user, day and midnight at which it is known: all that a question by day can
 * tell apart, with the first instant of each. `null` when fewer than `hubUsers` users were ever there.
 */
function visitsOf(graph: EventGraph, uses: UseTable, target: number, hubUsers: number): Int32Array | null {
  const { at, observedAt } = graph.events;
  const kept: number[] = [];
  const lastKept = new Map<number, number>();
  for (const row of rowsOf(uses.byTarget, target)) {
    const previous = lastKept.get(uses.user[row]);
    if (previous !== undefined) {
      const [a, b] = [uses.event[previous], uses.event[row]];
      const sameDay = utcMidnight(at[a]) === utcMidnight(at[b]);
      if (sameDay && knownFrom(observedAt[a]) === knownFrom(observedAt[b])) continue;
    }
    lastKept.set(uses.user[row], row);
    kept.push(row);
  }
  return lastKept.size < hubUsers ? null : Int32Array.from(kept);
}

/** The first midnight not before an instant. */
function knownFrom(observedAt: number): number {
  return Math.ceil(observedAt / DAY) * DAY;
}

/** Users of the 90 days before a midnight, each with the at of the first use ever, rising. */
function usersInHistory(
  graph: EventGraph,
  uses: UseTable,
  rows: Int32Array,
  midnight: number,
): Map<number, number> {
  const { at, observedAt } = graph.events;
  const first = new Map<number, number>();
  const present = new Set<number>();
  for (const row of rows) {
    const event = uses.event[row];
    if (at[event] >= midnight) break;
    if (observedAt[event] > midnight) continue;
    const user = uses.user[row];
    if (!first.has(user)) first.set(user, at[event]);
    if (at[event] >= midnight - HISTORY) present.add(user);
  }
  for (const user of first.keys()) if (!present.has(user)) first.delete(user);
  return first;
}

/** True unless some 7 x 24 h hold more than half of the given rising instants. */
function arrivedOverTime(instants: readonly number[]): boolean {
  for (let start = 0, end = 0; end < instants.length; end++) {
    while (instants[end] - instants[start] > BURST) start++;
    if (2 * (end - start + 1) > instants.length) return false;
  }
  return true;
}

function atLeastHalf(users: ReadonlyMap<number, number>, holds: (user: number) => boolean): boolean {
  let missing = Math.ceil(users.size / 2);
  for (const user of users.keys()) if (holds(user) && --missing === 0) return true;
  return false;
}

function isTenured(graph: EventGraph, user: number, midnight: number): boolean {
  const { byUser, event } = graph.registrations;
  const { at, observedAt } = graph.events;
  for (const row of rowsOf(byUser, user)) {
    if (at[event[row]] > midnight - TENURE) return false;
    if (observedAt[event[row]] <= midnight) return true;
  }
  return false;
}

function isElsewhere(
  graph: EventGraph,
  uses: UseTable,
  user: number,
  target: number,
  midnight: number,
): boolean {
  const { at, observedAt } = graph.events;
  const rows = rowsOf(uses.byUser, user);
  for (let i = lowerBound(rows, (row) => at[uses.event[row]] >= midnight - HISTORY); i < rows.length; i++) {
    const event = uses.event[rows[i]];
    if (at[event] >= midnight) return false;
    if (uses.target[rows[i]] !== target && observedAt[event] <= midnight) return true;
  }
  return false;
}
