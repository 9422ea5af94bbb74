import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { pid } from 'node:process';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import { busyError, HEARTBEAT_EVERY, isLive, PROCESS_START, type LeaseHolder } from '../lease-holder.ts';
import type { Lease } from '../port.ts';
import type { Connection, Statement } from './connection.ts';
import { readMeta } from './schema.ts';
import {
  GRAPH_SLOT,
  LOG_SLOT,
  type GraphMeta,
  type LeaseMark,
  type LogMeta,
  type StoreMeta,
} from './store-meta.ts';

/**
 * The one writer's place in a store. Every write locks a meta node, that of the log, that of the graph, or both in
 * this order, and makes sure, inside the very transaction, that the place is still ours. Whoever takes the place locks
 * and marks both nodes, so that neither an append nor an apply of the one before can come after. Appending and
 * applying have a node each, so that they can go on at the same time.
 */
export class WriterLease {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #token: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(connection: Connection, clock: Clock, logger: Logger) {
    this.#connection = connection;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @throws RingfenceError STORE_BUSY while a live process holds it */
  async acquire(): Promise<Lease> {
    if (this.#connection.readOnly) {
      throw new RingfenceError('INTERNAL', `store ${this.#connection.url} was opened for reading only`);
    }
    const token = randomUUID();
    while (!(await this.#take(token)));
    this.#token = token;
    this.#timer = setInterval(() => void this.#renew(token), HEARTBEAT_EVERY);
    this.#timer.unref();
    return { release: () => this.#release(token) };
  }

  /** @returns false when the holder changed between the look and the grasp. */
  async #take(token: string): Promise<boolean> {
    const meta = await readMeta(this.#connection);
    const holder = holderOf(meta);
    // Ours after all: the answer to the grasp was lost and the transaction tried again.
    if (holder?.token === token) return true;
    const now = this.#clock.now();
    if (holder && isLive(holder, now)) throw busyError(this.#connection.url, holder);
    if (holder) {
      this.#logger.log('warn', 'taking over the lease of a writer that is gone', { ...holder });
    }
    const rows = await this.#connection.transaction((run) =>
      run('store/take-lease', {
        token,
        pid,
        host: hostname(),
        processStart: PROCESS_START,
        now,
        seenToken: holder?.token ?? '',
        seenHeartbeat: meta?.leaseHeartbeat ?? 0,
        seenGraphHeartbeat: meta?.graphHeartbeat ?? 0,
      }),
    );
    return rows.length === 1;
  }

  /**
   * Runs work on the log in a transaction of the lease's holder; it may run more than once.
   * @throws RingfenceError STORE_BUSY without the lease
   */
  async writeLog<T>(work: (run: Statement, meta: LogMeta) => Promise<T>): Promise<T> {
    return this.#write(async (run, token) => work(run, await this.#lock<LogMeta>(run, LOG_SLOT, token)));
  }

  /** The same for work on the graph. @throws RingfenceError STORE_BUSY */
  async writeGraph<T>(work: (run: Statement, meta: GraphMeta) => Promise<T>): Promise<T> {
    return this.#write(async (run, token) => work(run, await this.#lock<GraphMeta>(run, GRAPH_SLOT, token)));
  }

  /** The same for work that neither an append nor an apply may go beside. @throws RingfenceError STORE_BUSY */
  async writeAll<T>(work: (run: Statement) => Promise<T>): Promise<T> {
    return this.#write(async (run, token) => {
      await this.#lock(run, LOG_SLOT, token);
      await this.#lock(run, GRAPH_SLOT, token);
      return work(run);
    });
  }

  async #write<T>(work: (run: Statement, token: string) => Promise<T>): Promise<T> {
    const token = this.#token;
    if (token === null) throw await this.#refusal();
    return this.#connection.transaction((run) => work(run, token));
  }

  async #lock<Meta extends LeaseMark>(run: Statement, slot: number, token: string): Promise<Meta> {
    const now = this.#clock.now();
    const [row] = await run<{ meta: Meta }>('store/lock-meta', { slot, now });
    if (row?.meta.leaseToken !== token) {
      const [found] = await run<{ meta: StoreMeta }>('store/read-meta');
      throw refusal(this.#connection.url, holderOf(found?.meta ?? null));
    }
    // A loop that never lets the timer run still shows that it is alive.
    if (Math.abs(now - (row.meta.leaseHeartbeat ?? 0)) >= HEARTBEAT_EVERY) {
      await run('store/set-meta', { slot, properties: { leaseHeartbeat: now } });
    }
    return row.meta;
  }

  /** Gives the place up, if it is held; for closing the store. */
  async close(): Promise<void> {
    if (this.#token !== null) await this.#release(this.#token);
  }

  async #holder(): Promise<LeaseHolder | null> {
    return holderOf(await readMeta(this.#connection));
  }

  async #refusal(): Promise<RingfenceError> {
    return refusal(this.#connection.url, await this.#holder());
  }

  async #renew(token: string): Promise<void> {
    try {
      const rows = await this.#connection.once('store/beat-lease', { token, now: this.#clock.now() });
      if (rows.length === 0 && token === this.#token) {
        this.#logger.log('error', "the writer's lease was taken over", { pid });
      }
    } catch (error) {
      this.#logger.log('warn', "the writer's heartbeat could not be written", { error: String(error) });
    }
  }

  async #release(token: string): Promise<void> {
    if (token !== this.#token) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#token = null;
    try {
      await this.#connection.once('store/leave-lease', { token, now: this.#clock.now() });
    } catch (error) {
      // A server that is away keeps no one from ending: without a heartbeat the place falls free by itself.
      this.#logger.log('warn', "the writer's lease could not be given back", { error: String(error) });
    }
  }
}

/**
 * Refuses while another live process holds the lease; for steps that need no lease of their own (migration, drop).
 * @throws RingfenceError STORE_BUSY
 */
export async function refuseLiveWriter(connection: Connection, clock: Clock): Promise<void> {
  const holder = holderOf(await readMeta(connection));
  if (holder && isLive(holder, clock.now())) throw busyError(connection.url, holder);
}

function refusal(url: string, holder: LeaseHolder | null): RingfenceError {
  if (holder) return busyError(url, holder);
  return new RingfenceError('STORE_BUSY', `store ${url}: writing needs the writer's lease`);
}

function holderOf(meta: StoreMeta | null): LeaseHolder | null {
  if (meta?.leaseToken === undefined) return null;
  return {
    token: meta.leaseToken,
    pid: meta.leasePid ?? 0,
    host: meta.leaseHost ?? '',
    processStart: meta.leaseProcessStart ?? 0,
    heartbeat: Math.max(meta.leaseHeartbeat ?? 0, meta.graphHeartbeat ?? 0),
  };
}
