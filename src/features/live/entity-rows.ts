import { grown } from './tie-lists.ts';

const FIRST_CAPACITY = 16;

/**
 * Whole numbers kept of each user, or of each thing, by its number: a row each, 0 at first. All that a walk asks of somebody
 * it comes to is in that row, so that it waits for memory once. Who gives out a number makes room for it by `reach`.
 */
export class EntityRows {
  /** Words of a row: a power of two, so that rows do not straddle lines of the cache. */
  readonly stride: number;
  #words: Int32Array;

  constructor(stride: number) {
    this.stride = stride;
    this.#words = new Int32Array(FIRST_CAPACITY * stride);
  }

  /** The words of all rows, those of a number from number x stride on; another list after each `reach`. */
  get words(): Int32Array {
    return this.#words;
  }

  reach(number: number): void {
    const wanted = (number + 1) * this.stride;
    if (wanted > this.#words.length) this.#words = grown(this.#words, wanted);
  }
}

/** Words of a user: its list of things and of merchants, two words each, then single ones. */
export const USER_WORDS = 8;
export const USER_THINGS = 0;
export const USER_MERCHANTS = 2;
/** How many verdicts blame it. */
export const USER_BLAME = 4;
/** How many hot things it is tied to (`FraudHeat`). */
export const USER_NEAR = 5;
/** The number of the last walk that came to it. */
export const USER_SEEN = 6;
/** Its node among the components, plus 1. */
export const USER_NODE = 7;

/** Words of a thing: its list of users, of payees and of payers, two words each, then single ones. */
export const THING_WORDS = 16;
export const THING_USERS = 0;
export const THING_PAYEES = 2;
export const THING_PAYERS = 4;
export const THING_BLAME = 6;
/** How many known fraudsters are tied to it, and that or blame of its own (`FraudHeat`). */
export const THING_FRAUDSTERS = 7;
export const THING_HEAT = 8;
/** How many hot accounts money ties it to. */
export const THING_NEAR = 9;
/** How many of its ties are of users who were settled when they were made. */
export const THING_SETTLED = 10;
export const THING_SEEN = 11;
export const THING_NODE = 12;
export const THING_KIND = 13;
/** What reference data says of it. */
export const THING_SAID = 14;
/** Of an account or a device: its record (`EntityRecords`). */
export const THING_RECORD = 15;
