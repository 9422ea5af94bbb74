import { MINUTE } from '../../kernel/time.ts';
import { distanceKm, type Point } from '../transaction-table/place.ts';
import { IMPOSSIBLE_KM } from './limits.ts';

/** How many of a user's last places are kept. */
const KEPT = 16;
/** What is done within this time and {@link IMPOSSIBLE_KM} of a place is of one visit there. */
const VISIT = 30 * MINUTE;

export interface Sighting extends Point {
  readonly at: number;
}

export interface Trip {
  readonly km: number;
  /** Milliseconds between the two places. */
  readonly time: number;
}

/** Where a user was last: the places that payments and sessions name. Memory: 16 places. */
export class Places {
  readonly #places: Sighting[] = [];

  add({ lat, lon }: Point, at: number): void {
    let place = this.#places.length;
    while (place > 0 && this.#places[place - 1].at > at) place--;
    this.#places.splice(place, 0, { lat, lon, at });
    if (this.#places.length > KEPT) this.#places.shift();
  }

  /**
   * The way to a transaction from the last place that is not of the same visit; null where either is not known.
   * @param own where it was made; when it does not say, the last place half an hour before counts
   */
  tripTo(own: Point | undefined, at: number): Trip | null {
    const here = own ? { lat: own.lat, lon: own.lon, at } : this.#placeOfVisit(at);
    if (!here) return null;
    for (let i = this.#places.length - 1; i >= 0; i--) {
      const before = this.#places[i];
      if (before.at > here.at) continue;
      const km = distanceKm(here, before);
      if (here.at - before.at <= VISIT && km <= IMPOSSIBLE_KM) continue;
      return { km, time: here.at - before.at };
    }
    return null;
  }

  #placeOfVisit(at: number): Sighting | undefined {
    const last = this.#places.findLast((place) => place.at <= at);
    return last && last.at >= at - VISIT ? last : undefined;
  }
}
