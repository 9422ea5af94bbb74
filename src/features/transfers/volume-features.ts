import { type TransferFeature } from './feature.ts';
import { DAY_WINDOWS, type Side } from './sight.ts';

export const SIDES: readonly { readonly side: Side; readonly did: string }[] = [
  { side: 'out', did: 'paid' },
  { side: 'in', did: 'was paid' },
];
export const ENDS = ['payer', 'payee'] as const;

const SHARED = { group: 'transaction', source: 'W', reads: 'known' } as const;

/**
 * How many transfers, and how much money, went into and out of both accounts; this transfer is counted. Within days
 * only: totals of all that is known grow with the log, so that a model learns from them how old the log was.
 */
export const VOLUME_FEATURES: readonly TransferFeature[] = ENDS.flatMap((end) =>
  SIDES.flatMap(({ side, did }) =>
    DAY_WINDOWS.flatMap((window): readonly TransferFeature[] => [
      {
        ...SHARED,
        name: `${end}_${side}_count_${window}d`,
        unit: 'count',
        window: String(window),
        formula: `Transfers that the ${end} ${did}.`,
        read: (sight) => sight.count(side, sight[end], window),
      },
      {
        ...SHARED,
        name: `${end}_${side}_sum_${window}d`,
        unit: 'minor units',
        window: String(window),
        formula: `Sum of the transfers that the ${end} ${did}.`,
        read: (sight) => sight.sum(side, sight[end], window),
      },
    ]),
  ),
);
