import type { LevelName } from '../../src/generator/level.ts';
import type { MeasuredWorld } from './measure-world.ts';
import type { Reading } from './reading.ts';
import { TARGETS, type Band, type Target } from './targets.ts';

/** `met`: within the accepted band; `missed`: outside, where it is known to be; `drifted`: neither. */
export type Verdict = 'met' | 'missed' | 'drifted';

export interface Judgement {
  readonly target: Target;
  /** The band accepted at this level. */
  readonly band: Band;
  readonly reading: Reading;
  readonly verdict: Verdict;
}

/** Of a reading that rests on a sample, chance may move it by this many standard errors. */
const ERRORS = 2;

/** Holds what was measured against the targets that apply to the world's level and size. */
export function judge({ options, readings }: Pick<MeasuredWorld, 'options' | 'readings'>): Judgement[] {
  return TARGETS.flatMap(({ rows }) =>
    rows.flatMap((target) => {
      const band = bandOf(target, options.level);
      const reading = readings[target.id] ?? { value: NaN };
      if (band === null || options.users < (target.fromUsers ?? 0)) return [];
      return [{ target, band, reading, verdict: verdictOn(target, options.level, band, reading) }];
    }),
  );
}

/** The band of a target at a level; null where it has none there. */
export function bandOf(target: Target, level: LevelName): Band | null {
  const own = target.levels?.[level];
  return own === undefined ? target.band : own;
}

function verdictOn(target: Target, level: LevelName, band: Band, reading: Reading): Verdict {
  if (isWithin(band, reading)) return 'met';
  const own = target.levels?.[level] !== undefined;
  return !own && target.missed && isWithin(target.missed.band, reading) ? 'missed' : 'drifted';
}

function isWithin([low, high]: Band, { value, error = 0 }: Reading): boolean {
  const slack = ERRORS * error;
  return value >= low - slack && value <= high + slack;
}

/** One line on a target that a world does not meet. */
export function complaint({ target, band, reading }: Judgement): string {
  const error = reading.error === undefined ? '' : ` (standard error ${reading.error})`;
  return `${target.id}: ${target.label} is ${reading.value}${error}, accepted ${band[0]} to ${band[1]}; target ${target.target} (${target.mark})`;
}
