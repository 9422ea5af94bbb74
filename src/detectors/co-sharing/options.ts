import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface CoSharingOptions {
  readonly minUsers: number;
  /** Milliseconds. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minRarity: number | null;
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
  minRarity: ratioOption('0.01', {
    doc: 'Rarity of the pair (see Strength) below which the finding binds only beside another.',
    source: 'Members who are fewer than a tenth of the users of each: two crowds that happen to meet.',
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
