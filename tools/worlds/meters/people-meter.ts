import { Interner } from '../../../src/graph/interner.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import type { CastList, Meter } from '../cast-list.ts';
import { mean, share, type Measured } from '../reading.ts';

const LARGEST = 5;
const SHARED = ['email', 'phone', 'nationalId'] as const;

/** What registrations say: households by postal address, identifiers that several people give, prevalence. */
export class PeopleMeter implements Meter {
  readonly #cast: CastList;
  readonly #addresses = new Interner();
  readonly #household: number[] = [];
  readonly #values = new Interner();
  readonly #carriers: number[] = [];
  readonly #valuesOf: number[][] = [];
  #fresh = 0;

  constructor(cast: CastList) {
    this.#cast = cast;
  }

  add(event: Event): void {
    if (event.kind !== 'registration') return;
    const user = this.#cast.user(event.user);
    this.#household[user] = event.address === undefined ? -1 : this.#addresses.add(event.address);
    if (this.#cast.isInWindow(event.at)) this.#fresh++;
    this.#valuesOf[user] = SHARED.flatMap((field) => {
      const text = event[field];
      if (text === undefined) return [];
      const value = this.#values.add(`${field} ${text}`);
      this.#carriers[value] = (this.#carriers[value] ?? 0) + 1;
      return [value];
    });
  }

  /** Which postal address a user gave; -1 for none. */
  household(user: number): number {
    return this.#household[user] ?? -1;
  }

  /** Users who gave the same e-mail, phone or national id as this one, at most for any one value. */
  sameIdentifier(user: number): number {
    return Math.max(0, ...(this.#valuesOf[user] ?? []).map((value) => this.#carriers[value]));
  }

  read({ readings, histograms }: Measured): void {
    const users = this.#household.length;
    const sizes = new Int32Array(this.#addresses.size);
    for (const household of this.#household) if (household >= 0) sizes[household]++;
    const labels = Array.from({ length: LARGEST }, (_, i) => String(i + 1));
    for (const label of labels)
      readings[`household.${label}`] = share(
        sizes.filter((size) => size === Number(label)).length,
        sizes.length,
      );
    histograms.households = { labels, values: labels.map((label) => readings[`household.${label}`].value) };
    readings.householdMean = mean(sizes);
    readings.freshShare = share(this.#fresh, users);
    readings.prevalence = { value: this.#cast.fraudulent.size / users, sample: users };
  }
}
