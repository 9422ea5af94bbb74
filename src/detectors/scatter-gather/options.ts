import { choiceOption, durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface ScatterGatherOptions {
  readonly minMiddles: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minRetention: number | null;
  readonly maxRetention: number | null;
  readonly order: 'in-time' | 'any';
  readonly maxVisits: number;
}

export const SCATTER_GATHER_OPTIONS: OptionTable<ScatterGatherOptions> = {
  minMiddles: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Fewest distinct accounts between the source and the target inside the window.',
      source: 'Expert estimate: two common friends are everyday.',
    },
  ),
  window: durationOption('7d', {
    doc: 'Length of the window, and longest gap inside a finding.',
    source: 'Expert estimate, as for kiting-cycle; those in IBM AMLworld (HI-Small) take 4 days at most.',
  }),
  minRetention: ratioOption('none', {
    doc: 'Least share of what a middle account got that its transfer to the target sends on.',
    source:
      'No limit: rings split and mix amounts. For whole amounts 0.80 is an expert estimate: a mule keeps 5 to 20 %.',
  }),
  maxRetention: ratioOption('none', {
    doc: 'Largest share of what a middle account got that its transfer to the target sends on.',
    source: 'No limit, as above; for whole amounts 1.05 is an expert estimate: rounding up and fees.',
  }),
  order: choiceOption('in-time', ['in-time', 'any'], {
    doc: 'Whether a middle account must be paid before it pays, or may do both in any order (mules who advance money).',
    source: 'Money has to arrive before it is sent on; in IBM AMLworld some middle accounts pay first.',
  }),
  maxVisits: integerOption(
    200_000_000,
    { min: 1 },
    {
      doc: 'Most looks at a transfer in one run (a hundredth of it for one target); then it is cut short, and says so.',
      source: 'About a minute of work on one core.',
    },
  ),
};
