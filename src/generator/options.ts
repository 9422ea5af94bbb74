import { RingfenceError } from '../kernel/errors.ts';
import { DAY, isInstant } from '../kernel/time.ts';
import { LEVEL_NAMES, type LevelName } from './level.ts';
import type { Mix } from './mix.ts';

export interface WorldOptions {
  /** How many users, 1 to 1,000,000. */
  readonly users: number;
  /** Share of users with fraud, 0 to 1: members of rings, and those who act alone or whose account is taken over. */
  readonly fraudRate: number;
  /** Any whole number; its lowest 32 bits count. */
  readonly seed: number;
  readonly level: LevelName;
  /** Start of the window, epoch milliseconds. Registrations and reference data go up to three years before it. */
  readonly start: number;
  /** Length of the window in days, 1 to 3,650. */
  readonly days: number;
  /** A flat world: one transaction per user, no rings, no sequences. Default false. */
  readonly legacy?: boolean;
  /** Shares of the transactions by class (docs/worlds.md, "Mix of classes"); `fraudRate` says nothing then. */
  readonly mix?: Mix;
}

export const WORLD_DEFAULTS = {
  users: 100,
  fraudRate: 0.05,
  level: 'typical',
  start: Date.UTC(2025, 0, 1),
  days: 90,
} as const satisfies Omit<WorldOptions, 'seed'>;

export const MAX_USERS = 1_000_000;
const MAX_DAYS = 3_650;
/** History before the window, at most: the longest tenure and its reference data. */
export const HISTORY_DAYS = 3 * 365 + 1;

/** @throws RingfenceError USAGE naming the option that can't be used. */
export function checkOptions(options: WorldOptions): void {
  const { users, fraudRate, seed, level, start, days } = options;
  if (options.mix && options.legacy) throw refuse('mix', 'possible in a legacy world', 'a mix of classes');
  const whole = (value: number, max: number) => Number.isInteger(value) && value >= 1 && value <= max;
  if (!whole(users, MAX_USERS)) throw refuse('users', `a whole number from 1 to ${MAX_USERS}`, users);
  if (!(fraudRate >= 0 && fraudRate <= 1)) throw refuse('fraud-rate', 'a share from 0 to 1', fraudRate);
  if (!Number.isSafeInteger(seed)) throw refuse('seed', 'a whole number', seed);
  if (!LEVEL_NAMES.includes(level)) throw refuse('level', `one of ${LEVEL_NAMES.join(', ')}`, level);
  if (!whole(days, MAX_DAYS)) throw refuse('days', `a whole number from 1 to ${MAX_DAYS}`, days);
  if (!isInstant(start - HISTORY_DAYS * DAY) || !isInstant(start + days * DAY))
    throw refuse('start', 'an instant whose window and history lie in the years 0 to 9999', start);
}

function refuse(name: string, wanted: string, value: unknown): RingfenceError {
  return new RingfenceError('USAGE', `${name}: ${String(value)} is not ${wanted}`);
}
