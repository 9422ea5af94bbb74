import type { Event } from '../../../src/graph/model/event.ts';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import type { CastList, Meter } from '../cast-list.ts';
import { rounded, share, type Measured } from '../reading.ts';

/** How much happens, and at what hour by each user's own clock. */
export class ActivityMeter implements Meter {
  readonly #cast: CastList;
  readonly #counts = new Map<string, number>();
  readonly #zone: string[] = [];
  readonly #clocks = new Map<string, ZoneClock>();
  readonly #hours = new Float64Array(24);
  readonly #cards = new Set<string>();

  constructor(cast: CastList) {
    this.#cast = cast;
  }

  add(event: Event): void {
    if (event.kind === 'registration') this.#zone[this.#cast.user(event.user)] = event.timeZone ?? 'UTC';
    if (!this.#cast.isInWindow(event.at)) return;
    this.#counts.set(event.kind, (this.#counts.get(event.kind) ?? 0) + 1);
    if (event.kind === 'payment' && event.card !== undefined) this.#cards.add(event.card);
    if (event.kind !== 'session') return;
    const user = this.#cast.user(event.user);
    if (this.#cast.isInnocent(user)) this.#hours[this.#hourOf(event.at, this.#zone[user])]++;
  }

  #hourOf(at: number, zone: string): number {
    if (!this.#clocks.has(zone)) this.#clocks.set(zone, new ZoneClock(zone));
    return this.#clocks.get(zone)!.hour(at);
  }

  read({ readings, histograms }: Measured): void {
    const users = this.#cast.users.size;
    const userDays = (users * (this.#cast.end - this.#cast.start)) / DAY;
    let all = 0;
    const kinds = [...this.#counts].sort(([, a], [, b]) => b - a);
    for (const [kind, count] of kinds) {
      all += count;
      readings[`eventsPerUserDay.${kind}`] = { value: rounded(count / userDays) };
    }
    readings.eventsPerUserDay = { value: rounded(all / userDays) };
    readings.cardsPerUser = { value: rounded(this.#cards.size / users) };
    const total = this.#hours.reduce((sum, count) => sum + count, 0);
    const between = (low: number, high: number) => this.#hours.slice(low, high).reduce((a, b) => a + b, 0);
    readings['hours.night'] = share(between(0, 6), total);
    readings['hours.evening'] = share(between(17, 22), total);
    histograms.hours = {
      labels: Array.from(this.#hours, (_, hour) => String(hour)),
      values: Array.from(this.#hours, (count) => rounded(count / Math.max(1, total))),
    };
  }
}

/** Local hours of one time zone; the offset is looked up once for each hour of the world. */
class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  #slot = NaN;
  #hour = 0;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  }

  /** Zones of whole hours: the hour is the same for all instants of one UTC hour. */
  hour(at: number): number {
    const slot = Math.floor(at / HOUR);
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.#hour = Number(this.#format.format(slot * HOUR));
    }
    return this.#hour;
  }
}
