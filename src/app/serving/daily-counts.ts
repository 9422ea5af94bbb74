import { DAY } from '../../kernel/time.ts';
import type { Event, EventKind } from '../../graph/model/event.ts';

export interface DayCount {
  /** 00:00 UTC, epoch ms. */
  readonly day: number;
  readonly count: number;
}

/** Events by UTC day of their time and by kind, for charts; one that is retracted later stays counted, as it arrived. */
export class DailyCounts {
  readonly #days = new Map<EventKind, Map<number, number>>();

  take({ kind, at }: Event): void {
    const days = this.#days.get(kind) ?? new Map<number, number>();
    this.#days.set(kind, days);
    const day = Math.floor(at / DAY) * DAY;
    days.set(day, (days.get(day) ?? 0) + 1);
  }

  /** Days with events of some kinds within [from, to), rising. */
  series(kinds: readonly EventKind[], from: number, to: number): DayCount[] {
    const sums = new Map<number, number>();
    for (const kind of kinds)
      for (const [day, count] of this.#days.get(kind) ?? [])
        if (day >= from && day < to) sums.set(day, (sums.get(day) ?? 0) + count);
    return [...sums].sort(([a], [b]) => a - b).map(([day, count]) => ({ day, count }));
  }
}
