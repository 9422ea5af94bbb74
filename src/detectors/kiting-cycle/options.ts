import { ratesOption, type FxRates } from './fx-rates.ts';
import { choiceOption, durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface KitingOptions {
  readonly minLength: number;
  readonly maxLength: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minRetention: number | null;
  readonly maxRetention: number | null;
  /** Minor units. */
  readonly minAmount: number;
  readonly ties: 'strict' | 'allow';
  readonly fx: 'reject' | 'skip' | 'rates';
  /** Used with fx=rates. */
  readonly rates: FxRates;
  readonly minRepeats2: number;
  readonly maxVisits: number;
}

export const KITING_OPTIONS: OptionTable<KitingOptions> = {
  minLength: integerOption(
    3,
    { min: 2 },
    {
      doc: 'Fewest transfers of a cycle.',
      source: 'Expert estimate: two-way payments are everyday (300 to 800 among 10,000 users in 30 days).',
    },
  ),
  maxLength: integerOption(
    8,
    { min: 2 },
    {
      doc: 'Most transfers of a cycle; the work grows with it.',
      source: 'Expert estimate; of the 54 cycles in IBM AMLworld (HI-Small) the longest has 12.',
    },
  ),
  window: durationOption('7d', {
    doc: 'Longest time from the first to the last transfer of a cycle, and longest gap inside a finding.',
    source: 'Expert estimate; the cycles in IBM AMLworld (HI-Small) take 4 days at most.',
  }),
  minRetention: ratioOption('0.80', {
    doc: 'Least share of what arrived that the next transfer sends on.',
    source: 'Expert estimate: a mule keeps 5 to 20 %.',
  }),
  maxRetention: ratioOption('1.05', {
    doc: 'Largest share of what arrived that the next transfer sends on.',
    source: 'Expert estimate: rounding up and fees.',
  }),
  minAmount: integerOption(
    0,
    { min: 0 },
    {
      doc: 'Least amount of every transfer, in minor units of its own currency.',
      source: 'No limit: rings stay under whatever limit they know of.',
    },
  ),
  ties: choiceOption('strict', ['strict', 'allow'], {
    doc: 'Whether times must rise from transfer to transfer, or may be equal (data that knows only the day).',
    source: 'Money has to arrive before it is sent on.',
  }),
  fx: choiceOption('reject', ['reject', 'skip', 'rates'], {
    doc: 'Where the currency changes between two transfers: reject the cycle, skip that comparison, or convert by rates.',
    source: 'Without rates two currencies cannot be compared.',
  }),
  rates: ratesOption({
    doc: 'Rates for fx=rates: minor units of TO for a million of FROM, on the UTC day of the later transfer.',
    source: 'None: they are the user’s own. A missing rate rejects the cycle, and the result names it.',
  }),
  minRepeats2: integerOption(
    3,
    { min: 1 },
    {
      doc: 'Fewest cycles between the same two accounts inside the window; only for cycles of length 2.',
      source: 'Expert estimate: one refund is everyday, three in a week are not.',
    },
  ),
  maxVisits: integerOption(
    1_000_000_000,
    { min: 1 },
    {
      doc: 'Most looks at a transfer in one run (a hundredth of it for one closing transfer); then it is cut short, and says so.',
      source: 'A minute or two of work on one core.',
    },
  ),
};
