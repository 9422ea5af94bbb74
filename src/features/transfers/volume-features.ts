import { type TransferFeature } from './feature.ts';
import { DAY_WINDOWS, type Side, type Window } from './sight.ts';

export const WINDOWS: readonly Window[] = [...DAY_WINDOWS, 'ever'];
export const SIDES: readonly { readonly side: Side; readonly did: string }[] = [
  { side: 'out', did: 'paid' },
  { side: 'in', did: 'was paid' },
];
export const ENDS = ['payer', 'payee'] as const;

/** `7d`, `ever`. */
export function windowName(window: Window): string {
  return window === 'ever' ? 'ever' : `${window}d`;
}

const SHARED = { group: 'transaction', source: 'W', reads: 'known' } as const;

/** How many transfers, and how much money, went into and out of both accounts; this transfer is counted. */
export const VOLUME_FEATURES: readonly TransferFeature[] = ENDS.flatMap((end) =>
  SIDES.flatMap(({ side, did }) =>
    WINDOWS.flatMap((window): readonly TransferFeature[] => [
      {
        ...SHARED,
        name: `${end}_${side}_count_${windowName(window)}`,
        unit: 'count',
        window: String(window),
        formula: `Transfers that the ${end} ${did}.`,
        read: (sight) => sight.count(side, sight[end], window),
      },
      {
        ...SHARED,
        name: `${end}_${side}_sum_${windowName(window)}`,
        unit: 'minor units',
        window: String(window),
        formula: `Sum of the transfers that the ${end} ${did}.`,
        read: (sight) => sight.sum(side, sight[end], window),
      },
    ]),
  ),
);
