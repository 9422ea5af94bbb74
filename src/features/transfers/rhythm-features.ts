import { DAY, HOUR } from '../../kernel/time.ts';
import { ratio, type FeatureBasis, type TransferFeature } from './feature.ts';
import type { Side, Sight } from './sight.ts';
import { ENDS, SIDES } from './volume-features.ts';

/** Number of the UTC day of an instant. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

const WEEK = 7;

/** The account's transfers on the UTC day that lies `ago` days before the transfer's. */
function onDay(sight: Sight, { at }: FeatureBasis, side: Side, account: number, ago: number): number {
  const day = dayOf(sight.at) - ago;
  return sight.tally(side, account, 30, (transfer) => dayOf(at[transfer]) === day);
}

/** Days since an earlier transfer. */
function since(sight: Sight, { at }: FeatureBasis, earlier: number): number {
  return earlier < 0 || earlier >= sight.transfer ? NaN : (sight.at - at[earlier]) / DAY;
}

function weekdayShare(sight: Sight, { at }: FeatureBasis, passes: (transfer: number) => boolean): number {
  const day = dayOf(sight.at);
  const fits = (transfer: number): boolean => (day - dayOf(at[transfer])) % WEEK === 0;
  return ratio(
    sight.tallyBefore('out', sight.payer, (transfer) => passes(transfer) && fits(transfer)),
    sight.tallyBefore('out', sight.payer, passes),
  );
}

/** The gap before this transfer over the mean gap of the payer's earlier ones. */
function gapRatio(sight: Sight, { at }: FeatureBasis): number {
  const last = sight.before('out', sight.payer);
  if (last < 0) return NaN;
  let [first, count] = [last, 0];
  sight.tallyBefore('out', sight.payer, (transfer) => {
    first = Math.min(first, transfer);
    count++;
    return false;
  });
  return ratio((sight.at - at[last]) * (count - 1), at[last] - at[first]);
}

const BEFORE = { group: 'transaction', unit: 'days', window: 'ever', reads: 'before', source: 'W' } as const;
const DAYS = { group: 'transaction', unit: 'count', window: '30', reads: 'known', source: 'R' } as const;

/** When it was, and whether that fits with when the accounts usually pay: wages, rent and standing orders keep to days. */
export const RHYTHM_FEATURES: readonly TransferFeature[] = [
  {
    ...BEFORE,
    name: 'hour',
    unit: 'hour',
    window: 'none',
    formula: 'Hour of the day in UTC; always 0 where the data has days only.',
    source: 'B',
    read: ({ at }) => Math.floor((at - dayOf(at) * DAY) / HOUR),
  },
  {
    ...BEFORE,
    name: 'weekday',
    unit: 'day',
    window: 'none',
    formula: 'Day of the week in UTC, Thursday being 0.',
    source: 'B',
    read: ({ at }) => dayOf(at) % WEEK,
  },
  ...ENDS.flatMap((end) =>
    SIDES.map(({ side, did }): TransferFeature => ({
      ...BEFORE,
      name: `days_since_${end}_${side}`,
      formula: `Days since the latest earlier transfer that the ${end} ${did}.`,
      missing: 'there is none',
      read: (sight, basis) => since(sight, basis, sight.before(side, sight[end])),
    })),
  ),
  ...ENDS.map((end): TransferFeature => ({
    ...BEFORE,
    name: `${end}_age`,
    formula: `Days since the first transfer of the ${end}, on either side.`,
    missing: 'this is the first',
    read: (sight, basis) => since(sight, basis, sight.firstOf(sight[end])),
  })),
  {
    ...BEFORE,
    name: 'payer_gap_ratio',
    unit: 'ratio',
    formula: "Days since the payer's latest earlier transfer over the mean gap between the earlier ones.",
    missing: 'there are fewer than two, or all at one time',
    source: 'R',
    read: gapRatio,
  },
  {
    ...BEFORE,
    name: 'payer_weekday_share',
    unit: 'share',
    formula: "Share of the payer's earlier transfers that were on this day of the week.",
    missing: 'there is none',
    source: 'R',
    read: (sight, basis) => weekdayShare(sight, basis, () => true),
  },
  {
    ...BEFORE,
    name: 'pair_weekday_share',
    unit: 'share',
    formula: 'The same of those to this payee.',
    missing: 'there is none',
    source: 'R',
    read: (sight, basis) => weekdayShare(sight, basis, (transfer) => basis.to[transfer] === sight.payee),
  },
  ...[0, WEEK].flatMap((ago) =>
    ENDS.map((end): TransferFeature => {
      const { side, did } = SIDES[end === 'payer' ? 0 : 1];
      const when = ago === 0 ? 'on the same UTC day, this one counted' : 'on the UTC day a week before';
      return {
        ...DAYS,
        name: `${end}_${side}_${ago === 0 ? 'same_day' : 'week_before'}`,
        formula: `Transfers that the ${end} ${did} ${when}.`,
        read: (sight, basis) => onDay(sight, basis, side, sight[end], ago),
      };
    }),
  ),
];
