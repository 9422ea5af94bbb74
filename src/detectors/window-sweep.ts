import { grownTo } from '../graph/columns.ts';
import { EpisodeFold, type Episode } from './episode-fold.ts';

export interface WindowRule<Event = number> {
  /** Milliseconds, both ends included; Infinity for no limit. */
  readonly window: number;
  readonly minUsers: number;
  /** How many sides there are; a user needs a use of each in the window to be counted. */
  readonly sides: 1 | 2;
  /** Asked only where all else is fulfilled; false keeps the event from completing. */
  readonly admits?: (event: Event) => boolean;
}

/** One use of a subject, see {@link WindowSweep.take}. */
export interface SweptUse<Event> {
  readonly event: Event;
  readonly at: number;
  readonly user: number;
  readonly side: number;
}

/** Fewest uses that there is room for; a power of two. */
const FIRST_CAPACITY = 8;

/**
 * Counts the distinct users of one subject in a sliding window, use by use in event order, and folds what completes
 * into episodes: a user is counted at an event when every side has a use by the user in the window up to and with the
 * event; an event completes when at least `minUsers` are counted and one of them is who used the subject with it
 * (definitions.md, "Findings"). A member's evidence is its first use in the window on each side.
 *
 * It can go on at any time: a use costs amortised O(1). Memory 24 bytes a user, 25 a use in the window (in rooms of
 * powers of two), and the episodes.
 */
export class WindowSweep<Event = number> {
  readonly #fold: EpisodeFold<Event>;
  readonly #first: UserQueues;
  readonly #second: UserQueues;
  /** The uses in the window, by number modulo the room there is. */
  #event: Event[] = [];
  #at = new Float64Array(FIRST_CAPACITY);
  #user = new Int32Array(FIRST_CAPACITY);
  #side = new Uint8Array(FIRST_CAPACITY);
  /** The same user's next use of the same side. */
  #next = new Int32Array(FIRST_CAPACITY);
  /** Numbers of the eldest use in the window, and of the next use to come. */
  #start = 0;
  #end = 0;

  /** @param users users are the numbers 0 to users - 1, until there is room for more ({@link reserve}) */
  constructor(users: number) {
    this.#fold = new EpisodeFold(users);
    this.#first = new UserQueues(users);
    this.#second = new UserQueues(users);
  }

  /** Makes room for more users. */
  reserve(users: number): void {
    this.#fold.reserve(users);
    this.#first.reserve(users);
    this.#second.reserve(users);
  }

  /** The subject's episodes so far, in order; only the last may still grow. */
  get episodes(): readonly Episode<Event>[] {
    return this.#fold.episodes;
  }

