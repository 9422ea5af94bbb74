import { DAY } from '../../kernel/time.ts';
import { ratio, type FeatureBasis, type TransferFeature } from './feature.ts';
import type { Sight, Window } from './sight.ts';

function ofPair(sight: Sight, { to }: FeatureBasis, window: Window): number {
  return sight.tally('out', sight.payer, window, (transfer) => to[transfer] === sight.payee);
}

const SHARED = { group: 'transaction', unit: 'count', window: 'ever', source: 'W', reads: 'known' } as const;

/** What went from this payer to this payee. */
export const PAIR_FEATURES: readonly TransferFeature[] = [
  {
    ...SHARED,
    name: 'pair_is_new',
    unit: '0 or 1',
    formula: '1 when the payer never paid this payee before.',
    reads: 'before',
    read: ({ transfer }, { pairBefore }) => Number(pairBefore[transfer] < 0),
  },
  {
    ...SHARED,
    name: 'days_since_pair',
    unit: 'days',
    formula: 'Days since the payer last paid this payee.',
    missing: 'never before',
    reads: 'before',
    read: ({ transfer, at }, basis) => {
      const before = basis.pairBefore[transfer];
      return before < 0 ? NaN : (at - basis.at[before]) / DAY;
    },
  },
  {
    ...SHARED,
    name: 'pair_before',
    formula: 'Earlier transfers from the payer to this payee.',
    reads: 'before',
    read: (sight, { to }) =>
      sight.tallyBefore('out', sight.payer, (transfer) => to[transfer] === sight.payee),
  },
  {
    ...SHARED,
    name: 'pair_count_30d',
    window: '30',
    formula: 'Transfers from the payer to this payee, this one counted.',
    read: (sight, basis) => ofPair(sight, basis, 30),
  },
  {
    ...SHARED,
    name: 'pair_share',
    unit: 'share',
    formula: 'Share of this payee in the transfers that the payer paid.',
    read: (sight, basis) => ratio(ofPair(sight, basis, 'ever'), sight.count('out', sight.payer, 'ever')),
  },
];
