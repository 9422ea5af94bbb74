import type { Rng } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import type { LabelLevel } from './level.ts';

/** From an act to the day it is known for what it was, milliseconds; log-normal, mu = ln(mean) - sigma²/2. */
export function labelDelay({ delayMean, delaySigma }: LabelLevel, rng: Rng): number {
  return Math.ceil(rng.logNormal(Math.log(delayMean) - delaySigma ** 2 / 2, delaySigma) * DAY);
}
