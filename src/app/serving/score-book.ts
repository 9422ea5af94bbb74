import type { EventKey } from '../../graph/model/event.ts';
import { Feed, type FeedItem } from './feed.ts';
import type { Score } from './score.ts';

/** What subscribers of scores are told; `RESET` says that scores were missed. */
export interface ScoreNews {
  readonly change: 'SCORED' | 'RESET';
  readonly score: Score | null;
}

export type ScoreEvent = ScoreNews & FeedItem;

/** A score with its place among all that the book has had. */
export interface BookedScore {
  readonly place: number;
  readonly score: Score;
}

/** Scores that can be looked up; the eldest go first. */
export const BOOKED = 20_000;
/** Scores of one user or account that are remembered. */
const OF_ONE = 20;

const RESET: ScoreNews = { change: 'RESET', score: null };

/**
 * The latest scores: by transaction, by user and account, and as they come.
 * Memory: 20,000 scores, with reasons for what was not approved; a transaction scored again has its newest.
 */
export class ScoreBook {
  readonly feed: Feed<ScoreNews>;
  readonly #kept: number;
  /** In the order of places, eldest first. */
  readonly #byEvent = new Map<string, BookedScore>();
  /** Places, eldest first. */
  readonly #byName = new Map<string, BookedScore[]>();
  #places = 0;

  /** @param stream a name no other run has */
  constructor(stream: string, kept: number = BOOKED) {
    this.feed = new Feed<ScoreNews>(stream, RESET);
    this.#kept = kept;
  }

  get size(): number {
    return this.#byEvent.size;
  }

  /** @param told when subscribers are told of it, epoch ms; null for one that is not new */
  add(score: Score, told: number | null): void {
    const key = keyOf(score.event);
    const before = this.#byEvent.get(key);
    if (before) this.#forget(key, before);
    const booked = { place: ++this.#places, score };
    this.#byEvent.set(key, booked);
    for (const name of namesOf(score)) {
      const list = this.#byName.get(name) ?? [];
      this.#byName.set(name, list);
      list.push(booked);
      if (list.length > OF_ONE) list.shift();
    }
    if (this.#byEvent.size > this.#kept) {
      const [[eldest, out]] = this.#byEvent;
      this.#forget(eldest, out);
    }
    if (told !== null) this.feed.push([{ change: 'SCORED', score }], told);
  }

  ofEvent(event: EventKey): Score | null {
    return this.#byEvent.get(keyOf(event))?.score ?? null;
  }

  /** The latest, at most 20, newest first. */
  latestOf(type: 'User' | 'Account', id: string): readonly Score[] {
    return (this.#byName.get(`${type}\0${id}`) ?? []).map(({ score }) => score).reverse();
  }

  /** All, newest first. */
  list(): readonly BookedScore[] {
    return [...this.#byEvent.values()].reverse();
  }

  #forget(key: string, booked: BookedScore): void {
    this.#byEvent.delete(key);
    for (const name of namesOf(booked.score)) {
      const left = (this.#byName.get(name) ?? []).filter((one) => one !== booked);
      if (left.length > 0) this.#byName.set(name, left);
      else this.#byName.delete(name);
    }
  }
}

function namesOf({ user, accounts }: Score): string[] {
  const names = accounts.map((id) => `Account\0${id}`);
  return user === null ? names : [`User\0${user}`, ...names];
}

function keyOf([source, id]: EventKey): string {
  return `${source}\0${id}`;
}
