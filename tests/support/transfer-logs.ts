import fc from 'fast-check';
import { DAY, HOUR } from '../../src/kernel/time.ts';
import type { TransferColumns } from '../../src/features/transfers/transfer-log.ts';

export interface PlainTransfer {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly amount: number;
}

const START = Date.UTC(2025, 0, 1);

/** Few accounts, so that much repeats; whole days mostly, as in simulated data, and hours; some pay themselves. */
export const transferLists = (
  accounts: number,
  maxLength: number,
  days = 45,
): fc.Arbitrary<PlainTransfer[]> =>
  fc
    .array(
      fc.record({
        from: fc.nat(accounts - 1),
        to: fc.nat(accounts - 1),
        at: fc.oneof(
          { weight: 4, arbitrary: fc.nat(days).map((day) => START + day * DAY) },
          { weight: 1, arbitrary: fc.nat(days * 24).map((hour) => START + hour * HOUR) },
        ),
        amount: fc.constantFrom(100, 90, 250, 1_000),
      }),
      { minLength: 1, maxLength },
    )
    .map((list) => list.toSorted((a, b) => a.at - b.at));

export function columnsOf(list: readonly PlainTransfer[], accounts: number): TransferColumns {
  return {
    accounts,
    from: Int32Array.from(list, ({ from }) => from),
    to: Int32Array.from(list, ({ to }) => to),
    at: Float64Array.from(list, ({ at }) => at),
    amount: Float64Array.from(list, ({ amount }) => amount),
  };
}
