import { dayOf } from './rhythm-features.ts';
import type { TransferLog } from './transfer-log.ts';

/** Days back that are looked at: the longest window of the features. */
const LONGEST = 30;
const ALL_DAYS = 2 ** LONGEST - 1;
/** Days looked at before a beat is believed. */
const ENOUGH = 100;
/** Wages and rent of many countries: what is taken for the beat before anything is known. */
const WEEK = 7;
/** Every second week is also one of every fourth: of nearly equals the shortest is the beat. */
const NEARLY = 0.9;

/**
 * Of each transfer the beat of the log up to it, in days: how long after a day on which they paid payers most often pay
 * again, among the distances of 1 to 30 days, where the payer had been paying for so long; of those within a tenth of the
 * most often the shortest. A week until 100 days were looked at. By transfers before it only.
 *
 * Time O(30 transfers); memory 16 bytes an account.
 */
export function beatsOf({ transfers, accounts, from, at }: TransferLog): Uint8Array {
  const beats = new Uint8Array(transfers);
  const [first, last] = [new Int32Array(accounts).fill(-1), new Int32Array(accounts)];
  const paidOn = new Int32Array(accounts);
  const [hits, looks] = [new Float64Array(LONGEST + 1), new Float64Array(LONGEST + 1)];
  let beat = WEEK;
  for (let i = 0; i < transfers; i++) {
    beats[i] = beat;
    const [payer, day] = [from[i], dayOf(at[i])];
    const passed = day - last[payer];
    if (first[payer] >= 0 && passed === 0) continue;
    if (first[payer] < 0) first[payer] = day;
    else paidOn[payer] = passed > LONGEST ? 0 : ((paidOn[payer] << passed) | (1 << (passed - 1))) & ALL_DAYS;
    last[payer] = day;
    for (let days = Math.min(LONGEST, day - first[payer]); days > 0; days--) {
      looks[days]++;
      hits[days] += (paidOn[payer] >>> (days - 1)) & 1;
    }
    beat = likeliest(hits, looks);
  }
  return beats;
}

function likeliest(hits: Float64Array, looks: Float64Array): number {
  let most = 0;
  for (let days = 1; days <= LONGEST; days++)
    if (looks[days] >= ENOUGH) most = Math.max(most, hits[days] / looks[days]);
  if (most === 0) return WEEK;
  let days = 1;
  while (looks[days] < ENOUGH || hits[days] < NEARLY * most * looks[days]) days++;
  return days;
}
