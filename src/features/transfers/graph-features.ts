import { CYCLE_LENGTHS, ratio, type FeatureBasis, type TransferFeature } from './feature.ts';
import { DAY_WINDOWS, type Side, type Sight } from './sight.ts';
import { ENDS, SIDES } from './volume-features.ts';

const SHARED = { group: 'graph', unit: 'count', window: '30', source: 'G', reads: 'known' } as const;

/** Smallest relative distance of an amount on a side of an account from this one. */
function amountMatch(sight: Sight, { amount }: FeatureBasis, side: Side, account: number): number {
  let best = NaN;
  sight.tally(side, account, 30, (transfer) => {
    const distance = Math.abs(amount[transfer] / sight.amount - 1);
    if (!(distance >= best)) best = distance;
    return false;
  });
  return Number.isFinite(best) ? best : NaN;
}

/** Payers of the payee, this one apart, that were paid by somebody who paid the payer too. */
function sharedSources(sight: Sight, { from }: FeatureBasis): number {
  const sources = new Set<number>();
  sight.tally('in', sight.payer, 30, (transfer) => {
    sources.add(from[transfer]);
    return false;
  });
  if (sources.size === 0) return 0;
  const others = new Set<number>();
  sight.tally('in', sight.payee, 30, (transfer) => {
    others.add(from[transfer]);
    return false;
  });
  others.delete(sight.payer);
  let count = 0;
  for (const other of [...others].slice(-MOST_OTHERS))
    if (sight.tally('in', other, 30, (transfer) => sources.has(from[transfer])) > 0) count++;
  return count;
}

/** Of an account paid by more, the latest to begin are looked at: a hub has no business in a scatter-gather. */
const MOST_OTHERS = 50;

function freshOf(sight: Sight, { fresh }: FeatureBasis, side: Side, account: number, window: 7 | 30): number {
  return sight.tally(side, account, window, (transfer) => fresh[transfer] === 1);
}

/** Fans, cycles and the like: who is tied to whom. */
export const GRAPH_FEATURES: readonly TransferFeature[] = [
  ...ENDS.flatMap((end) =>
    SIDES.flatMap(({ side, did }) =>
      DAY_WINDOWS.map((window): TransferFeature => ({
        ...SHARED,
        name: `${end}_${side === 'out' ? 'fan_out' : 'fan_in'}_${window}d`,
        window: String(window),
        formula:
          side === 'out'
            ? `Different accounts that the ${end} ${did}.`
            : `Different accounts by which the ${end} ${did}.`,
        read: (sight) => sight.partners(side, sight[end], window),
      })),
    ),
  ),
  {
    ...SHARED,
    name: 'payer_new_rate',
    unit: 'ratio',
    window: 'ever',
    formula: 'Different accounts that the payer paid over the transfers that it paid.',
    source: 'R',
    read: (sight) =>
      ratio(sight.partners('out', sight.payer, 'ever'), sight.count('out', sight.payer, 'ever')),
  },
  {
    ...SHARED,
    name: 'payee_new_rate',
    unit: 'ratio',
    window: 'ever',
    formula: 'Different accounts by which the payee was paid over the transfers that it was paid.',
    source: 'R',
    read: (sight) => ratio(sight.partners('in', sight.payee, 'ever'), sight.count('in', sight.payee, 'ever')),
  },
  {
    ...SHARED,
    name: 'payer_pass_through_7d',
    unit: 'ratio',
    window: '7',
    formula: 'What the payer was paid over what it paid, this transfer counted.',
    missing: 'it paid nothing',
    source: 'R',
    read: (sight) => ratio(sight.sum('in', sight.payer, 7), sight.sum('out', sight.payer, 7)),
  },
  {
    ...SHARED,
    name: 'payer_amount_match_30d',
    unit: 'ratio',
    formula:
      'Smallest distance, as a share of this amount, of an amount that the payer was paid from this one.',
    missing: 'it was paid nothing',
    source: 'R',
    read: (sight, basis) => amountMatch(sight, basis, 'in', sight.payer),
  },
  {
    ...SHARED,
    name: 'payee_amount_match_30d',
    unit: 'ratio',
    formula: 'Smallest distance, as a share of this amount, of an amount that the payee paid from this one.',
    missing: 'it paid nothing',
    source: 'R',
    read: (sight, basis) => amountMatch(sight, basis, 'out', sight.payee),
  },
  {
    ...SHARED,
    name: 'scatter_gather_30d',
    formula:
      'Other payers of the payee (the latest 50) that were paid by an account which paid the payer too.',
    read: sharedSources,
  },
  {
    ...SHARED,
    name: 'fresh_path',
    unit: 'transfers',
    formula:
      'Longest run of fresh transfers, each paid on within the window by who was paid the one before, that ends here; 0 when this one is not fresh.',
    source: 'R',
    reads: 'before',
    read: ({ transfer }, { freshPath }) => freshPath[transfer],
  },
  {
    ...SHARED,
    name: 'fresh_ahead',
    unit: 'transfers',
    formula:
      'The same of runs that begin here: this one paid on by a fresh transfer within the window, and so on, as far as is known; 0 when this one is not fresh.',
    source: 'R',
    read: ({ transfer }, { freshAhead }) => freshAhead[transfer],
  },
  ...ENDS.flatMap((end) =>
    SIDES.flatMap(({ side, did }) =>
      ([7, 30] as const).map((window): TransferFeature => ({
        ...SHARED,
        name: `${end}_fresh_${side}_${window}d`,
        window: String(window),
        formula: `Fresh transfers that the ${end} ${did}.`,
        source: 'R',
        read: (sight, basis) => freshOf(sight, basis, side, sight[end], window),
      })),
    ),
  ),
  ...CYCLE_LENGTHS.map((length): TransferFeature => ({
    ...SHARED,
    name: `cycles_${length}`,
    formula: `Cycles of ${length === '6_up' ? '6 to 12' : length} accounts that the transfer is on.`,
    read: ({ transfer }, { cycles }) => cycles[length][transfer],
  })),
];
