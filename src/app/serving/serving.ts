import type { Clock } from '../../kernel/clock.ts';
import type { CurrencyTable } from '../../kernel/money.ts';
import type { Store } from '../../store/port.ts';
import type { Engine } from './engine.ts';
import type { StoreReads } from './store-reads.ts';

/** What the actions of a running server work with. */
export interface Serving {
  readonly engine: Engine;
  readonly reads: StoreReads;
  /** For work without bounds only, such as a batch detection; requests go through `reads` and `engine`. */
  readonly store: Store;
  readonly clock: Clock;
  readonly currencies: CurrencyTable;
  readonly version: string;
  /** Whether events that come over the network may have any id, as imported ones may. */
  readonly anyIds: boolean;
}
