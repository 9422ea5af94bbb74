import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Store } from '../../store/port.ts';
import type { LiveKeeping } from './live-keeper.ts';
import type { WriteLimits } from './write-queue.ts';

export interface EngineOptions extends LiveKeeping {
  /** Open for writing; the engine takes the writer's lease and releases it, but does not close the store. */
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A name of this run that no other has; positions in the feed of ring changes carry it. */
  readonly stream: string;
  readonly limits?: WriteLimits;
  /** Shortest time between two views, and between two savings of the findings, milliseconds. */
  readonly publishEvery?: number;
  readonly saveEvery?: number;
}

export type EngineState = 'starting' | 'ready' | 'behind' | 'stopping' | 'failed';

export interface StartProgress {
  readonly part: 'detection' | 'scoring';
  /** Events of the log. */
  readonly done: number;
  readonly total: number;
}
