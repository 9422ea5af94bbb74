import type { Level } from './level.ts';
import { planMix } from './mix.ts';
import type { WorldOptions } from './options.ts';
import type { Population } from './population.ts';

export const SMALLEST_RING = 3;

/** How many users have to do with fraud. */
export interface FraudUsers {
  /** Members of all rings together: none, or enough for one ring. */
  readonly inRings: number;
  readonly alone: number;
  /** How many of each kind act alone, where that is asked for. */
  readonly kinds?: ReadonlyMap<string, number>;
}

/**
 * Splits the users with fraud, `fraudRate` of all and rounded, into ring members and those who act alone. Where there
 * is 1 or 2 of them, one ring of three stands for them; a world of fewer users has none. A legacy world has no rings.
 */
export function fraudUsers(options: WorldOptions, level: Level, population: Population): FraudUsers {
  const { users, fraudRate } = options;
  if (options.mix) {
    const { inRings, alone: kinds } = planMix(options.mix, options, level, population);
    return { inRings, kinds, alone: [...kinds.values()].reduce((sum, count) => sum + count, 0) };
  }
  const wanted = Math.round(users * fraudRate);
  if (options.legacy) return { inRings: 0, alone: wanted };
  if (wanted === 0 || users < SMALLEST_RING) return { inRings: 0, alone: 0 };
  const alone = Math.floor(wanted * level.loners.share);
  const rest = wanted - alone;
  if (rest === 0) return { inRings: 0, alone };
  return rest >= SMALLEST_RING
    ? { inRings: rest, alone }
    : { inRings: SMALLEST_RING, alone: Math.max(0, wanted - SMALLEST_RING) };
}
