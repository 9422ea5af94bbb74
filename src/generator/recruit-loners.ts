import { rngFor } from '../kernel/rng.ts';
import type { Cast } from './cast.ts';
import { fraudUsers } from './fraud-users.ts';
import type { Level } from './level.ts';
import { Loner } from './loner.ts';
import type { WorldOptions } from './options.ts';
import type { Population } from './population.ts';

/**
 * Decides on whose accounts there is fraud without a ring, and of which kind: by the weights of the level, but as soon
 * as there are enough people each kind at least once. Called after the rings have taken their members.
 */
export function recruitLoners(
  options: WorldOptions,
  level: Level,
  population: Population,
  cast: Cast,
): Loner[] {
  const { seed, start, days } = options;
  const { alone, kinds: counts } = fraudUsers(options, level, population);
  const kinds = Object.entries(level.loners.kinds).filter(([, weight]) => weight > 0);
  if (alone === 0 || (kinds.length === 0 && !counts)) return [];
  const rng = rngFor(seed, 'loners');
  const weights = kinds.map(([, weight]) => weight);
  const forced = alone >= kinds.length ? kinds.map(([kind]) => kind) : [];
  const drawn = Array.from(
    { length: counts ? 0 : alone - forced.length },
    () => kinds[rng.weighted(weights)][0],
  );
  const plan = rng.shuffled(
    counts ? [...counts].flatMap(([kind, count]) => Array<string>(count).fill(kind)) : [...forced, ...drawn],
  );
  return cast
    .recruit(alone)
    .map((user, number) => new Loner(seed, number, { kind: plan[number], user, start, days }));
}
