import { RingfenceError } from '../../kernel/errors.ts';
import type { OptionSpec } from '../options.ts';

/**
 * Exchange rates by UTC day: minor units of the second currency for a million minor units of the first, whole numbers,
 * so that every engine computes the same. Key: `2025-01-31 USD EUR`. A rate holds in its own direction only.
 */
export type FxRates = ReadonlyMap<string, number>;

const ENTRY = /^(\d{4}-\d{2}-\d{2}) (\S{1,16}) (\S{1,16}) ([1-9]\d{0,14})$/;

export function rateKey(at: number, from: string, to: string): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${from} ${to}`;
}

/** Rates as text: `2025-01-31 USD EUR 920000`, several on lines of their own or with semicolons between. */
export function ratesOption(about: { readonly doc: string; readonly source: string }): OptionSpec<FxRates> {
  return {
    default: new Map(),
    takes: 'entries `DAY FROM TO PPM` with semicolons or on lines; @FILE reads them from a file',
    ...about,
    parse: (text, name) => new Map(entriesOf(text).map((entry) => rateOf(entry, name))),
    format: (rates) =>
      [...rates]
        .map(([key, ppm]) => `${key} ${ppm}`)
        .sort()
        .join(';'),
  };
}

function entriesOf(text: string): string[] {
  return text
    .split(/[;\r\n]+/)
    .map((entry) => entry.trim().replaceAll(/\s+/g, ' '))
    .filter((entry) => entry !== '' && !entry.startsWith('#'));
}

function rateOf(entry: string, name: string): [string, number] {
  const match = ENTRY.exec(entry);
  if (!match)
    throw new RingfenceError(
      'OPTION_INVALID',
      `${name}: "${entry}" is no rate such as 2025-01-31 USD EUR 920000`,
    );
  return [`${match[1]} ${match[2]} ${match[3]}`, Number(match[4])];
}
