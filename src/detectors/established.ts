import { rowsOf } from '../graph/columns.ts';
import { registeredAt, type EventGraph } from '../graph/event-graph.ts';
import { HOUR } from '../kernel/time.ts';
import type { EpisodeMember } from './episode-fold.ts';

/** An account is fresh up to this age (fraud.md: `burst`, and the fresh users of ip-recycling). */
const FRESH = 72 * HOUR;

/**
 * From which event on a sharing finding binds, so that sharing alone does not bind people who were there before it:
 * families, offices, libraries (docs/algorithms/established.md).
 *
 * A member is established when at their first counted use they had an account older than 72 h, and had already used a
 * device that none of the others counted has used by now. The finding binds from the first event at which a member
 * joins and fewer than half of those who have joined are established; when there is none, it never does. A member without a known
 * registration is not established.
 *
 * Depends only on events up to the one it returns, so batch and live agree. Time O(u log u), u the device uses of the
 * members.
 *
 * @param members positions of events as numbers, in the order of joining; hosts left out
 * @returns the position of an event, or `established`
 */
export function bindsBeyondEstablished(
  graph: EventGraph,
  members: readonly EpisodeMember[],
): number | 'established' {
  const group = new Group(graph, members);
  for (let next = 0; next < members.length;) {
    const step = members[next].since;
    while (next < members.length && members[next].since === step) next++;
    if (group.establishedAt(step, next) * 2 < next) return step;
  }
  return 'established';
}

/** A device as a member used it: from when it counts against the others' claim to it, and whether it backs their own. */
interface DeviceUse {
  readonly member: number;
  readonly device: number;
  readonly from: number;
  readonly before: boolean;
}

/** Follows how many of the members counted so far are established. */
class Group {
  readonly #uses: readonly DeviceUse[];
  readonly #isTenured: readonly boolean[];
  /** Devices that back each member's claim. */
  readonly #own: Int32Array;
  /** Device -> the first claim to it, or null once two members have used it. */
  readonly #claims = new Map<number, DeviceUse | null>();
  #next = 0;
  #established = 0;

  constructor(graph: EventGraph, members: readonly EpisodeMember[]) {
    this.#isTenured = members.map(({ user, evidence }) => isOlder(graph, user, Math.min(...evidence)));
    this.#uses = members
      .flatMap((member, number) => firstDeviceUses(graph, member, number))
      .sort((a, b) => a.from - b.from);
    this.#own = new Int32Array(members.length);
  }

  /** @param counted how many members have joined by the event; they come first. */
  establishedAt(event: number, counted: number): number {
    for (; this.#next < this.#uses.length && this.#uses[this.#next].from <= event; this.#next++) {
      const use = this.#uses[this.#next];
      if (use.member < counted) this.#add(use);
    }
    return this.#established;
  }

  #add(use: DeviceUse): void {
    const claim = this.#claims.get(use.device);
    this.#claims.set(use.device, claim === undefined ? use : null);
    if (claim === undefined) this.#back(use, 1);
    else if (claim) this.#back(claim, -1);
  }

  #back({ member, before }: DeviceUse, change: 1 | -1): void {
    if (!before || !this.#isTenured[member]) return;
    const had = this.#own[member] > 0;
    this.#own[member] += change;
    this.#established += Number(this.#own[member] > 0) - Number(had);
  }
}

function isOlder(graph: EventGraph, user: number, position: number): boolean {
  const registered = registeredAt(graph, user, position);
  return registered !== undefined && graph.events.at[position] - registered > FRESH;
}

function firstDeviceUses(
  graph: EventGraph,
  { user, since, evidence }: EpisodeMember,
  member: number,
): DeviceUse[] {
  const { byUser, target, event } = graph.deviceUses;
  const first = new Map<number, number>();
  for (const row of rowsOf(byUser, user)) if (!first.has(target[row])) first.set(target[row], event[row]);
  const counted = Math.min(...evidence);
  return Array.from(first, ([device, at]) => ({
    member,
    device,
    from: Math.max(since, at),
    before: at < counted,
  }));
}
