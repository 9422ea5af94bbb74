import DataLoader from 'dataloader';
import type { Principal } from '../app/access.ts';
import { ringGraphs, type RingGraphData } from '../app/ring-graphs.ts';
import type { Serving } from '../app/serving/serving.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import type { EventKey } from '../graph/model/event.ts';
import type { Ring } from '../graph/model/ring.ts';
import { keyOf } from '../app/expand-entity.ts';
import type { Entity, LoggedEvent, NeighbourCount } from '../store/port.ts';

/** What resolvers are handed with every operation. */
export interface ApiContext {
  readonly serving: Serving;
  readonly principal: Principal;
  readonly loaders: Loaders;
  /** Ends subscriptions: when the caller goes, and when what they showed ends. */
  readonly stop: AbortSignal;
}

/** Looks that many fields ask for, each made once for all that ask in the same turn. */
export interface Loaders {
  readonly entity: DataLoader<EntityRef, Entity | null, string>;
  readonly neighbourCounts: DataLoader<EntityRef, readonly NeighbourCount[], string>;
  readonly event: DataLoader<EventKey, LoggedEvent | null, string>;
  readonly ringGraph: DataLoader<Ring, RingGraphData, string>;
}

/** Entities or events asked for in one call at most. */
const AT_ONCE = 500;

/** New for every operation, so that nothing older than it is ever shown; each is made when it is first asked. */
export function makeLoaders(serving: Serving): Loaders {
  return new LazyLoaders(serving);
}

class LazyLoaders implements Loaders {
  readonly #serving: Serving;
  #entity: Loaders['entity'] | undefined;
  #neighbourCounts: Loaders['neighbourCounts'] | undefined;
  #event: Loaders['event'] | undefined;
  #ringGraph: Loaders['ringGraph'] | undefined;

  constructor(serving: Serving) {
    this.#serving = serving;
  }

  get entity(): Loaders['entity'] {
    return (this.#entity ??= new DataLoader((refs) => this.#serving.reads.entities(refs), {
      cacheKeyFn: keyOf,
      maxBatchSize: AT_ONCE,
    }));
  }

  get neighbourCounts(): Loaders['neighbourCounts'] {
    return (this.#neighbourCounts ??= new DataLoader((refs) => this.#serving.reads.neighbourCounts(refs), {
      cacheKeyFn: keyOf,
      maxBatchSize: AT_ONCE,
    }));
  }

  get event(): Loaders['event'] {
    return (this.#event ??= new DataLoader((keys) => this.#serving.reads.events(keys), {
      cacheKeyFn: ([source, id]) => `${source}\0${id}`,
      maxBatchSize: AT_ONCE,
    }));
  }

  get ringGraph(): Loaders['ringGraph'] {
    return (this.#ringGraph ??= new DataLoader((rings) => ringGraphs(this.#serving, rings), {
      cacheKeyFn: ({ id }) => id,
      maxBatchSize: AT_ONCE,
    }));
  }
}
