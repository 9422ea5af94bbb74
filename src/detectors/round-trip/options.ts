import { KITING_OPTIONS, type KitingOptions } from '../kiting-cycle/options.ts';
import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

/** The options of kiting-cycle, with wider limits: what stays under its own is looked for here. */
export const ROUND_TRIP_OPTIONS: OptionTable<KitingOptions> = {
  ...KITING_OPTIONS,
  maxLength: integerOption(
    12,
    { min: 2 },
    {
      doc: 'Most transfers of a cycle; the work grows with it.',
      source: 'The longest of the 54 cycles in IBM AMLworld (HI-Small) has 12.',
    },
  ),
  window: durationOption('30d', {
    doc: 'Longest time from the first to the last transfer of a cycle, and longest gap inside a finding.',
    source: 'Expert estimate: a month, the cycle of statements and bills.',
  }),
  minRetention: ratioOption('0.50', {
    doc: 'Least share of what arrived that the next transfer sends on.',
    source: 'Expert estimate: at least as much goes on as stays.',
  }),
};
