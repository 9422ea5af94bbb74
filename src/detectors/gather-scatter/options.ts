import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface GatherScatterOptions {
  readonly minSources: number;
  readonly minTargets: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minRetention: number | null;
  readonly maxRetention: number | null;
}

export const GATHER_SCATTER_OPTIONS: OptionTable<GatherScatterOptions> = {
  minSources: integerOption(
    5,
    { min: 2 },
    {
      doc: 'Fewest distinct payers inside the window before a transfer out.',
      source: 'Expert estimate: half of what makes a fan, as both sides are asked for.',
    },
  ),
  minTargets: integerOption(
    5,
    { min: 2 },
    {
      doc: 'Fewest distinct payees inside the window.',
      source: 'Expert estimate: half of what makes a fan, as both sides are asked for.',
    },
  ),
  window: durationOption('72h', {
    doc: 'Length of the window of either side, and longest gap inside a finding.',
    source: 'Expert estimate, as for the fans.',
  }),
  minRetention: ratioOption('none', {
    doc: 'Least share of all that was gathered that has to be scattered.',
    source:
      'No limit: accounts have other business, too. 0.80 is an expert estimate: a mule keeps 5 to 20 %.',
  }),
  maxRetention: ratioOption('none', {
    doc: 'Largest share of all that was gathered that may be scattered.',
    source: 'No limit, as above; 1.05 is an expert estimate: rounding up and fees.',
  }),
};
