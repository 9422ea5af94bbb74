import { utcMidnight } from '../kernel/time.ts';
import type { EpisodeFold } from './episode-fold.ts';
import type { IsTypeHub } from './account-type-hubs.ts';

/** Who is told when an account comes to be counted, or is no longer. */
export type Counted = Pick<EpisodeFold, 'enter' | 'leave'>;

/**
 * The accounts that have a use in a sliding window, less those that are hubs by type on the day the window has come to.
 *
 * A use is added and removed as the window moves; an account is live while it has any. Hubs are asked for anew on each
 * UTC day, as an answer holds for a day. Time O(1) a use, and O(live accounts) a day on which something happens;
 * memory 4 bytes an account.
 */
export class LiveSet {
  readonly #uses: Int32Array;
  readonly #live = new Set<number>();
  readonly #barred = new Set<number>();
  readonly #isHub: IsTypeHub;
  readonly #counted: Counted | null;
  /** Added to an account's number to name it in `counted`, so that two sets can share one. */
  readonly #offset: number;
  #at = 0;
  #day = NaN;

  constructor(accounts: number, isHub: IsTypeHub, counted: Counted | null = null, offset = 0) {
    this.#uses = new Int32Array(accounts);
    this.#isHub = isHub;
    this.#counted = counted;
    this.#offset = offset;
  }

  /** How many accounts count. */
  get count(): number {
    return this.#live.size - this.#barred.size;
  }

  /** The live accounts that do not count, as they are hubs today. */
  get barred(): ReadonlySet<number> {
    return this.#barred;
  }

  /** Whether an account is live, be it counted or barred. */
  isLive(account: number): boolean {
    return this.#uses[account] > 0;
  }

  isCounted(account: number): boolean {
    return this.#uses[account] > 0 && !this.#barred.has(account);
  }

  /** Sets the time, never falling (epoch ms). */
  moveTo(at: number): void {
    this.#at = at;
    const day = utcMidnight(at);
    if (day === this.#day) return;
    this.#day = day;
    for (const account of this.#live) {
      const isHub = this.#isHub(account, at);
      if (isHub === this.#barred.has(account)) continue;
      if (isHub) {
        this.#barred.add(account);
        this.#counted?.leave(account + this.#offset);
      } else {
        this.#barred.delete(account);
        this.#counted?.enter(account + this.#offset);
      }
    }
  }

  add(account: number): void {
    if (this.#uses[account]++ > 0) return;
    this.#live.add(account);
    if (this.#isHub(account, this.#at)) this.#barred.add(account);
    else this.#counted?.enter(account + this.#offset);
  }

  remove(account: number): void {
    if (--this.#uses[account] > 0) return;
    this.#live.delete(account);
    if (!this.#barred.delete(account)) this.#counted?.leave(account + this.#offset);
  }

  /** Takes everything out, for the next subject; `counted` is not told. */
  clear(): void {
    for (const account of this.#live) this.#uses[account] = 0;
    this.#live.clear();
    this.#barred.clear();
    this.#day = NaN;
  }
}