  /**
   * Takes in one use.
   * @param at its time, never falling (epoch ms)
   * @param side what the use is of, as in `SubjectUses`
   * @returns the episode of which it is a completing event, or null
   */
  take(event: Event, at: number, user: number, side: number, rule: WindowRule<Event>): Episode<Event> | null {
    this.recall(event, at, user, side, rule);
    const fold = this.#fold;
    if (fold.count < rule.minUsers || !fold.isCounted(user)) return null;
    if (rule.admits !== undefined && !rule.admits(event)) return null;
    return fold.complete(event, at, rule.window, (member) => this.#evidence(member, rule.sides));
  }

  /** Goes on from episodes as of a time; the uses in the window before it are to be recalled, then. */
  resume(episodes: readonly Episode<Event>[], lastAt: number): void {
    this.#fold.resume(episodes, lastAt);
  }

  /** Takes in one use of which it is told already what it completes. */
  recall(event: Event, at: number, user: number, side: number, { window, sides }: WindowRule<Event>): void {
    const opens = at - window;
    while (this.#start < this.#end && this.#at[this.#start & (this.#at.length - 1)] < opens)
      this.#expire(sides);
    this.#keep(event, at, user, side);
    const fold = this.#fold;
    if (!fold.isCounted(user) && this.#isOnAllSides(user, sides)) fold.enter(user);
  }

  /**
   * Takes in uses of the past that made nobody count, by a user of whom none was taken in yet: of one who now comes to
   * use the other side too, the uses of the side they had, in event order. Time O(uses in the window).
   */
  insert(uses: readonly SweptUse<Event>[]): void {
    if (uses.length === 0) return;
    const before = this.#end - this.#start;
    const event: Event[] = [];
    const at = new Float64Array(before);
    const user = new Int32Array(before);
    const side = new Uint8Array(before);
    for (let i = 0; i < before; i++) {
      const place = (this.#start + i) & (this.#at.length - 1);
      event.push(this.#event[place]);
      at[i] = this.#at[place];
      user[i] = this.#user[place];
      side[i] = this.#side[place];
      this.#queue(side[i])?.shift(user[i], -1);
    }
    this.#start = this.#end;
    let next = 0;
    // Which of two uses at one time goes first matters for one user only, and those of each stay in order.
    const keepUntil = (until: number): void => {
      for (; next < uses.length && uses[next].at <= until; next++)
        this.#keep(uses[next].event, uses[next].at, uses[next].user, uses[next].side);
    };
    for (let i = 0; i < before; i++) {
      keepUntil(at[i]);
      this.#keep(event[i], at[i], user[i], side[i]);
    }
    keepUntil(Infinity);
  }

  /** The episodes of the subject, in order; the sweep is then ready for the next subject. */
  finish(sides: 1 | 2): Episode<Event>[] {
    while (this.#start < this.#end) this.#expire(sides);
    this.#start = 0;
    this.#end = 0;
    this.#event.length = 0;
    return this.#fold.finish();
  }

  #keep(event: Event, at: number, user: number, side: number): void {
    if (this.#end - this.#start === this.#at.length) this.#grow();
    const number = this.#end++;
    const place = number & (this.#at.length - 1);
    this.#event[place] = event;
    this.#at[place] = at;
    this.#user[place] = user;
    this.#side[place] = side;
    const queue = this.#queue(side);
    if (queue === null) return;
    const newest = queue.push(user, number);
    if (newest >= 0) this.#next[newest & (this.#next.length - 1)] = number;
    this.#next[place] = -1;
  }

  #expire(sides: 1 | 2): void {
    const place = this.#start++ & (this.#at.length - 1);
    const user = this.#user[place];
    this.#queue(this.#side[place])?.shift(user, this.#next[place]);
    if (this.#fold.isCounted(user) && !this.#isOnAllSides(user, sides)) this.#fold.leave(user);
  }

  /** Twice the room. A use's place follows from its number, so each may stay or move by the old length: both halves get all. */
  #grow(): void {
    this.#event = [...this.#event, ...this.#event];
    const room = this.#at.length * 2;
    this.#at = twice(this.#at, new Float64Array(room));
    this.#user = twice(this.#user, new Int32Array(room));
    this.#side = twice(this.#side, new Uint8Array(room));
    this.#next = twice(this.#next, new Int32Array(room));
  }

  #queue(side: number): UserQueues | null {
    if (side === 0) return null;
    return side === 1 ? this.#first : this.#second;
  }

  #isOnAllSides(user: number, sides: 1 | 2): boolean {
    return this.#first.oldest(user) >= 0 && (sides === 1 || this.#second.oldest(user) >= 0);
  }

  #evidence(user: number, sides: 1 | 2): Event[] {
    const uses = [this.#first.oldest(user)];
    if (sides === 2) uses.push(this.#second.oldest(user));
    return uses.sort((a, b) => a - b).map((number) => this.#event[number & (this.#at.length - 1)]);
  }
}

function twice<List extends Float64Array | Int32Array | Uint8Array>(list: List, larger: List): List {
  larger.set(list);
  larger.set(list, list.length);
  return larger;
}

/** For each user the ends of a queue of uses, by number; -1 where there are none. */
class UserQueues {
  #oldest: Int32Array;
  #newest: Int32Array;

  constructor(users: number) {
    this.#oldest = new Int32Array(users).fill(-1);
    this.#newest = new Int32Array(users).fill(-1);
  }

  reserve(users: number): void {
    if (users <= this.#oldest.length) return;
    this.#oldest = grownTo(this.#oldest, users, -1);
    this.#newest = grownTo(this.#newest, this.#oldest.length, -1);
  }

  oldest(user: number): number {
    return this.#oldest[user];
  }

  /** @returns the use that was the newest before, -1 for none */
  push(user: number, use: number): number {
    const before = this.#oldest[user] < 0 ? -1 : this.#newest[user];
    if (before < 0) this.#oldest[user] = use;
    this.#newest[user] = use;
    return before;
  }

  /** Takes out the oldest; `next` is the one after it. */
  shift(user: number, next: number): void {
    this.#oldest[user] = next;
  }
}
