import { InvalidArgumentError } from 'commander';
import type { MaxBad } from '../ingest/max-bad.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { parseDuration, parseInstant } from '../kernel/time.ts';

/** Readers of option texts; a wrong one ends the command with usage and exit code 2. */

export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max))
      throw new InvalidArgumentError(`It takes a whole number of at least ${min}.`);
    return value;
  };
}

export function share(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It takes a share from 0 to 1, such as 0.05.');
  return value;
}

export function instant(text: string): number {
  const ms = parseInstant(text);
  if (ms === null)
    throw new InvalidArgumentError('It takes an ISO 8601 time with a zone, such as 2025-03-01T00:00:00Z.');
  return ms;
}

export function duration(text: string): number {
  try {
    return parseDuration(text, 'duration');
  } catch (error) {
    if (error instanceof RingfenceError)
      throw new InvalidArgumentError('It takes a duration such as 90s, 72h, 7d or none.');
    throw error;
  }
}

export function names(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Gathers an option that may be given several times. */
export function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** A share (`1%`, below 1) or a count (`20`) of bad rows that may be passed over. */
export function maxBad(text: string): MaxBad {
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  if (percent && Number(percent[1]) <= 100) return { share: Number(percent[1]) / 100 };
  if (/^\d{1,9}$/.test(text)) return { count: Number(text) };
  throw new InvalidArgumentError('It takes a share such as 1%, or a count such as 20.');
}
