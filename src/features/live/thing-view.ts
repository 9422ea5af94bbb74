import type { FeatureState } from './feature-state.ts';
import { COUNT_SPANS, DAY_COUNT, TIE_SPAN, WEEK_COUNT } from './limits.ts';

const NONE = -1;

/** Different users of a thing by the window that their last use is in. */
export interface UserCounts {
  readonly day: number;
  readonly week: number;
  readonly span: number;
}

/** A device or an address that the transaction uses: what is looked up of it is looked up once for each transaction. */
export class ThingView {
  readonly #state: FeatureState;
  readonly #most: number;
  #user = NONE;
  #at = 0;
  #users: UserCounts | null = null;
  /** Its number, -1 when the transaction names none. */
  thing = NONE;
  /** The tie of the user to it, -1 when there is none yet. */
  tie = NONE;
  isHub = false;

  /** @param most numbers of users end there */
  constructor(state: FeatureState, most: number) {
    this.#state = state;
    this.#most = most;
  }

  moveTo(thing: number, user: number, at: number): void {
    const { sharing, now } = this.#state;
    this.#user = user;
    this.#at = at;
    this.#users = null;
    this.thing = thing;
    this.tie = sharing.ties.find(user, thing);
    this.isHub = thing >= 0 && sharing.isHub(thing, now);
  }

  /** When its tie with the user began; the transaction itself when there is none yet. */
  get since(): number {
    return this.tie < 0 ? this.#at : this.#state.sharing.ties.first(this.tie);
  }

  /** Users who used it, its own user among them. */
  get users(): UserCounts {
    this.#users ??= this.#count();
    return this.#users;
  }

  #count(): UserCounts {
    const { ties } = this.#state.sharing;
    const [dayAgo, weekAgo] = COUNT_SPANS.map((span) => this.#at - span);
    const day = ties.countOfRight(this.thing, DAY_COUNT, dayAgo, this.#most);
    const week = ties.countOfRight(this.thing, WEEK_COUNT, weekAgo, this.#most);
    const [own, most] = [this.tie < 0 ? -Infinity : ties.last(this.tie), this.#most];
    const withOwn = (others: number, from: number): number =>
      Math.min(most, others + (this.#user < 0 || own >= from ? 0 : 1));
    return {
      day: withOwn(day, dayAgo),
      week: withOwn(week, weekAgo),
      // All ties were used in the longest window, so nobody has to count them.
      span: withOwn(ties.sizeOfRight(this.thing), this.#at - TIE_SPAN),
    };
  }
}
