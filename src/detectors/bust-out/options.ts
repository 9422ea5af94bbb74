import { choiceOption, durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface BustOutOptions {
  readonly minSmall: number;
  /** Milliseconds; may be Infinity. */
  readonly history: number;
  /** Basis points. */
  readonly minRatio: number | null;
  readonly than: 'largest' | 'average';
  readonly minUsers: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
}

export const BUST_OUT_OPTIONS: OptionTable<BustOutOptions> = {
  minSmall: integerOption(
    20,
    { min: 1 },
    {
      doc: 'Fewest payments and transfers before the jump, within history.',
      source: 'The seed of the project: 20 to 50 small ones.',
    },
  ),
  history: durationOption('30d', {
    doc: 'How far back what is usual for a user reaches.',
    source: 'The seed of the project: averages of 30 days.',
  }),
  minRatio: ratioOption('5.00', {
    doc: 'How many times what came before a payment or transfer must exceed to be a jump; none: any is one.',
    source: 'The seed of the project: more than 500 % of the average.',
  }),
  than: choiceOption('largest', ['largest', 'average'], {
    doc: 'What a jump is compared to: the largest one before within history, or their average.',
    source:
      'The seed of the project has the average; people whose sums vary often exceed that five times (docs).',
  }),
  minUsers: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Fewest users who jump at one merchant, to one payee or on one device that are synchronised.',
      source: 'Expert estimate, as for sharing a device: two people can happen to.',
    },
  ),
  window: durationOption('7d', {
    doc: 'How far apart their jumps may be, and longest gap inside a finding.',
    source: 'Expert estimate: within days, before the first bill is due.',
  }),
};
