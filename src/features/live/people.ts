import { Interner } from '../../graph/interner.ts';
import { EntityRows, USER_WORDS } from './entity-rows.ts';
import { LiveUser } from './live-user.ts';

/** Numbers users, and keeps what is known of each. Memory: 32 bytes, a name and a `LiveUser`; it does not shrink. */
export class People {
  /** What walks ask of each user. */
  readonly rows = new EntityRows(USER_WORDS);
  readonly #numbers = new Interner();
  readonly #all: LiveUser[] = [];

  get size(): number {
    return this.#all.length;
  }

  numberOf(id: string): number {
    const number = this.#numbers.add(id);
    if (number === this.#all.length) {
      this.#all.push(new LiveUser(id, number));
      this.rows.reach(number);
    }
    return number;
  }

  of(id: string): LiveUser {
    return this.#all[this.numberOf(id)];
  }

  at(number: number): LiveUser {
    return this.#all[number];
  }
}
