import { durationOption, integerOption, type OptionTable } from '../options.ts';

export interface CoSharingOptions {
  readonly minUsers: number;
  /** Milliseconds. */
  readonly window: number;
  readonly maxUses: number;
}

export const CO_SHARING_OPTIONS: OptionTable<CoSharingOptions> = {
  minUsers: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Users that have to share two identifiers of different kinds within the window.',
      source:
        'On the set gabmansur only the conjunction of phone and address tells the 8 rings from 25 decoys.',
    },
  ),
  window: durationOption('30d', {
    doc: 'How far back the uses of the two identifiers may lie.',
    source: 'Expert estimate: rings set up and act within a month.',
  }),
  maxUses: integerOption(
    50_000_000,
    { min: 1, max: 1_000_000_000 },
    {
      doc:
        'Most uses of identifiers to look at, summed over all pairs of each user; the users with the most are left ' +
        'out beyond it, and the result says so.',
      source: 'Some ten seconds of work; ordinary users have a few dozen each.',
    },
  ),
};
