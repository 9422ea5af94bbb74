import { DAY } from '../../kernel/time.ts';
import { eachOnCycle } from './transfer-cycles.ts';
import type { TransferColumns } from './transfer-log.ts';

/** The defaults of the detector kiting-cycle (docs/algorithms/kiting-cycle.md). */
const RULES = { window: 7 * DAY, minLength: 3, maxLength: 8, ties: 'strict' } as const;
const BPS = 10_000;
const MIN_BPS = 8_000;
const MAX_BPS = 10_500;

/**
 * Marks the transfers on a cycle of 3 to 8 accounts within 7 days whose every hop hands on 80 to 105 % of the one before,
 * closed by a transfer known with them. Cost as {@link eachOnCycle}.
 */
export function onConservedCycle(columns: TransferColumns, known: Int32Array): Uint8Array {
  const { amount } = columns;
  const marks = new Uint8Array(amount.length);
  const follows = (hop: number, next: number): boolean =>
    amount[next] * BPS >= amount[hop] * MIN_BPS && amount[next] * BPS <= amount[hop] * MAX_BPS;
  eachOnCycle(columns, known, { rules: RULES, follows }, (transfer) => {
    marks[transfer] = 1;
  });
  return marks;
}
