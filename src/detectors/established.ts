import { rowsOf } from '../graph/columns.ts';
import { addressAsOf, registeredAt, type EventGraph } from '../graph/event-graph.ts';
import { EVENT_KINDS } from '../graph/model/event.ts';
import type { NotBinding } from '../graph/model/finding.ts';
import { DAY, HOUR } from '../kernel/time.ts';
import type { EpisodeMember } from './episode-fold.ts';
import { Homes } from './homes.ts';

/** An account is fresh up to this age (fraud.md: `burst`, and the fresh users of ip-recycling). */
const REGISTRATION = EVENT_KINDS.indexOf('registration');
const FRESH = 72 * HOUR;
const FIRST_HOURS = 72 * HOUR;
const WEEKS_BEFORE = 14 * DAY;
/** A ring is three or more (fraud.md, ring sizes); of two it takes more than one shared thing. */
export const RING_OF = 3;

/** Whether a number of members is enough for a ring as of an event, without anything beside it. */
export type StandsAlone = (members: number, event: number) => boolean;

/** From when on a sharing finding binds, and whether only beside another one (see `Finding.circumstantial`). */
export interface SharingBinding {
  /** Position of an event, or why not. */
  readonly binds: number | NotBinding;
  readonly circumstantial: boolean;
}

export interface SharingRule {
  /** The device that is shared, where it is one: whether members were moved onto it matters. */
  readonly device?: number;
  /** Whether so many members, the last of whom joined at an event, are enough by themselves. */
  readonly standsAlone: StandsAlone;
  /** The event, of a member's evidence, by which it is asked whether they were established; the first without it. */
  readonly metAt?: (evidence: readonly number[]) => number;
}

/**
 * From which event on a sharing finding binds, so that sharing alone does not bind people who have another reason for
 * it: families, offices, libraries (docs/algorithms/established.md).
 *
 * A member is settled when established or at home with another member. Established: at their first counted use they
 * had an account older than 72 h, and had already used a device that none of the others counted has used by now. At
 * home with another: both had, when they joined, given the same postal address, and no more than six members have. The
 * finding binds from the first event at which a member joins and fewer than half of those who have joined are settled;
 * when there is none, it never does. A member without a known registration is not established; nor is one who was moved
 * onto a new device with others. Where that does not stand alone it is circumstantial until another joins with whom it does.
 *
 * Depends only on events up to the one it returns, so batch and live agree. Time O(u log u), u the device uses of the
 * members.
 *
 * @param members positions of events as numbers, in the order of joining; hosts left out
 */
export function sharingBinding(
  graph: EventGraph,
  members: readonly EpisodeMember[],
  { device = -1, standsAlone, metAt = (evidence) => Math.min(...evidence) }: SharingRule,
): SharingBinding {
  const group = new Group(graph, members, { device, metAt });
  let beside: number | null = null;
  for (let next = 0; next < members.length;) {
    const step = members[next].since;
    while (next < members.length && members[next].since === step) next++;
    if (group.settledAt(step, next) * 2 >= next) continue;
    if (standsAlone(next, step)) return { binds: step, circumstantial: false };
    beside ??= step;
  }
  return beside === null
    ? { binds: 'established', circumstantial: false }
    : { binds: beside, circumstantial: true };
}

/** A device as a member used it: from when it counts against the others' claim to it, and whether it backs their own. */
interface DeviceUse {
  readonly member: number;
  readonly device: number;
  readonly from: number;
  readonly before: boolean;
}

/** Follows how many of the members counted so far are settled. */
class Group {
  readonly #graph: EventGraph;
  readonly #members: readonly EpisodeMember[];
  readonly #uses: readonly DeviceUse[];
  readonly #isTenured: readonly boolean[];
  /** Devices that back each member's claim. */
  readonly #own: Int32Array;
  readonly #homes = new Homes();
  readonly #isSettled: boolean[];
  /** Device -> the first claim to it, or null once two members have used it. */
  readonly #claims = new Map<number, DeviceUse | null>();
  #nextUse = 0;
  #nextMember = 0;
  #settled = 0;

