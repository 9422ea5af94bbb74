import { ratio, type FeatureBasis, type TransferFeature } from './feature.ts';
import { type Side, type Sight } from './sight.ts';

/** Amount over the mean of the account's other known transfers on that side. */
function toMean(sight: Sight, side: Side, account: number): number {
  const others = sight.count(side, account, 'ever') - 1;
  return ratio(sight.amount * others, sight.sum(side, account, 'ever') - sight.amount);
}

function repeats(sight: Sight, { amount }: FeatureBasis, side: Side, account: number): number {
  return sight.tally(side, account, 30, (transfer) => amount[transfer] === sight.amount) - 1;
}

const SHARED = { group: 'transaction', source: 'W', reads: 'known' } as const;

/** The amount, by itself and beside the amounts of both accounts. */
export const AMOUNT_FEATURES: readonly TransferFeature[] = [
  {
    ...SHARED,
    name: 'amount',
    unit: 'minor units',
    window: 'none',
    formula: 'Amount of the transfer.',
    reads: 'before',
    read: ({ amount }) => amount,
  },
  {
    ...SHARED,
    name: 'amount_to_payer_mean',
    unit: 'ratio',
    window: 'ever',
    formula: 'Amount over the mean of the other transfers that the payer paid.',
    missing: 'there is no other',
    read: (sight) => toMean(sight, 'out', sight.payer),
  },
  {
    ...SHARED,
    name: 'amount_to_payee_mean',
    unit: 'ratio',
    window: 'ever',
    formula: 'Amount over the mean of the other transfers that the payee was paid.',
    missing: 'there is no other',
    read: (sight) => toMean(sight, 'in', sight.payee),
  },
  {
    ...SHARED,
    name: 'payer_same_amount_30d',
    unit: 'count',
    window: '30',
    formula: 'Other transfers that the payer paid of exactly this amount.',
    read: (sight, basis) => repeats(sight, basis, 'out', sight.payer),
  },
  {
    ...SHARED,
    name: 'payee_same_amount_30d',
    unit: 'count',
    window: '30',
    formula: 'Other transfers that the payee was paid of exactly this amount.',
    read: (sight, basis) => repeats(sight, basis, 'in', sight.payee),
  },
];
