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
  const { reads } = serving;
  let entity: Loaders['entity'] | undefined;
  let neighbourCounts: Loaders['neighbourCounts'] | undefined;
  let event: Loaders['event'] | undefined;
  let ringGraph: Loaders['ringGraph'] | undefined;
  return {
    get entity() {
      return (entity ??= new DataLoader((refs) => reads.entities(refs), {
        cacheKeyFn: keyOf,
        maxBatchSize: AT_ONCE,
      }));
    },
    get neighbourCounts() {
      return (neighbourCounts ??= new DataLoader((refs) => reads.neighbourCounts(refs), {
        cacheKeyFn: keyOf,
        maxBatchSize: AT_ONCE,
      }));
    },
    get event() {
      return (event ??= new DataLoader((keys) => reads.events(keys), {
        cacheKeyFn: ([source, id]) => JSON.stringify([source, id]),
        maxBatchSize: AT_ONCE,
      }));
    },
    get ringGraph() {
      return (ringGraph ??= new DataLoader((rings) => ringGraphs(serving, rings), {
        cacheKeyFn: ({ id }) => id,
        maxBatchSize: AT_ONCE,
      }));
    },
  };
}
