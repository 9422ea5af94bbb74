import { compareKnown, knownAt } from '../../features/live/scored-event.ts';
import { Float64Column } from '../../graph/columns.ts';
import type { Event } from '../../graph/model/event.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { LoggedEvent } from '../../store/port.ts';

/** Reads the log after a seq, as `EventLog.readFrom`. */
export type ReadLog = (after: number) => AsyncIterable<readonly LoggedEvent[]>;

/** Events held at once, and twice as many for a while; some hundred bytes each. */
const HELD = 200_000;

/**
 * A log in the order in which its events became known (`compareKnown`), without holding all of it: first every event is
 * noted, then the log is read once more and each event held only until its turn.
 *
 * A log is nearly in that order, because events are stored as they become known; then one more reading does. Each `HELD`
 * events that are further from their turn than that cost one reading more, so a log that was stored in reverse takes
 * n / HELD readings. A log of up to `HELD` events is kept and not read again.
 *
 * Memory: 9 bytes an event, and 2 HELD events, or those known at one instant where they are more.
 */
export class KnownOrder {
  readonly #most: number;
  readonly #instants = new Float64Column();
  /** All that was noted, while that is little. */
  #all: LoggedEvent[] | null = [];

  /** @param held for tests */
  constructor(held: number = HELD) {
    this.#most = held;
  }

  get length(): number {
    return this.#instants.length;
  }

  /** The next event of the log, all of them from the first on. @throws RingfenceError INTERNAL for another */
  note(logged: LoggedEvent): void {
    this.#instants.push(knownAt(logged.event));
    if (logged.seq !== this.#instants.length)
      throw new RingfenceError('INTERNAL', `event ${logged.seq} of the log came as number ${this.length}`);
    if (this.#all === null) return;
    if (this.#all.length < this.#most) this.#all.push(logged);
    else this.#all = null;
  }

  /**
   * Gives what was noted, in order; only once. Time O(n log n), and the readings.
   * @throws RingfenceError INTERNAL when the log is not the one that was noted, and what reading throws
   */
  async *read(log: ReadLog): AsyncGenerator<readonly Event[]> {
    const all = this.#all;
    this.#all = null;
    const turns = new Turns(this.#instants.finish().sort(), this.#most);
    const source: ReadLog = all === null ? log : () => once(all);
    while (!turns.finished) {
      const given = turns.given;
      for await (const batch of source(turns.firstMissing - 1)) {
        const next = turns.take(batch);
        if (next.length > 0) yield next;
        if (turns.finished) return;
      }
      if (turns.given === given)
        throw new RingfenceError('INTERNAL', 'the log is not what it was when it was read first');
    }
  }
}

async function* once(all: readonly LoggedEvent[]): AsyncGenerator<readonly LoggedEvent[]> {
  yield all;
}

/** Events that wait for their turn, by the instant from which they are known. */
class Turns {
  /** Instants of all events, rising: how many come before one. */
  readonly #sorted: Float64Array;
  readonly #most: number;
  /** By seq: 1 for what is held or given. */
  readonly #here: Uint8Array;
  readonly #held = new Map<number, LoggedEvent[]>();
  #count = 0;
  #given = 0;
  #firstMissing = 1;

  constructor(sorted: Float64Array, most: number) {
    this.#sorted = sorted;
    this.#most = most;
    this.#here = new Uint8Array(sorted.length + 1);
  }

  get given(): number {
    return this.#given;
  }

  get finished(): boolean {
    return this.#given === this.#sorted.length;
  }

  /** Seq of the first event that is neither held nor given. */
  get firstMissing(): number {
    while (this.#here[this.#firstMissing] === 1) this.#firstMissing++;
    return this.#firstMissing;
  }

  /** @returns those whose turn has come with these, in order */
  take(batch: readonly LoggedEvent[]): Event[] {
    const next: Event[] = [];
    for (const logged of batch) {
      if (this.#here[logged.seq] !== 0) continue;
      this.#here[logged.seq] = 1;
      const instant = knownAt(logged.event);
      const group = this.#held.get(instant);
      if (group) group.push(logged);
      else this.#held.set(instant, [logged]);
      this.#count++;
      if (instant === this.#sorted[this.#given]) this.#give(next);
      if (this.#count > 2 * this.#most) this.#shed();
    }
    return next;
  }

  /** Gives instant after instant, as long as all events of one are here. */
  #give(next: Event[]): void {
    while (!this.finished) {
      const instant = this.#sorted[this.#given];
      const group = this.#held.get(instant);
      const end = this.#given + (group?.length ?? 0);
      if (!group || this.#sorted[end] === instant) return;
      for (const { event } of group.sort((a, b) => compareKnown(a.event, b.event))) next.push(event);
      this.#held.delete(instant);
      this.#count -= group.length;
      this.#given = end;
    }
  }

  /** Lets go of what is furthest from its turn; it will be read again. */
  #shed(): void {
    const last = this.#sorted[Math.min(this.#given + this.#most, this.#sorted.length) - 1];
    for (const [instant, group] of this.#held) {
      if (instant <= last) continue;
      this.#held.delete(instant);
      this.#count -= group.length;
      for (const { seq } of group) {
        this.#here[seq] = 0;
        this.#firstMissing = Math.min(this.#firstMissing, seq);
      }
    }
  }
}
