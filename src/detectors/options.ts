import { RingfenceError } from '../kernel/errors.ts';
import { formatDuration, parseDuration } from '../kernel/time.ts';

/** How one option of a detector is written, read, documented and defaulted. */
export interface OptionSpec<T> {
  readonly default: T;
  /** What it takes, for help: `duration`, `whole number >= 1`, … */
  readonly takes: string;
  /** One sentence: what it does, with its unit. */
  readonly doc: string;
  /** Where the default comes from. */
  readonly source: string;
  /** @throws RingfenceError OPTION_INVALID naming the option, when the text is no such value. */
  parse(text: string, name: string): T;
  format(value: T): string;
}

export type OptionTable<Options extends object> = {
  readonly [Name in keyof Options]: OptionSpec<Options[Name]>;
};

interface About {
  readonly doc: string;
  readonly source: string;
}

/** Milliseconds; `none` is Infinity. */
export function durationOption(value: string, about: About): OptionSpec<number> {
  return {
    default: parseDuration(value, 'default'),
    takes: 'duration (90s, 72h, 7d) or none',
    ...about,
    parse: (text, name) => {
      try {
        return parseDuration(text, name);
      } catch {
        throw invalid(name, text, 'a duration such as 90s, 72h, 7d, or none');
      }
    },
    format: formatDuration,
  };
}

export function integerOption(
  value: number,
  range: { min: number; max?: number },
  about: About,
): OptionSpec<number> {
  const max = range.max ?? Number.MAX_SAFE_INTEGER;
  const takes = `whole number from ${range.min}${range.max === undefined ? '' : ` to ${max}`}`;
  return {
    default: value,
    takes,
    ...about,
    parse: (text, name) => {
      const parsed = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
      if (!(parsed >= range.min && parsed <= max)) throw invalid(name, text, `a ${takes}`);
      return parsed;
    },
    format: String,
  };
}

/** A ratio written as a decimal (0.80) and held as whole basis points (8000); `none` is null, no limit. */
export function ratioOption(value: string, about: About): OptionSpec<number | null> {
  const parse = (text: string, name: string): number | null => {
    if (text === 'none') return null;
    if (!/^\d{1,4}(\.\d{1,4})?$/.test(text))
      throw invalid(name, text, 'a ratio with at most four decimals such as 0.80, or none');
    const [whole, fraction = ''] = text.split('.');
    return Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'));
  };
  return {
    default: parse(value, 'default'),
    takes: 'ratio (0.80) or none',
    ...about,
    parse,
    format: (bps) => (bps === null ? 'none' : String(bps / 10_000)),
  };
}

export function choiceOption<T extends string>(value: T, choices: readonly T[], about: About): OptionSpec<T> {
  return {
    default: value,
    takes: choices.join(', '),
    ...about,
    parse: (text, name) => choices.find((choice) => choice === text) ?? fail(name, text, choices),
    format: (choice) => choice,
  };
}

/** Several of a fixed set, written with commas. */
export function choicesOption<T extends string>(
  value: readonly T[],
  choices: readonly T[],
  about: About,
): OptionSpec<readonly T[]> {
  return {
    default: value,
    takes: `some of ${choices.join(', ')} (with commas)`,
    ...about,
    parse: (text, name) =>
      text.split(',').map((part) => choices.find((choice) => choice === part) ?? fail(name, part, choices)),
    format: (chosen) => chosen.join(','),
  };
}

/** An option that is not set unless the user sets it. */
export function unset<T>(spec: OptionSpec<T>): OptionSpec<T | undefined> {
  return { ...spec, default: undefined, format: (value) => (value === undefined ? '' : spec.format(value)) };
}

/** The defaults of a table. */
export function defaultsOf<Options extends object>(table: OptionTable<Options>): Options {
  return Object.fromEntries(
    Object.entries<OptionSpec<unknown>>(table).map(([name, spec]) => [name, spec.default]),
  ) as Options;
}

function fail(name: string, text: string, choices: readonly string[]): never {
  throw invalid(name, text, `one of ${choices.join(', ')}`);
}

function invalid(name: string, text: string, wanted: string): RingfenceError {
  return new RingfenceError('OPTION_INVALID', `${name}: "${text}" is not ${wanted}`);
}
