import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { pid } from 'node:process';
import type { StatementSync } from 'node:sqlite';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import { busyError, HEARTBEAT_EVERY, isLive, PROCESS_START, type LeaseHolder } from '../lease-holder.ts';
import type { Lease } from '../port.ts';
import { rowOf, type Connection } from './connection.ts';

/**
 * The one writer's place in a store. Every write runs through {@link write}, which makes sure, inside the very
 * transaction, that the place is still ours: a process that slept over its heartbeat must not write any more.
 */
export class WriterLease {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #find: StatementSync;
  readonly #take: StatementSync;
  readonly #beat: StatementSync;
  readonly #leave: StatementSync;
  #token: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(connection: Connection, clock: Clock, logger: Logger) {
    this.#connection = connection;
    this.#clock = clock;
    this.#logger = logger;
    this.#find = connection.prepare(SELECT_HOLDER);
    this.#take = connection.prepare(
      'INSERT OR REPLACE INTO lease (slot, token, pid, host, process_start, heartbeat) VALUES (1, ?, ?, ?, ?, ?)',
    );
    this.#beat = connection.prepare('UPDATE lease SET heartbeat = ? WHERE token = ?');
    this.#leave = connection.prepare('DELETE FROM lease WHERE token = ?');
  }

  /** @throws RingfenceError STORE_BUSY while a live process holds it */
  acquire(): Lease {
    if (this.#connection.readOnly) {
      throw new RingfenceError('INTERNAL', `store ${this.#connection.url} was opened for reading only`);
    }
    // Asked first without a lock, so that a writer in a long transaction is named at once.
    this.#refuseLiveHolder();
    const token = randomUUID();
    this.#connection.transaction(() => {
      const previous = this.#refuseLiveHolder();
      if (previous)
        this.#logger.log('warn', 'taking over the lease of a writer that is gone', { ...previous });
      this.#take.run(token, pid, hostname(), PROCESS_START, this.#clock.now());
    });
    this.#token = token;
    this.#timer = setInterval(() => this.#renew(), HEARTBEAT_EVERY);
    this.#timer.unref();
    return { release: async () => this.#release(token) };
  }

  /** Runs work in a transaction of the lease's holder. @throws RingfenceError STORE_BUSY without the lease */
  write<T>(work: () => T): T {
    const token = this.#token;
    if (token === null) throw this.#refusal();
    return this.#connection.transaction(() => {
      const holder = this.#connection.guard(() => findHolder(this.#find));
      if (holder?.token !== token) throw this.#refusal(holder);
      // A loop that never lets the timer run still shows that it is alive.
      const now = this.#clock.now();
      if (Math.abs(now - holder.heartbeat) >= HEARTBEAT_EVERY) this.#beat.run(now, token);
      return work();
    });
  }

  /** Gives the place up, if it is held; for closing the store. */
  close(): void {
    if (this.#token !== null) this.#release(this.#token);
  }

  #refuseLiveHolder(): LeaseHolder | undefined {
    const holder = this.#connection.guard(() => findHolder(this.#find));
    if (holder && isLive(holder, this.#clock.now())) throw this.#refusal(holder);
    return holder;
  }

  #refusal(holder = this.#connection.guard(() => findHolder(this.#find))): RingfenceError {
    if (!holder) {
      return new RingfenceError(
        'STORE_BUSY',
        `store ${this.#connection.url}: writing needs the writer's lease`,
      );
    }
    return busyError(this.#connection.url, holder);
  }

  #renew(): void {
    try {
      const { changes } = this.#connection.guard(() => this.#beat.run(this.#clock.now(), this.#token));
      if (changes === 0) this.#logger.log('error', "the writer's lease was taken over", { pid });
    } catch (error) {
      this.#logger.log('warn', "the writer's heartbeat could not be written", { error: String(error) });
    }
  }

  #release(token: string): void {
    if (token !== this.#token) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#token = null;
    this.#connection.guard(() => this.#leave.run(token));
  }
}

const SELECT_HOLDER = 'SELECT token, pid, host, process_start, heartbeat FROM lease WHERE slot = 1';

function findHolder(statement: StatementSync): LeaseHolder | undefined {
  const row = rowOf<[string, number, string, number, number]>(statement);
  if (!row) return undefined;
  const [token, pid, host, processStart, heartbeat] = row;
  return { token, pid, host, processStart, heartbeat };
}

/**
 * Refuses while another live process holds the lease; for steps that need no lease of their own (migration, drop).
 * @throws RingfenceError STORE_BUSY
 */
export function refuseLiveWriter(connection: Connection, clock: Clock): void {
  const holder = connection.guard(() => findHolder(connection.prepare(SELECT_HOLDER)));
  if (holder && isLive(holder, clock.now())) throw busyError(connection.url, holder);
}
