import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface FloatKitingOptions {
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Milliseconds; may be Infinity. */
  readonly clearing: number;
  readonly minReturns: number;
  /** Basis points; null is no limit. */
  readonly minReturned: number | null;
  readonly minSpent: number | null;
  readonly maxCollected: number | null;
}

export const FLOAT_KITING_OPTIONS: OptionTable<FloatKitingOptions> = {
  window: durationOption('14d', {
    doc: 'How far back the returns that count may lie, and longest gap inside a finding.',
    source: 'Expert estimate: ten business days.',
  }),
  clearing: durationOption('10d', {
    doc: 'Longest time from an item to its return.',
    source: 'Expert estimate: direct debits and cheques come back within days.',
  }),
  minReturns: integerOption(
    3,
    { min: 1 },
    {
      doc: 'Fewest items that came back.',
      source:
        'Expert estimate: one returned payment is everyday, a second one the same that was tried again.',
    },
  ),
  minReturned: ratioOption('0.70', {
    doc: 'Least share of what was paid in that came back.',
    source: 'Expert estimate: in a kite at least 70 % of the deposits come from inside it.',
  }),
  minSpent: ratioOption('0.80', {
    doc: 'Least sum spent before the return, as a share of what came back.',
    source: 'Expert estimate: debits are about as large as credits.',
  }),
  maxCollected: ratioOption('0.10', {
    doc: 'Most that is left once the items are taken off, as a share of them; asked only where the balance is known.',
    source: 'Expert estimate: the collected balance is at most 10 % of the ledger balance.',
  }),
};
