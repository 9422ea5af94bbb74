import { DAY, HOUR } from '../../kernel/time.ts';
import { ratio, type FeatureBasis, type TransferFeature } from './feature.ts';
import type { Side, Sight } from './sight.ts';
import { ENDS, SIDES } from './volume-features.ts';

/** Number of the UTC day of an instant. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

const WEEK = 7;
/** Beats looked back at. */
export const MOST_BEATS = 8;

/** The account's transfers on the UTC day that lies `ago` days before the transfer's. */
function onDay(sight: Sight, { at }: FeatureBasis, side: Side, account: number, ago: number): number {
  const day = dayOf(sight.at) - ago;
  return sight.tally(side, account, 30, (transfer) => dayOf(at[transfer]) === day);
}

/** Days since an earlier transfer. */
function since(sight: Sight, { at }: FeatureBasis, earlier: number): number {
  return earlier < 0 || earlier >= sight.transfer ? NaN : (sight.at - at[earlier]) / DAY;
}

function beatShare(sight: Sight, { at, beat }: FeatureBasis, passes: (transfer: number) => boolean): number {
  const day = dayOf(sight.at);
  const fits = (transfer: number): boolean => (day - dayOf(at[transfer])) % beat[sight.transfer] === 0;
  return ratio(
    sight.tallyBefore('out', sight.payer, (transfer) => passes(transfer) && fits(transfer)),
    sight.tallyBefore('out', sight.payer, passes),
  );
}

/** Beats in a row before this one, on each of which the payer paid. */
function beatRun(sight: Sight, { at, beat }: FeatureBasis): number {
  const [day, days] = [dayOf(sight.at), beat[sight.transfer]];
  const paidOn = new Set<number>();
  sight.tallyBefore('out', sight.payer, (transfer) => {
    paidOn.add(dayOf(at[transfer]));
    return false;
  });
  let run = 0;
  while (run < MOST_BEATS && paidOn.has(day - (run + 1) * days)) run++;
  return run;
}

/** What was paid on this day over the mean of the earlier days on which the payer paid. */
function dayRatio(sight: Sight, basis: FeatureBasis): number {
  const days = new Set<number>();
  const today = dayOf(sight.at);
  const earlier = sight.tallyBefore('out', sight.payer, (transfer) => {
    const day = dayOf(basis.at[transfer]);
    if (day < today) days.add(day);
    return day < today;
  });
  return ratio(onDay(sight, basis, 'out', sight.payer, 0) * days.size, earlier);
}

/** How much longer or shorter than the time before it the time since the pair's latest transfer is. */
function pairGapChange({ transfer, at }: Sight, basis: FeatureBasis): number {
  const last = basis.pairBefore[transfer];
  const before = last < 0 ? -1 : basis.pairBefore[last];
  if (before < 0) return NaN;
  return Math.abs(at - basis.at[last] - (basis.at[last] - basis.at[before])) / DAY;
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
    name: 'payer_beat_share',
    unit: 'share',
    formula: "Share of the payer's earlier transfers that were a whole number of beats ago.",
    missing: 'there is none',
    source: 'R',
    read: (sight, basis) => beatShare(sight, basis, () => true),
  },
  {
    ...BEFORE,
    name: 'pair_beat_share',
    unit: 'share',
    formula: 'The same of those to this payee.',
    missing: 'there is none',
    source: 'R',
    read: (sight, basis) => beatShare(sight, basis, (transfer) => basis.to[transfer] === sight.payee),
  },
  {
    ...BEFORE,
    name: 'payer_beat_run',
    unit: 'count',
    formula: `Beats in a row before this one, on the day of each of which the payer paid; ${MOST_BEATS} at most.`,
    source: 'R',
    read: beatRun,
  },
  {
    ...BEFORE,
    name: 'pair_gap_change',
    formula:
      'Distance between the last two gaps of the transfers from the payer to this payee, this one the last.',
    missing: 'there are fewer than two earlier ones',
    source: 'R',
    read: pairGapChange,
  },
  {
    ...DAYS,
    name: 'payer_day_ratio',
    unit: 'ratio',
    window: 'ever',
    formula:
      'Transfers that the payer paid on the same UTC day over the mean of the earlier days on which it paid.',
    missing: 'it never paid before',
    read: dayRatio,
  },
  ...(['same_day', 'beat_before'] as const).flatMap((which) =>
    ENDS.map((end): TransferFeature => {
      const { side, did } = SIDES[end === 'payer' ? 0 : 1];
      const when =
        which === 'same_day' ? 'on the same UTC day, this one counted' : 'on the UTC day one beat before';
      return {
        ...DAYS,
        name: `${end}_${side}_${which}`,
        formula: `Transfers that the ${end} ${did} ${when}.`,
        read: (sight, basis) =>
          onDay(sight, basis, side, sight[end], which === 'same_day' ? 0 : basis.beat[sight.transfer]),
      };
    }),
  ),
];
