import { RingfenceError } from '../../kernel/errors.ts';
import type { Event } from '../../graph/model/event.ts';
import type { AppendOutcome } from '../../store/port.ts';

export interface WriteLimits {
  /** Events that one write takes at most, unless a single submission has more. */
  readonly together: number;
  /** Events that may wait; what comes beyond them is refused at once. */
  readonly waiting: number;
  /** How long a submission waits for its outcome, milliseconds. */
  readonly patience: number;
}

export const WRITE_LIMITS: WriteLimits = { together: 500, waiting: 20_000, patience: 5_000 };

interface Submission {
  readonly events: readonly Event[];
  /** Looked at when its turn comes, in the order of writing; what it throws refuses the submission alone. */
  readonly check: (() => void) | null;
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

type Write = (events: readonly Event[]) => Promise<readonly AppendOutcome[]>;

/**
 * The way of all events into the store: one write at a time, each of all that waits, because making a write lasting
 * costs the same for one event as for some hundred.
 */
export class WriteQueue {
  readonly #write: Write;
  readonly #limits: WriteLimits;
  #queue: Submission[] = [];
  #waiting = 0;
  #underWay: Promise<void> | null = null;
  #closed = false;

  constructor(write: Write, limits: WriteLimits = WRITE_LIMITS) {
    this.#write = write;
    this.#limits = limits;
  }

  /** Events that wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Stores events, all or nothing; outcomes in their order.
   * @throws RingfenceError RATE_LIMITED (too many wait), NOT_READY (closed), STORE_FAILED (failed, or in doubt because
   * the store took too long; sending the same again is safe), and what `check` throws
   */
  submit(events: readonly Event[], check: (() => void) | null = null): Promise<readonly AppendOutcome[]> {
    if (this.#closed) return Promise.reject(new RingfenceError('NOT_READY', 'the server is stopping'));
    if (this.#waiting + events.length > this.#limits.waiting)
      return Promise.reject(
        new RingfenceError(
          'RATE_LIMITED',
          `${this.#waiting} events wait to be stored, and more come than can be`,
        ),
      );
    const { promise, resolve, reject } = Promise.withResolvers<readonly AppendOutcome[]>();
    const timer = setTimeout(() => reject(inDoubt(this.#limits.patience)), this.#limits.patience);
    this.#queue.push({ events, check, resolve, reject });
    this.#waiting += events.length;
    this.#underWay ??= this.#run();
    return promise.finally(() => clearTimeout(timer));
  }

  /** Takes nothing more, and waits until all that was taken is written or has failed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#underWay;
  }

  async #run(): Promise<void> {
    // What comes in the same turn of the loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#writeSome(this.#take());
    this.#underWay = null;
  }

  #take(): Submission[] {
    let events = 0;
    let count = 0;
    for (const submission of this.#queue) {
      // What is checked is written by itself: its check must see all that came before.
      if (count > 0 && (submission.check || events + submission.events.length > this.#limits.together)) break;
      events += submission.events.length;
      count++;
      if (submission.check) break;
    }
    this.#waiting -= events;
    return this.#queue.splice(0, count);
  }

  async #writeSome(submissions: readonly Submission[]): Promise<void> {
    const sound = submissions.filter(passes);
    try {
      const outcomes = await this.#write(sound.flatMap(({ events }) => events));
      let next = 0;
      for (const { events, resolve } of sound) resolve(outcomes.slice(next, (next += events.length)));
    } catch (error) {
      // The store refuses a whole batch for one event it can't keep: the others are not to suffer for it.
      const apart = sound.length > 1 && error instanceof RingfenceError && error.code === 'EVENT_INVALID';
      if (apart) for (const submission of sound) await this.#writeSome([submission]);
      else for (const { reject } of sound) reject(error);
    }
  }
}

function passes({ check, reject }: Submission): boolean {
  try {
    check?.();
    return true;
  } catch (error) {
    reject(error);
    return false;
  }
}

function inDoubt(patience: number): RingfenceError {
  return new RingfenceError(
    'STORE_FAILED',
    `the store did not answer within ${patience} ms, so it is not known whether the events were kept; ` +
      'send them again with the same ids: what was kept is recognised',
  );
}
