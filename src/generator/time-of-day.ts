import { DAY, HOUR } from '../kernel/time.ts';
import type { Rng } from '../kernel/rng.ts';
import { COUNTRIES } from './countries.ts';
import { WeightedPick } from './weighted-pick.ts';

/**
 * Turns local times of day into instants inside a day of the window, with the offset of each country on that day
 * (summer time included; on the day the clocks change, the offset at its start). Offsets come from the platform's
 * time zone data, once per country and day.
 */
export class TimeOfDay {
  readonly #start: number;
  readonly #hours: WeightedPick;
  readonly #formats: readonly Intl.DateTimeFormat[];
  /** Offsets of the day asked for last: days are asked for in turn. */
  readonly #offsets = new Float64Array(COUNTRIES.length);
  readonly #offsetDay = new Int32Array(COUNTRIES.length).fill(-(2 ** 31));

  /** @param hours weights of the local hours 0 to 23 */
  constructor(start: number, hours: readonly number[]) {
    this.#start = start;
    this.#hours = new WeightedPick(hours);
    this.#formats = COUNTRIES.map(
      ({ timeZone }) =>
        new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric' }),
    );
  }

  dayStart(day: number): number {
    return this.#start + day * DAY;
  }

  /** The instant in that day of the window at which local clocks show `hour` (fractions allowed). */
  at(day: number, country: number, hour: number): number {
    const start = this.dayStart(day);
    const utc = hour * HOUR - this.#offset(day, country);
    const into = (((utc - start) % DAY) + DAY) % DAY;
    return start + Math.floor(into);
  }

  /** A local hour as people are active, with a uniform fraction. */
  hour(rng: Rng): number {
    return this.#hours.draw(rng) + rng.unit();
  }

  /** 0 Sunday to 6 Saturday, in UTC. */
  weekday(day: number): number {
    return new Date(this.dayStart(day)).getUTCDay();
  }

  #offset(day: number, country: number): number {
    if (this.#offsetDay[country] !== day) {
      this.#offsetDay[country] = day;
      this.#offsets[country] = offsetAt(this.#formats[country], this.dayStart(day));
    }
    return this.#offsets[country];
  }
}

/** How far local time is ahead of UTC, in milliseconds; for zones within 12 hours of it. */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const part = (type: string) =>
    Number(format.formatToParts(instant).find((found) => found.type === type)!.value);
  const local = part('hour') * HOUR + (part('minute') * HOUR) / 60;
  const minute = Math.floor(instant / (HOUR / 60)) * (HOUR / 60);
  const ahead = (((local - minute) % DAY) + DAY) % DAY;
  return ahead > DAY / 2 ? ahead - DAY : ahead;
}
