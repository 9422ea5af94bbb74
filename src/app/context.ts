import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { CandidateSource } from '../store/candidate-source.ts';
import type { Store } from '../store/port.ts';

/**
 * How a store is opened: `create` makes or migrates it, `write` needs one that exists, `read` too and never writes.
 */
export type StoreMode = 'create' | 'write' | 'read';

/** What actions are handed by main.ts, which alone knows the concrete adapters. */
export interface AppContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /**
   * @param patience how long a call waits for a database server that does not answer, milliseconds
   * @throws RingfenceError STORE_UNKNOWN, STORE_MISSING, STORE_SCHEMA, STORE_CORRUPT
   */
  openStore(url: string, mode: StoreMode, patience?: number): Promise<Store>;
  /** What `--engine cypher` asks for candidates; null for a store that runs no Cypher. */
  candidatesOf(store: Store): Promise<CandidateSource | null>;
  /** Removes a store and all in it; no store there is fine. */
  dropStore(url: string): Promise<void>;
}

/** Told now and then during long work; `total` when it is known beforehand. */
export type Progress = (phase: string, done: number, total?: number) => void;
