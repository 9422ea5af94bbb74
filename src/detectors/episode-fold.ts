import { grownTo } from '../graph/columns.ts';

/**
 * A run of completing events of one subject with gaps of at most the window (definitions.md, "Findings").
 * What stands for an event (a position in a log, a row of a query, the event itself) is the caller's choice.
 */
export interface Episode<Event = number> {
  /** The first completing event: the crossing. */
  readonly first: Event;
  /** The last completing event. */
  readonly last: Event;
  /** Largest number of users counted at one completing event. */
  readonly peak: number;
  /** Everybody counted at any completing event, in the order of joining. */
  readonly members: readonly EpisodeMember<Event>[];
}

export interface EpisodeMember<Event = number> {
  readonly user: number;
  /** The completing event at which the user was first counted. */
  readonly since: Event;
  /** The uses that made the user count there, in event order. */
  readonly evidence: readonly Event[];
}

/** An episode that may still grow; `lastAt` is the time of its last completing event. */
interface OpenEpisode<Event> extends Episode<Event> {
  last: Event;
  lastAt: number;
  peak: number;
  readonly members: EpisodeMember<Event>[];
}

/**
 * Folds completing events into episodes while a sweep says who is counted. One instance serves many subjects, one
 * after the other, so that its memory (8 bytes a user) is taken once, or one subject for as long as events come.
 *
 * Members are taken over when they start to be counted, never listed per event. At the crossing of an episode all who
 * are counted join; whoever is counted has a use in the window, and windows of two crossings never meet (they are
 * more than a window apart), so all crossings of a subject together cost at most its uses. Time O(enters + leaves +
 * completing events) for a subject; memory beyond the columns O(users counted + members).
 */
export class EpisodeFold<Event = number> {
  /** Place in #counted, -1 when not counted. */
  #place: Int32Array;
  readonly #counted: number[] = [];
  /** Users that came to be counted since the last completing event; may have left again. */
  readonly #entered: number[] = [];
  /** Number of the episode of which a user was last made a member. */
  #memberOf: Int32Array;
  #episode = 0;
  #open: OpenEpisode<Event> | null = null;
  #all: Episode<Event>[] = [];

  /** @param users users are the numbers 0 to users - 1 */
  constructor(users: number) {
    this.#place = new Int32Array(users).fill(-1);
    this.#memberOf = new Int32Array(users);
  }

  /** Makes room for more users. */
  reserve(users: number): void {
    if (users <= this.#place.length) return;
    this.#place = grownTo(this.#place, users, -1);
    this.#memberOf = grownTo(this.#memberOf, this.#place.length, 0);
  }

  /** The episodes of the subject so far, in order; only the last may still grow. */
  get episodes(): readonly Episode<Event>[] {
    return this.#all;
  }

  /**
   * Goes on from episodes that were told of before; for a fold that took in nothing yet.
   * @param lastAt time of the last completing event (epoch ms); any when there are no episodes
   */
  resume(episodes: readonly Episode<Event>[], lastAt: number): void {
    const last = episodes.at(-1);
    if (!last) return;
    const open = { ...last, lastAt, members: [...last.members] };
    this.#open = open;
    this.#all = [...episodes.slice(0, -1), open];
    this.#episode = episodes.length;
    for (const { user } of last.members) this.#memberOf[user] = this.#episode;
  }

  /** How many users are counted now. */
  get count(): number {
    return this.#counted.length;
  }

  isCounted(user: number): boolean {
    return this.#place[user] >= 0;
  }

  /** From now on a user is counted; it must not be yet. */
  enter(user: number): void {
    this.#place[user] = this.#counted.push(user) - 1;
    this.#entered.push(user);
  }

  /** From now on a user is no longer counted; it must be now. A member stays one. */
  leave(user: number): void {
    const place = this.#place[user];
    const last = this.#counted.pop()!;
    if (last !== user) {
      this.#counted[place] = last;
      this.#place[last] = place;
    }
    this.#place[user] = -1;
  }

  /**
   * Takes in a completing event.
   * @param at its time, never falling (epoch ms); `window` the longest gap inside an episode (ms, may be Infinity)
   * @param evidenceOf the uses that make a counted user count at this event
   * @returns the episode it belongs to: the same object for all its events, still growing.
   */
  complete(
    event: Event,
    at: number,
    window: number,
    evidenceOf: (user: number) => readonly Event[],
  ): Episode<Event> {
    let open = this.#open;
    let joining: readonly number[] = this.#entered;
    if (!open || at - open.lastAt > window) {
      open = { first: event, last: event, lastAt: at, peak: 0, members: [] };
      this.#open = open;
      this.#all.push(open);
      this.#episode++;
      joining = this.#counted;
    }
    for (const user of joining) {
      if (this.#place[user] < 0 || this.#memberOf[user] === this.#episode) continue;
      this.#memberOf[user] = this.#episode;
      open.members.push({ user, since: event, evidence: evidenceOf(user) });
    }
    this.#entered.length = 0;
    open.last = event;
    open.lastAt = at;
    open.peak = Math.max(open.peak, this.#counted.length);
    return open;
  }

  /** The episodes of the subject, in order; the fold is then ready for the next subject. */
  finish(): Episode<Event>[] {
    const episodes = this.#all;
    for (const user of this.#counted) this.#place[user] = -1;
    this.#counted.length = 0;
    this.#entered.length = 0;
    this.#open = null;
    this.#all = [];
    return episodes;
  }
}
