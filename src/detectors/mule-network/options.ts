import { durationOption, integerOption, type OptionTable } from '../options.ts';
import { PASS_THROUGH_OPTIONS, type PassThroughOptions } from '../pass-through/options.ts';

/** What passes through an account, as pass-through has it, and how many such accounts are a network. */
export interface MuleNetworkOptions extends PassThroughOptions {
  readonly minMules: number;
  readonly minMulesAlone: number;
  /** Milliseconds; may be Infinity. */
  readonly networkWindow: number;
}

export const MULE_NETWORK_OPTIONS: OptionTable<MuleNetworkOptions> = {
  ...PASS_THROUGH_OPTIONS,
  minMules: integerOption(
    2,
    { min: 2 },
    {
      doc: 'Fewest pass-through accounts with one payee that are a mule network.',
      source: 'Expert estimate: passing on is common, passing on to the same account is not.',
    },
  ),
  minMulesAlone: integerOption(
    5,
    { min: 2 },
    {
      doc: 'Fewest accounts counted at once in a mule network that stands alone; a smaller one is a lead and binds nothing.',
      source: 'Expert estimate: two to four who pass on to the same third in a week are often his friends.',
    },
  ),
  networkWindow: durationOption('7d', {
    doc: 'How far apart the accounts of a mule network may pass on to their payee.',
    source: 'Expert estimate, as for kiting-cycle and co-sharing: days to weeks.',
  }),
};
