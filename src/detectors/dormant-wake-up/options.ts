import { durationOption, integerOption, type OptionTable } from '../options.ts';

export interface DormantWakeUpOptions {
  /** Milliseconds. */
  readonly dormancy: number;
  /** Milliseconds; may be Infinity. */
  readonly awake: number;
  readonly minConnections: number;
  /** Milliseconds; may be Infinity. */
  readonly connectionWindow: number;
  /** Minor units. */
  readonly largeDebit: number;
}

export const DORMANT_WAKE_UP_OPTIONS: OptionTable<DormantWakeUpOptions> = {
  dormancy: durationOption('60d', {
    doc: 'How long a user did nothing before it counts as having slept.',
    source:
      'Expert estimate; the seed of the project has 30 days, in which many people do nothing at one bank.',
  }),
  awake: durationOption('24h', {
    doc: 'How long after the first act what happens belongs to the waking, and longest gap inside a finding.',
    source: 'Expert estimate: who takes over an account empties it before the owner looks.',
  }),
  minConnections: integerOption(
    3,
    { min: 1 },
    {
      doc: 'Bank connections within connectionWindow that are several (tier connections).',
      source: 'The seed of the project: 3 or more in an hour.',
    },
  ),
  connectionWindow: durationOption('1h', {
    doc: 'How far apart these connections may be.',
    source: 'The seed of the project.',
  }),
  largeDebit: integerOption(
    100_000,
    { min: 0 },
    {
      doc: 'Least payment or transfer that is large, in minor units of its own currency (tier debit).',
      source: 'Expert estimate: among 100 ordinary payments fewer than one is as large.',
    },
  ),
};
