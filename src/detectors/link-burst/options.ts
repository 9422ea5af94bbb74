import { durationOption, integerOption, ratioOption, type OptionTable } from '../options.ts';

export interface LinkBurstOptions {
  readonly minConnections: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  readonly minInWeek: number;
  /** Basis points; null is no limit. */
  readonly weekRatio: number | null;
}

export const LINK_BURST_OPTIONS: OptionTable<LinkBurstOptions> = {
  minConnections: integerOption(
    5,
    { min: 2 },
    {
      doc: 'Bank connections of one user within the window that are a burst (tier day).',
      source: 'The seed of the project: more than 4 in 24 hours. Who changes bank connects 3 or 4.',
    },
  ),
  window: durationOption('24h', {
    doc: 'How far back the connections of the tier day may lie, and longest gap inside its findings.',
    source: 'The seed of the project.',
  }),
  minInWeek: integerOption(
    5,
    { min: 1 },
    {
      doc: 'Bank connections of one user within 7 days that can be a burst (tier week).',
      source: 'As in a day. Without it one connection after a quiet month would be a burst.',
    },
  ),
  weekRatio: ratioOption('3.00', {
    doc: 'How many times the average of 30 days the 7 days must exceed (tier week).',
    source: 'The seed of the project: more than 300 % of the 30-day average.',
  }),
};
