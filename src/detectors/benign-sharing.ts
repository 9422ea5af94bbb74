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
  const known = new Map<number, Visits | null>();
  return (target, midnight) => {
    let visits = known.get(target);
    if (visits === undefined) known.set(target, (visits = visitsOf(graph, uses, target, hubUsers)));
    if (visits === null) return false;
    const { at, observedAt } = graph.events;
    const { registrations } = graph;
    return isBenign(usersInHistory(visits, midnight), hubUsers, {
      isTenured: (user) => {
        const rows = rowsOf(registrations.byUser, user);
        return isTenured(
          rows.length,
          (i) => at[registrations.event[rows[i]]],
          (i) => observedAt[registrations.event[rows[i]]],
          midnight,
        );
      },
      isElsewhere: (user) => isElsewhere(graph, uses, user, target, midnight),
    });
  };
}

/** Who used a thing in the 90 days before a midnight. */
export interface Crowd<User> {
  readonly users: readonly User[];
  /** Their first uses of it ever (epoch ms), rising. */
  readonly firstUses: readonly number[];
}

/** The rule itself, for whoever has counted the crowd. */
export function isBenign<User>(
  { users, firstUses }: Crowd<User>,
  hubUsers: number,
  ask: { readonly isTenured: (user: User) => boolean; readonly isElsewhere: (user: User) => boolean },
): boolean {
  return (
    users.length >= hubUsers &&
    arrivedOverTime(firstUses) &&
    atLeastHalf(users, ask.isTenured) &&
    atLeastHalf(users, ask.isElsewhere)
  );
}

/** Whether an event is of an earlier day than the one that begins at a midnight, and was known by then. */
export function isEarlier(at: number, observedAt: number, midnight: number): boolean {
  return at < midnight && observedAt <= midnight;
}

/** Where the 90 days before a midnight begin (epoch ms). */
export function historySince(midnight: number): number {
  return midnight - HISTORY;
}

/** Whether somebody, by their registrations in event order, was registered 90 days or more before a midnight. */
export function isTenured(
  registrations: number,
  at: (i: number) => number,
  observedAt: (i: number) => number,
  midnight: number,
): boolean {
  for (let i = 0; i < registrations; i++) {
    if (at(i) > midnight - TENURE) return false;
    if (observedAt(i) <= midnight) return true;
  }
  return false;
}

/**
 * A target's uses, one for each user, day and midnight at which it is known: all that a question by day can tell
 * apart, with the first instant of each. Users are numbered by first visit, so that a question needs no hash table.
 */
interface Visits {
  /** Epoch milliseconds, in event order. Columns of their own, because questions go through them again and again. */
  readonly at: Float64Array;
  /** The first midnight at which a visit is known. */
  readonly knownFrom: Float64Array;
  /** Place of each visit's user in `users`. */
  readonly place: Int32Array;
  readonly users: Int32Array;
}

/** `null` when fewer than `hubUsers` users were ever there. Time O(uses of the target). */
function visitsOf(graph: EventGraph, uses: UseTable, target: number, hubUsers: number): Visits | null {
  const { at, observedAt } = graph.events;
  const visits = { at: [] as number[], knownFrom: [] as number[], place: [] as number[] };
  const users: number[] = [];
  const lastKept: number[] = [];
  const placeOf = new Map<number, number>();
  for (const row of rowsOf(uses.byTarget, target)) {
    const user = uses.user[row];
    const event = uses.event[row];
    const knownFrom = nextMidnight(observedAt[event]);
    let own = placeOf.get(user);
    if (own === undefined) placeOf.set(user, (own = users.push(user) - 1));
    else {
      const last = lastKept[own];
      const sameDay = utcMidnight(visits.at[last]) === utcMidnight(at[event]);
      if (sameDay && visits.knownFrom[last] === knownFrom) continue;
    }
    lastKept[own] = visits.at.push(at[event]) - 1;
    visits.knownFrom.push(knownFrom);
    visits.place.push(own);
  }
  if (users.length < hubUsers) return null;
  return {
    at: Float64Array.from(visits.at),
    knownFrom: Float64Array.from(visits.knownFrom),
    place: Int32Array.from(visits.place),
    users: Int32Array.from(users),
  };
}

/** The first midnight not before an instant. */
function nextMidnight(instant: number): number {
  return Math.ceil(instant / DAY) * DAY;
}

/** Users of the 90 days before a midnight in the order of their first uses ever, and those first uses, rising. */
function usersInHistory({ at, knownFrom, place, users }: Visits, midnight: number): Crowd<number> {
  const seen = new Uint8Array(users.length);
  const arrivals: number[] = [];
  const arrivedAt: number[] = [];
  for (let i = 0; i < at.length && at[i] < midnight; i++) {
    if (knownFrom[i] > midnight) continue;
    const own = place[i];
    if (seen[own] === 0) {
      arrivals.push(own);
      arrivedAt.push(at[i]);
      seen[own] = 1;
    }
    if (at[i] >= historySince(midnight)) seen[own] = 2;
  }
  const isPresent = (_: unknown, i: number): boolean => seen[arrivals[i]] === 2;
  return {
    users: arrivals.filter(isPresent).map((own) => users[own]),
    firstUses: arrivedAt.filter(isPresent),
  };
}

/** True unless some 7 x 24 h hold more than half of the given rising instants. */
function arrivedOverTime(instants: readonly number[]): boolean {
  for (let start = 0, end = 0; end < instants.length; end++) {
    while (instants[end] - instants[start] > BURST) start++;
    if (2 * (end - start + 1) > instants.length) return false;
  }
  return true;
}

function atLeastHalf<User>(users: readonly User[], holds: (user: User) => boolean): boolean {
  let missing = Math.ceil(users.length / 2);
  for (const user of users) if (holds(user) && --missing === 0) return true;
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
  for (
    let i = lowerBound(rows, (row) => at[uses.event[row]] >= historySince(midnight));
    i < rows.length;
    i++
  ) {
    const event = uses.event[rows[i]];
    if (at[event] >= midnight) return false;
    if (uses.target[rows[i]] !== target && observedAt[event] <= midnight) return true;
  }
  return false;
}
