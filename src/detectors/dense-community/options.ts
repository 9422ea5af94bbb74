import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface DenseCommunityOptions {
  readonly minUsers: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minDensity: number | null;
  /** Basis points; null is no limit. */
  readonly maxConductance: number | null;
  readonly minThings: number;
  readonly maxShared: number;
  readonly maxPairs: number;
}

export const DENSE_COMMUNITY_OPTIONS: OptionTable<DenseCommunityOptions> = {
  minUsers: integerOption(
    5,
    { min: 3 },
    {
      doc: 'Users that a community has at least.',
      source: 'Expert estimate: couples and most households are smaller.',
    },
  ),
  window: durationOption('30d', {
    doc: 'How far before a midnight a use still ties people, and longest gap inside a finding.',
    source: 'As for co-sharing.',
  }),
  minDensity: ratioOption('0.5', {
    doc: 'Least share of the pairs of its users that have something in common.',
    source: 'Expert estimate: everybody is tied to half of the others, as in the core of a crew.',
  }),
  maxConductance: ratioOption('0.3', {
    doc: 'Largest share of the weight of its users’ ties that leads out of it.',
    source: 'Expert estimate; Yang and Leskovec (2012) find good communities from 0.1 to 0.4.',
  }),
  minThings: integerOption(
    2,
    { min: 1 },
    {
      doc: 'Least number of different things that two or more of its users share.',
      source: 'What hangs on one thing is device-sharing or ip-recycling, or a household.',
    },
  ),
  maxShared: integerOption(
    50,
    { min: 2 },
    {
      doc: 'Users in the window above which one thing ties nobody here.',
      source: 'Expert estimate, as for hubs; above it other detectors look at the thing itself.',
    },
  ),
  maxPairs: integerOption(
    20_000_000,
    { min: 1 },
    {
      doc: 'Most pairs of users drawn in one run; then the rest is left out, and the result says so.',
      source: 'A minute or two of work on one core.',
    },
  ),
};
