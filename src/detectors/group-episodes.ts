import type { GroupNode } from './layered-core.ts';

/** A run of transfers that complete groups which have accounts in common; events are rows. */
export interface GroupEpisode {
  readonly first: number;
  readonly last: number;
  /** Most accounts in a group that one event completed. */
  readonly peak: number;
  /** Those of the group of the first event first, in its order, then in the order of joining. */
  readonly members: readonly (GroupNode & { readonly since: number })[];
  /** How many of them were in the group of the first event. */
  readonly crossing: number;
}

interface OpenEpisode extends GroupEpisode {
  readonly number: number;
  last: number;
  lastAt: number;
  peak: number;
  readonly members: (GroupNode & { readonly since: number })[];
}

/**
 * Folds completing events, in event order, into episodes: an event belongs to the eldest episode that has an account
 * of its group as a member on the same level, and whose last event is at most a window earlier; if there is none, it
 * begins one. Time O(members of groups); memory one entry a member.
 */
export class GroupEpisodes {
  readonly #window: number;
  readonly #levels: number;
  readonly #all: OpenEpisode[] = [];
  /** Account and level -> episodes it is a member of, but for some that are over. */
  readonly #of = new Map<number, OpenEpisode[]>();

  constructor(window: number, levels: number) {
    this.#window = window;
    this.#levels = levels;
  }

  /** @param at epoch ms, never falling */
  add(row: number, at: number, group: readonly GroupNode[]): void {
    const episode = this.#eldest(at, group) ?? this.#begin(row, at, group.length);
    episode.last = row;
    episode.lastAt = at;
    episode.peak = Math.max(episode.peak, group.length);
    for (const node of group) {
      const key = this.#keyOf(node);
      const own = this.#of.get(key) ?? [];
      if (own.includes(episode)) continue;
      this.#of.set(key, [...own, episode]);
      episode.members.push({ ...node, since: row });
    }
  }

  episodes(): readonly GroupEpisode[] {
    return this.#all;
  }

  #begin(row: number, at: number, crossing: number): OpenEpisode {
    const number = this.#all.length;
    const episode = { number, first: row, last: row, lastAt: at, peak: 0, members: [], crossing };
    this.#all.push(episode);
    return episode;
  }

  #eldest(at: number, group: readonly GroupNode[]): OpenEpisode | null {
    let eldest: OpenEpisode | null = null;
    for (const node of group) {
      const key = this.#keyOf(node);
      const open = (this.#of.get(key) ?? []).filter(({ lastAt }) => at - lastAt <= this.#window);
      this.#of.set(key, open);
      for (const one of open) if (!eldest || one.number < eldest.number) eldest = one;
    }
    return eldest;
  }

  #keyOf({ account, level }: GroupNode): number {
    return account * this.#levels + level;
  }
}
