import { DAY, HOUR } from '../../kernel/time.ts';

/** Bounds of what a read looks at; docs/features.md states them, and features say when a walk was cut short. */
export interface WalkLimits {
  /** Ties of one user that are followed, the latest used first. */
  readonly tiesOfUser: number;
  /** Users of one shared thing that are looked at, the latest first. */
  readonly usersOfThing: number;
  /** An address that more users are tied to is a crowd, and not walked through. */
  readonly usersOfBlock: number;
  /** Partners of one account that are followed on either side, the latest first. */
  readonly partnersOfAccount: number;
  /** Ties that one walk looks at in all. */
  readonly budget: number;
  /** How far a walk towards known fraud goes. */
  readonly hops: number;
  /** Largest number of users or partners that is counted: it says "that many or more". */
  readonly count: number;
}

export const WALK_LIMITS: WalkLimits = {
  tiesOfUser: 32,
  usersOfThing: 50,
  usersOfBlock: 8,
  partnersOfAccount: 32,
  budget: 500,
  hops: 2,
  count: 1_000,
};

/** Over these, users of a thing and partners of an account are counted, by {@link DAY_COUNT} and {@link WEEK_COUNT}. */
export const COUNT_SPANS: readonly number[] = [DAY, 7 * DAY];
export const DAY_COUNT = 0;
export const WEEK_COUNT = 1;
/** Pairs of users, counted once for each thing they share, above which a component is one community and not cut. */
export const COMMUNITY_PAIRS = 2_000;
/** A tie without a use for so long is no longer one. */
export const TIE_SPAN = 90 * DAY;
/** How late an event may come and still be seen by every window that it belongs to. */
export const LATENESS = DAY;
/** What is first used less than this before is new: the visit itself has already used it. */
export const NEW_FOR = DAY;
/** Two located transactions at once would be infinitely far apart in speed: times nearer than this count as this. */
export const SHORTEST_TRIP = HOUR / 60;
/** Faster than an airliner, over more than an address or a mast can be wrong by. */
export const IMPOSSIBLE_KMH = 1_000;
export const IMPOSSIBLE_KM = 100;
/** From so many users on a shared thing is a hub when most of them are settled. */
export const HUB_USERS = 50;
/** From so many partners in 90 days on an account is a hub. */
export const HUB_PARTNERS = 500;
/** A user registered so long before the first use of a thing is settled there. */
export const SETTLED_FOR = 90 * DAY;
/** How far back a way that closes a loop of money may reach. */
export const LOOP_SPAN = 7 * DAY;
