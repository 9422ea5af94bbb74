import type { LayeredOptions } from '../layered-detector.ts';
import { durationOption, integerOption, type OptionTable } from '../options.ts';

export interface StackOptions extends LayeredOptions {
  readonly layers: number;
}

export const STACK_OPTIONS: OptionTable<StackOptions> = {
  layers: integerOption(
    2,
    { min: 2, max: 8 },
    {
      doc: 'How many layers of transfers follow each other; more levels of accounts are found as groups that overlap.',
      source: 'AMLSim plans stacks of two layers over three levels of accounts.',
    },
  ),
  minSources: integerOption(
    2,
    { min: 2 },
    {
      doc: 'Fewest accounts of the level before that pay each account of the group.',
      source: 'Expert estimate: less than for one layer, as each further one makes it rarer.',
    },
  ),
  minTargets: integerOption(
    2,
    { min: 2 },
    {
      doc: 'Fewest accounts of the next level that each account of the group pays.',
      source: 'Expert estimate: less than for one layer, as each further one makes it rarer.',
    },
  ),
  window: durationOption('7d', {
    doc: 'Length of the window, and longest gap inside a finding.',
    source: 'Expert estimate, as for kiting-cycle.',
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
