import type { Event } from '../../graph/model/event.ts';
import type { LiveUser } from '../../projection/live-entities.ts';
import type { Episode } from '../episode-fold.ts';
import type { CountSum } from './count-sum.ts';
import { WindowSweep, type WindowRule } from '../window-sweep.ts';

/** One use of a subject, as a sweep takes it. */
export interface CountedUse {
  readonly event: Event;
  readonly user: LiveUser;
  /** As in `SubjectUses`. */
  readonly side: number;
}

/** What a use did: nothing that is told of, a further completing event, or one with a new episode or member. */
export type Step = 'none' | 'extended' | 'joined';

const FEW = 4;

/**
 * The count of one subject, fed with uses as they come in order. It is thrown away after any change among the uses
 * it has taken in, and made again from all of them, or from the sum of those of long ago and the rest.
 * Memory: an entry a user of the subject, and what {@link WindowSweep} says.
 */
export class LiveCount {
  /** By number. */
  readonly users: LiveUser[] = [];
  readonly #numbers = new Map<LiveUser, number>();
  readonly #sweep = new WindowSweep<Event>(FEW);
  readonly #rule: WindowRule<Event>;
  readonly #summedUntil: number;

  /** @param sum where the count goes on from; null for the first use */
  constructor(rule: WindowRule<Event>, sum: CountSum | null = null) {
    this.#rule = rule;
    this.#summedUntil = sum?.until ?? -Infinity;
    if (!sum) return;
    const episodes = sum.episodes.map((episode) => ({
      ...episode,
      members: episode.members.map((member) => ({ ...member, user: this.#numberOf(member.user) })),
    }));
    this.#sweep.resume(episodes, sum.episodes.at(-1)?.last.at ?? -Infinity);
  }

  /** Uses before this time (epoch ms) need not be taken in. */
  get since(): number {
    return this.#summedUntil - this.#rule.window;
  }

  /** In order; only the last may still grow. */
  get episodes(): readonly Episode<Event>[] {
    return this.#sweep.episodes;
  }

  /** Whether it took in a completing event at a time or later (epoch ms). */
  completedSince(at: number): boolean {
    const last = this.episodes.at(-1)?.last;
    return last !== undefined && last.at >= at;
  }

  /** Whether some use by a user was taken in. */
  knows(user: LiveUser): boolean {
    return this.#numbers.has(user);
  }

  /** Takes in earlier uses by a user not known yet, which made nobody count; in event order. */
  insert(user: LiveUser, uses: readonly CountedUse[]): void {
    const number = this.#numberOf(user);
    this.#sweep.insert(uses.map(({ event, side }) => ({ event, at: event.at, user: number, side })));
  }

  take({ event, user, side }: CountedUse): Step {
    if (event.at < this.#summedUntil) {
      this.#sweep.recall(event, event.at, this.#numberOf(user), side, this.#rule);
      return 'none';
    }
    const before = this.episodes.at(-1);
    const members = before?.members.length;
    const episode = this.#sweep.take(event, event.at, this.#numberOf(user), side, this.#rule);
    if (episode === null) return 'none';
    return episode === before && episode.members.length === members ? 'extended' : 'joined';
  }

  #numberOf(user: LiveUser): number {
    const known = this.#numbers.get(user);
    if (known !== undefined) return known;
    const number = this.users.push(user) - 1;
    this.#numbers.set(user, number);
    this.#sweep.reserve(this.users.length);
    return number;
  }
}
