import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';

const QUARTER = 15 * MINUTE;
const WEEK_DAYS = 7;

/**
 * What a clock on the wall shows in an IANA time zone. Offsets are kept per zone and day asked for, and where a zone
 * changes on that day per quarter of an hour, as all zones of today change on one.
 */
export class LocalClock {
  readonly #formats = new Map<string, Intl.DateTimeFormat | null>();
  /** By day; null where the day has more than one. */
  readonly #days = new Map<string, Map<number, number | null>>();
  readonly #offsets = new Map<string, Map<number, number>>();

  /** Hour 0 to 23 and weekday 1 (Monday) to 7; in UTC where the zone is unknown. */
  show(at: number, timeZone: string | undefined): { hour: number; weekday: number } {
    const local = at + (timeZone === undefined ? 0 : this.#offset(at, timeZone));
    const day = Math.floor(local / DAY);
    // 1 January 1970 was a Thursday.
    return {
      hour: Math.floor(local / HOUR) - day * 24,
      weekday: ((((day + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS) + 1,
    };
  }

  #offset(at: number, timeZone: string): number {
    const day = Math.floor(at / DAY);
    let days = this.#days.get(timeZone);
    if (!days) this.#days.set(timeZone, (days = new Map()));
    let offset = days.get(day);
    if (offset === undefined) {
      const start = this.#ask(day * DAY, timeZone);
      days.set(day, (offset = start === this.#ask((day + 1) * DAY, timeZone) ? start : null));
    }
    return offset ?? this.#offsetOfQuarter(at, timeZone);
  }

  #offsetOfQuarter(at: number, timeZone: string): number {
    const quarter = Math.floor(at / QUARTER);
    let known = this.#offsets.get(timeZone);
    if (!known) this.#offsets.set(timeZone, (known = new Map()));
    let offset = known.get(quarter);
    if (offset === undefined) known.set(quarter, (offset = this.#ask(quarter * QUARTER, timeZone)));
    return offset;
  }

  #ask(at: number, timeZone: string): number {
    const format = this.#format(timeZone);
    if (!format) return 0;
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return (
      Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
      Math.floor(at / 1_000) * 1_000
    );
  }

  /** Null for a text that names no zone. */
  #format(timeZone: string): Intl.DateTimeFormat | null {
    const known = this.#formats.get(timeZone);
    if (known !== undefined) return known;
    let format: Intl.DateTimeFormat | null = null;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        calendar: 'gregory',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      // RangeError: no such zone.
    }
    this.#formats.set(timeZone, format);
    return format;
  }
}
