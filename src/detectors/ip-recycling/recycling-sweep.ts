import { DAY } from '../../kernel/time.ts';
import type { Episode, EpisodeFold } from '../episode-fold.ts';
import { Homes } from '../homes.ts';
import { Presence } from './presence.ts';
import { StayList } from './stay-list.ts';

/** How far before the window the block's usual rate is measured, and over how many weeks that is. */
const HISTORY = 28 * DAY;
const HISTORY_WEEKS = 4;

/** The uses of one block in event order, rows numbered from 0. Plain columns, so that a query can give them too. */
export interface BlockUses {
  /** Epoch milliseconds, never falling. */
  readonly at: ArrayLike<number>;
  /** The user of each row, as the place among the block's users in order of first use. */
  readonly place: ArrayLike<number>;
  /** First row of each place, rising. */
  readonly firstRow: Int32Array;
}

export interface RecyclingRule {
  /** Milliseconds. */
  readonly window: number;
  /** Milliseconds. */
  readonly maxStay: number;
  /** Counted users from which on the event of a row completes. */
  threshold(row: number): number;
  /** True when a user's account was fresh at its first use of the block, by what is known at a row from that one on. */
  isFresh(place: number, row: number): boolean;
  /** Number of the postal address that a user had given by a row; negative for none. */
  addressOf(place: number, row: number): number;
  /** Rows at which an answer of `isFresh` may change after the first use, rising by row. Mostly none. */
  readonly rechecks: readonly { readonly row: number; readonly place: number }[];
}

/** An episode of a block, in row numbers; `binds` is the row from which on it binds a ring, -1 for never. */
export interface RecyclingEpisode extends Episode {
  readonly binds: number;
}

/**
 * Counts fresh, brief users of one block and folds what completes into episodes (definitions.md, "ip-recycling").
 * Members are places; the evidence of a member is its first row.
 * Time O(rows + rechecks) as long as accounts are known when they are first used; memory O(rows).
 */
export function recyclingEpisodes(
  uses: BlockUses,
  rule: RecyclingRule,
  fold: EpisodeFold,
): RecyclingEpisode[] {
  return new RecyclingSweep(uses, rule, fold).run();
}

class RecyclingSweep {
  readonly #uses: BlockUses;
  readonly #rule: RecyclingRule;
  readonly #fold: EpisodeFold;
  readonly #stays: StayList;
  readonly #presence: Presence;
  /** Members of the open episode who are at home with another of them. */
  #homes = new Homes();
  /** Members of the open episode whose homes are known. */
  #housed = 0;
  readonly #fresh: Uint8Array;
  /** 1 from the use on that makes a stay too long. */
  readonly #returned: Uint8Array;
  /** Places below this have arrived. */
  #arrived = 0;
  /** Places from here on have their first use inside the window. */
  #windowStart = 0;
  /** Places from here to #windowStart have their first use in the four weeks before the window. */
  #historyStart = 0;
  /** Fresh users among those. */
  #freshBefore = 0;

  constructor(uses: BlockUses, rule: RecyclingRule, fold: EpisodeFold) {
    this.#uses = uses;
    this.#rule = rule;
    this.#fold = fold;
    this.#stays = new StayList(uses.firstRow);
    this.#presence = new Presence(uses, rule.window);
    this.#fresh = new Uint8Array(uses.firstRow.length);
    this.#returned = new Uint8Array(uses.firstRow.length);
  }

  run(): RecyclingEpisode[] {
    const { at, place } = this.#uses;
    const { rechecks, threshold, window } = this.#rule;
    const evidenceOf = (user: number): number[] => [this.#uses.firstRow[user]];
    const binds = new Map<Episode, number>();
    let checked = 0;
    for (let row = 0; row < at.length; row++) {
      this.#slide(at[row]);
      for (; checked < rechecks.length && rechecks[checked].row <= row; checked++)
        this.#recheck(rechecks[checked].place, row);
      this.#take(place[row], row);
      this.#presence.take(row);
      if (!this.#fold.isCounted(place[row]) || this.#fold.count < threshold(row)) continue;
      const episode = this.#fold.complete(row, at[row], window, evidenceOf);
      if (episode.first === row) this.#open(row);
      if (!binds.has(episode) && this.#isUnusual(episode)) binds.set(episode, row);
    }
    return this.#fold.finish().map((episode) => ({ ...episode, binds: binds.get(episode) ?? -1 }));
  }

  /** Lets users out of the window, and out of the weeks before it. */
  #slide(now: number): void {
    const { at, firstRow } = this.#uses;
    const opens = now - this.#rule.window;
    for (; this.#windowStart < this.#arrived; this.#windowStart++) {
      const place = this.#windowStart;
      if (at[firstRow[place]] >= opens) break;
      this.#uncount(place);
      this.#freshBefore += this.#fresh[place];
    }
    for (; this.#historyStart < this.#windowStart; this.#historyStart++) {
      if (at[firstRow[this.#historyStart]] >= opens - HISTORY) break;
      this.#freshBefore -= this.#fresh[this.#historyStart];
    }
  }

  #recheck(place: number, row: number): void {
    if (place >= this.#arrived) return;
    const fresh = this.#rule.isFresh(place, row) ? 1 : 0;
    if (place >= this.#historyStart && place < this.#windowStart)
      this.#freshBefore += fresh - this.#fresh[place];
    this.#fresh[place] = fresh;
    if (place < this.#windowStart || this.#returned[place]) return;
    if (!fresh) this.#uncount(place);
    else if (!this.#fold.isCounted(place)) this.#count(place);
  }

  #take(place: number, row: number): void {
    const { at, firstRow } = this.#uses;
    if (place === this.#arrived) {
      this.#arrived++;
      this.#fresh[place] = this.#rule.isFresh(place, row) ? 1 : 0;
      if (this.#fresh[place]) this.#count(place);
      return;
    }
    if (at[row] - at[firstRow[place]] > this.#rule.maxStay) {
      this.#returned[place] = 1;
      this.#uncount(place);
    }
    this.#stays.extend(place, row, this.#fold.isCounted(place));
  }

  #count(place: number): void {
    this.#fold.enter(place);
    this.#stays.enter(place);
  }

  #uncount(place: number): void {
    if (!this.#fold.isCounted(place)) return;
    this.#fold.leave(place);
    this.#stays.leave(place);
  }

  #open(crossing: number): void {
    this.#presence.open(crossing);
    this.#homes = new Homes();
    this.#housed = 0;
  }

  /**
   * Stays follow each other, the users are at least twice as many as in a mean week of the four before, the members so
   * far are at least half of all who used the block meanwhile, and fewer than half of them are at home with each other.
   */
  #isUnusual({ members }: Episode): boolean {
    for (; this.#housed < members.length; this.#housed++) {
      const { user, since } = members[this.#housed];
      this.#homes.join(user, this.#rule.addressOf(user, since));
    }
    return (
      this.#stays.isSequence &&
      this.#fold.count * HISTORY_WEEKS >= 2 * this.#freshBefore &&
      2 * members.length >= this.#presence.count &&
      2 * this.#homes.count < members.length
    );
  }
}
