import { groupRows, rowsOf, type RowGroups } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';

/**
 * The uses of one device by user, of every kind and all times. Made for devices with a finding only.
 * Time and memory O(uses of the device); a question costs O(log uses).
 */
export class DeviceHistory {
  /** User -> place among the users by first use. */
  readonly #places = new Map<number, number>();
  readonly #byPlace: RowGroups;
  /** Positions of the uses, grouped by place. */
  readonly #events: Int32Array;
  /** Position of each user's first use, rising. */
  readonly #firstUses: Int32Array;
  readonly #usersUpTo: ((event: number) => number) | null;

  /** @param usersUpTo answers {@link usersUpTo} where the graph holds only part of the device's users */
  constructor(graph: EventGraph, device: number, usersUpTo: ((event: number) => number) | null = null) {
    this.#usersUpTo = usersUpTo;
    const { byTarget, event, user } = graph.deviceUses;
    const rows = rowsOf(byTarget, device);
    const places = new Int32Array(rows.length);
    const firstUses: number[] = [];
    rows.forEach((row, i) => {
      let place = this.#places.get(user[row]);
      if (place === undefined) {
        place = firstUses.push(event[row]) - 1;
        this.#places.set(user[row], place);
      }
      places[i] = place;
    });
    this.#byPlace = groupRows(places, firstUses.length);
    this.#events = this.#byPlace.rows.map((i) => event[rows[i]]);
    this.#firstUses = Int32Array.from(firstUses);
  }

  /** Positions of a user's uses, rising. */
  usesOf(user: number): Int32Array {
    const { start } = this.#byPlace;
    const place = this.#places.get(user)!;
    return this.#events.subarray(start[place], start[place + 1]);
  }

  /** How many users used it up to and with an event. */
  usersUpTo(event: number): number {
    if (this.#usersUpTo) return this.#usersUpTo(event);
    return lowerBound(this.#firstUses, (first) => first > event);
  }
}

/**
 * Tells from which event on a user was seen on another device than a given one; Infinity for never.
 * Time for all questions together O(device uses); memory 4 bytes a user.
 */
export function otherDeviceSince(graph: EventGraph): (user: number, device: number) => number {
  const { byUser, event, target } = graph.deviceUses;
  /** Row of a user's first use of a second device; -1 when there is none, -2 when not looked for yet. */
  const second = new Int32Array(graph.users.size).fill(-2);
  return (user, device) => {
    const rows = rowsOf(byUser, user);
    if (rows.length === 0) return Infinity;
    if (target[rows[0]] !== device) return event[rows[0]];
    if (second[user] === -2) second[user] = rows.find((row) => target[row] !== target[rows[0]]) ?? -1;
    return second[user] < 0 ? Infinity : event[second[user]];
  };
}
