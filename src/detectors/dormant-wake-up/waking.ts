import { activityOf } from '../../graph/activity.ts';
import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { EVENT_KINDS } from '../../graph/model/event.ts';
import type { DormantWakeUpOptions } from './options.ts';

export type WakingTier = 'connections' | 'debit';

/** An episode of one user and tier; events are positions in the graph. */
export interface Waking {
  readonly user: number;
  readonly tier: WakingTier;
  readonly first: number;
  last: number;
  peak: number;
  /** The last act before the sleep, and the act that ended it. */
  readonly before: number;
  readonly woke: number;
  /** The strange device at the crossing, and its first use by the user. */
  readonly device: number;
  readonly deviceUse: number;
  /** At the crossing: the connections counted, or the debit alone. */
  readonly counted: readonly number[];
}

/**
 * Finds, user by user, sleeps and what followed them. Time O(acts + device uses of users who slept, and the log of
 * payments and transfers for each of their debits); memory 4 bytes an act and 4 a user.
 */
export function wakings(graph: EventGraph, options: DormantWakeUpOptions, users: Iterable<number>): Waking[] {
  const { acts } = activityOf(graph);
  const { at } = graph.events;
  const byUser = groupRows(acts.user, graph.users.size);
  const found: Waking[] = [];
  for (const user of users) {
    const events = rowsOf(byUser, user).map((row) => acts.event[row]);
    let night: Night | null = null;
    for (let i = 1; i < events.length; i++) {
      if (at[events[i]] - at[events[i - 1]] >= options.dormancy)
        night = new Night(graph, options, { user, acts: events, before: events[i - 1], woke: events[i] });
      if (night && at[events[i]] - at[night.woke] <= options.awake) night.take(events[i], found);
    }
  }
  return found;
}

interface Sleep {
  readonly user: number;
  /** All acts of the user. */
  readonly acts: Int32Array;
  /** The last one before the sleep, and the one that ended it. */
  readonly before: number;
  readonly woke: number;
}

/** One sleep of one user, and what happened since the act that ended it. */
class Night {
  readonly woke: number;
  readonly #graph: EventGraph;
  readonly #options: DormantWakeUpOptions;
  readonly #user: number;
  readonly #before: number;
  readonly #devices: UserDevices;
  /** Connections since waking; those before `low` are out of the window. */
  readonly #connections: number[] = [];
  #low = 0;
  #debits = 0;
  readonly #open: Partial<Record<WakingTier, Waking>> = {};

  constructor(graph: EventGraph, options: DormantWakeUpOptions, sleep: Sleep) {
    this.#graph = graph;
    this.#options = options;
    this.#user = sleep.user;
    this.#before = sleep.before;
    this.woke = sleep.woke;
    this.#devices = new UserDevices(graph, sleep, options.awake);
  }

  /** Takes in an act of the time awake; an episode it opens is put into `found`. */
  take(event: number, found: Waking[]): void {
    const kind = EVENT_KINDS[this.#graph.events.kind[event]];
    if (kind === 'bank-connection') this.#connect(event, found);
    if (kind === 'payment' && this.#isLarge(activityOf(this.#graph).payments, event))
      this.#spend(event, found);
    if (kind === 'transfer' && this.#isLarge(this.#graph.transfers, event)) this.#spend(event, found);
  }

  #connect(event: number, found: Waking[]): void {
    const { at } = this.#graph.events;
    this.#connections.push(event);
    while (at[this.#connections[this.#low]] < at[event] - this.#options.connectionWindow) this.#low++;
    const count = this.#connections.length - this.#low;
    const { firstStrange } = this.#devices;
    if (count < this.#options.minConnections || firstStrange < 0 || firstStrange > event) return;
    this.#complete('connections', event, count, found, () => ({
      deviceUse: firstStrange,
      counted: this.#connections.slice(this.#low),
    }));
  }

  #spend(event: number, found: Waking[]): void {
    if (!this.#devices.isStrangeAt(event)) return;
    this.#complete('debit', event, ++this.#debits, found, () => ({ deviceUse: event, counted: [event] }));
  }

  #isLarge({ event: events, minor }: { event: Int32Array; minor: Float64Array }, event: number): boolean {
    return minor[lowerBound(events, (position) => position >= event)] >= this.#options.largeDebit;
  }

  #complete(
    tier: WakingTier,
    event: number,
    count: number,
    found: Waking[],
    proof: () => Pick<Waking, 'deviceUse' | 'counted'>,
  ): void {
    const known = this.#open[tier];
    if (known) {
      known.last = event;
      known.peak = Math.max(known.peak, count);
      return;
    }
    const { deviceUse, counted } = proof();
    const waking: Waking = {
      user: this.#user,
      tier,
      first: event,
      last: event,
      peak: count,
      before: this.#before,
      woke: this.woke,
      device: this.#devices.at(deviceUse),
      deviceUse,
      counted,
    };
    this.#open[tier] = waking;
    found.push(waking);
  }
}

/** Which devices of a user are strange: first used since a wake-up, by somebody of whom older devices are known. */
class UserDevices {
  /** The first use of a strange device in the time awake, -1 for none. */
  readonly firstStrange: number = -1;
  /** The user's acts that name a device, in event order. */
  readonly #events: Int32Array;
  readonly #devices: Int32Array;
  /** Devices used before waking. */
  readonly #own: ReadonlySet<number>;

  constructor({ deviceUses, events }: EventGraph, { user, acts, woke }: Sleep, awake: number) {
    const own = new Set(acts);
    const rows = rowsOf(deviceUses.byUser, user).filter((row) => own.has(deviceUses.event[row]));
    this.#events = rows.map((row) => deviceUses.event[row]);
    this.#devices = rows.map((row) => deviceUses.target[row]);
    const since = lowerBound(this.#events, (position) => position >= woke);
    this.#own = new Set(this.#devices.subarray(0, since));
    for (let i = since; i < rows.length && events.at[this.#events[i]] <= events.at[woke] + awake; i++) {
      if (!this.#isStrange(this.#devices[i])) continue;
      this.firstStrange = this.#events[i];
      break;
    }
  }

  /** The device that an event names, -1 for none. */
  at(event: number): number {
    const i = lowerBound(this.#events, (position) => position >= event);
    return this.#events[i] === event ? this.#devices[i] : -1;
  }

  isStrangeAt(event: number): boolean {
    const device = this.at(event);
    return device >= 0 && this.#isStrange(device);
  }

  #isStrange(device: number): boolean {
    return this.#own.size > 0 && !this.#own.has(device);
  }
}
