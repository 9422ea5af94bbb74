import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface PassThroughOptions {
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minShare: number | null;
  readonly maxShare: number | null;
  readonly maxRest: number | null;
  /** Minor units. */
  readonly minAmount: number;
}

export const PASS_THROUGH_OPTIONS: OptionTable<PassThroughOptions> = {
  window: durationOption('24h', {
    doc: 'How soon money has to leave again, and longest gap inside a finding.',
    source: 'Expert estimate: mules pass on within a day; wages last longer (90 % out in 48 h is common).',
  }),
  minShare: ratioOption('0.80', {
    doc: 'Least share of what came in that left again.',
    source: 'Expert estimate: a mule keeps 5 to 20 %.',
  }),
  maxShare: ratioOption('1.00', {
    doc: 'Largest share of what came in that left again.',
    source: 'Whoever sends more than came in spends money of their own.',
  }),
  maxRest: ratioOption('0.20', {
    doc: 'Most that may be left on the account, as a share of what came in; asked only where the balance is known.',
    source: 'What minShare lets a mule keep, on an account without money of its own.',
  }),
  minAmount: integerOption(
    0,
    { min: 0 },
    {
      doc: 'Least sum that came in, in minor units of its own currency.',
      source: 'No limit: rings stay under whatever limit they know of.',
    },
  ),
};
