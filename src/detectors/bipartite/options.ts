import type { LayeredOptions } from '../layered-detector.ts';
import { durationOption, integerOption, type OptionTable } from '../options.ts';

export type BipartiteOptions = LayeredOptions;

export const BIPARTITE_OPTIONS: OptionTable<BipartiteOptions> = {
  minSources: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Fewest distinct sources of the group that pay each of its targets.',
      source: 'Expert estimate: two who pay the same two are everyday.',
    },
  ),
  minTargets: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Fewest distinct targets of the group that each of its sources pays.',
      source: 'Expert estimate: two who pay the same two are everyday.',
    },
  ),
  window: durationOption('72h', {
    doc: 'Length of the window, and longest gap inside a finding.',
    source: 'Expert estimate, as for the fans.',
  }),
  maxVisits: integerOption(
    200_000_000,
    { min: 1 },
    {
      doc: 'Most looks at a transfer in one run (a hundredth of it for one transfer); then it is cut short, and says so.',
      source: 'About a minute of work on one core.',
    },
  ),
};