  constructor(
    graph: EventGraph,
    members: readonly EpisodeMember[],
    { device, metAt }: Required<Omit<SharingRule, 'standsAlone'>>,
  ) {
    this.#graph = graph;
    this.#members = members;
    const movedOn = device < 0 ? () => false : movedOnto(graph, device);
    const met = members.map(({ evidence }) => metAt(evidence));
    this.#isTenured = members.map(
      (member, number) => isOlder(graph, member.user, met[number]) && !movedOn(member),
    );
    this.#uses = members
      .flatMap((member, number) => firstDeviceUses(graph, member, number, met[number]))
      .sort((a, b) => a.from - b.from);
    this.#own = new Int32Array(members.length);
    this.#isSettled = members.map(() => false);
  }

  /** @param counted how many members have joined by the event; they come first. */
  settledAt(event: number, counted: number): number {
    for (; this.#nextUse < this.#uses.length && this.#uses[this.#nextUse].from <= event; this.#nextUse++) {
      const use = this.#uses[this.#nextUse];
      if (use.member < counted) this.#claim(use);
    }
    for (; this.#nextMember < counted; this.#nextMember++) this.#join(this.#nextMember);
    return this.#settled;
  }

  #claim(use: DeviceUse): void {
    const claim = this.#claims.get(use.device);
    this.#claims.set(use.device, claim === undefined ? use : null);
    if (claim === undefined) this.#back(use, 1);
    else if (claim) this.#back(claim, -1);
  }

  #back({ member, before }: DeviceUse, change: 1 | -1): void {
    if (!before || !this.#isTenured[member]) return;
    this.#own[member] += change;
    this.#settle(member);
  }

  #join(member: number): void {
    const { user, since } = this.#members[member];
    this.#homes.join(member, addressAsOf(this.#graph, user, since)).forEach((one) => this.#settle(one));
  }

  #settle(member: number): void {
    const isSettled = this.#own[member] > 0 || this.#homes.has(member);
    this.#settled += Number(isSettled) - Number(this.#isSettled[member]);
    this.#isSettled[member] = isSettled;
  }
}

function isOlder(graph: EventGraph, user: number, position: number): boolean {
  const registered = registeredAt(graph, user, position);
  return registered !== undefined && graph.events.at[position] - registered > FRESH;
}

/**
 * Whether a member was moved onto a device: it was new, the member was a customer with another device in use
 * {@link WEEKS_BEFORE} already, and used it in its {@link FIRST_HOURS} at a place where they had never been. A family's
 * tablet or an office's terminal is there before its users are, or as long as the log is, or stands where they always are.
 */
function movedOnto(graph: EventGraph, device: number): (member: EpisodeMember) => boolean {
  const { byTarget, byUser, target, event } = graph.deviceUses;
  const { at, kind } = graph.events;
  const made = at[event[rowsOf(byTarget, device)[0]]];
  const wasActive = (user: number): boolean =>
    rowsOf(byUser, user).some(
      (row) =>
        target[row] !== device && kind[event[row]] !== REGISTRATION && at[event[row]] <= made - WEEKS_BEFORE,
    );
  return ({ user, evidence }) => {
    const first = Math.min(...evidence);
    return at[first] <= made + FIRST_HOURS && wasActive(user) && !knewThePlace(graph, user, first);
  };
}

/** Whether a user had used some device at the block of an event before it. */
function knewThePlace({ blockUses, deviceUses }: EventGraph, user: number, event: number): boolean {
  const rows = rowsOf(blockUses.byUser, user);
  const here = rows.find((row) => blockUses.event[row] === event);
  if (here === undefined) return false;
  const withDevice = new Set(rowsOf(deviceUses.byUser, user).map((row) => deviceUses.event[row]));
  return rows.some(
    (row) =>
      blockUses.event[row] < event &&
      blockUses.target[row] === blockUses.target[here] &&
      withDevice.has(blockUses.event[row]),
  );
}

function firstDeviceUses(
  graph: EventGraph,
  { user, since }: EpisodeMember,
  member: number,
  counted: number,
): DeviceUse[] {
  const { byUser, target, event } = graph.deviceUses;
  const first = new Map<number, number>();
  for (const row of rowsOf(byUser, user)) if (!first.has(target[row])) first.set(target[row], event[row]);
  return Array.from(first, ([device, at]) => ({
    member,
    device,
    from: Math.max(since, at),
    before: at < counted,
  }));
}
