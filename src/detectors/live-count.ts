import type { IsTypeHub } from './account-type-hubs.ts';
import { EpisodeFold, type Episode } from './episode-fold.ts';
import { LiveSet } from './live-set.ts';

/** The transfers of one subject in event order, one row each. */
export interface SubjectTransfers {
  /** Epoch milliseconds, never falling. */
  readonly at: ArrayLike<number>;
  /** The counterparty (or middle) of the subject, by number. */
  readonly account: ArrayLike<number>;
  /**
   * Since when what this row makes the account count by goes back (epoch ms, not after `at`): it counts while that is
   * in the window. -Infinity: the row makes nobody count.
   */
  readonly start: ArrayLike<number>;
}

export interface LiveRule {
  /** Milliseconds, both ends included; Infinity for no limit. */
  readonly window: number;
  readonly fewest: number;
  /** Asked only where all else is fulfilled; false keeps the row from completing. */
  readonly admits: (row: number) => boolean;
  /** Told of hubs by type without which a row completes nothing. */
  readonly missed: (row: number, barred: ReadonlySet<number>) => void;
  /** The rows that make an account count at a row, rising. */
  readonly evidenceOf: (account: number, row: number) => readonly number[];
}

/**
 * Counts the distinct accounts that deal with a subject in a sliding window and folds what completes into episodes: a
 * row completes when its account is counted and at least `fewest` are. Hubs by type are never counted.
 *
 * Serves many subjects one after the other. Time O(rows log rows) a subject, and O(accounts counted) a day; memory 12
 * bytes an account, taken once, and 8 bytes a row of the largest subject.
 */
export class LiveCount {
  readonly #fold: EpisodeFold;
  readonly #live: LiveSet;

  /** @param accounts accounts are the numbers 0 to accounts - 1 */
  constructor(accounts: number, isHub: IsTypeHub) {
    this.#fold = new EpisodeFold(accounts);
    this.#live = new LiveSet(accounts, isHub, this.#fold);
  }

  /** The subject's episodes in order; events in them are rows. */
  episodes({ at, account, start }: SubjectTransfers, rule: LiveRule): Episode[] {
    const ending = rowsByStart(start);
    let ended = 0;
    for (let row = 0; row < at.length; row++) {
      const low = at[row] - rule.window;
      // What ends now began before the window, so its row came before this one: a row's start is in its own window.
      while (ended < ending.length && start[ending[ended]] < low) this.#live.remove(account[ending[ended++]]);
      this.#live.moveTo(at[row]);
      if (start[row] >= low && start[row] > -Infinity) this.#live.add(account[row]);
      this.#close(row, at[row], account[row], rule);
    }
    this.#live.clear();
    return this.#fold.finish();
  }

  #close(row: number, at: number, account: number, rule: LiveRule): void {
    const { count, barred } = this.#live;
    if (!this.#live.isLive(account) || count + barred.size < rule.fewest) return;
    if (count < rule.fewest || barred.has(account)) {
      if (barred.size > 0) rule.missed(row, barred);
    } else if (rule.admits(row))
      this.#fold.complete(row, at, rule.window, (member) => rule.evidenceOf(member, row));
  }
}

/** The rows that make somebody count, by start. */
function rowsByStart(start: ArrayLike<number>): number[] {
  const rows: number[] = [];
  let isSorted = true;
  for (let row = 0; row < start.length; row++) {
    if (start[row] === -Infinity) continue;
    if (rows.length > 0 && start[rows[rows.length - 1]] > start[row]) isSorted = false;
    rows.push(row);
  }
  return isSorted ? rows : rows.sort((a, b) => start[a] - start[b] || a - b);
}
