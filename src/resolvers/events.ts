import type { Event, EventKey } from '../graph/model/event.ts';
import type { ApiContext } from './context.ts';

/**
 * Does something with events: at once where memory has them all, else when the store has given them, together with all
 * that others ask for in the same turn. Fields that need not wait are much cheaper to execute.
 */
export function withEvents<T>(
  keys: readonly EventKey[],
  { serving, loaders }: ApiContext,
  use: (events: readonly (Event | undefined)[]) => T,
): T | Promise<T> {
  const known = serving.reads.eventsInMemory(keys);
  if (known) return use(known.map(({ event }) => event));
  return Promise.all(keys.map((key) => loaders.event.load(key))).then((found) =>
    use(found.map((logged) => logged?.event)),
  );
}
