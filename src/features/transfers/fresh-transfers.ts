import { DAY } from '../../kernel/time.ts';
import { dayOf } from './rhythm-features.ts';
import { LOOK_AT_MOST } from './sight.ts';
import { placeOf, type TransferLog } from './transfer-log.ts';

/** Within so many days a fresh transfer has to be paid on for a run to go on. */
const PAID_ON_WITHIN = 30 * DAY;

/**
 * Marks what is out of the ordinary for its payer: the first transfer to that payee, on a day a week after which the
 * payer paid nothing. By transfers before it only. Time O(transfers x transfers of a payer in eight days).
 */
export function freshTransfers({ transfers, from, at, out, pairBefore }: TransferLog): Uint8Array {
  const fresh = new Uint8Array(transfers);
  for (let i = 0; i < transfers; i++) {
    if (pairBefore[i] >= 0) continue;
    const usual = dayOf(at[i]) - 7;
    const first = out.start[from[i]];
    let place = placeOf(out, from[i], i) - 1;
    const stop = Math.max(first, place - LOOK_AT_MOST);
    while (place >= stop && dayOf(at[out.transfer[place]]) > usual) place--;
    fresh[i] = place >= stop && dayOf(at[out.transfer[place]]) === usual ? 0 : 1;
  }
  return fresh;
}

/** Length of the longest run of fresh transfers that ends with each; 0 for those that are not fresh. */
export function freshPaths({ transfers, from, at, in: paid }: TransferLog, fresh: Uint8Array): Int32Array {
  const path = new Int32Array(transfers);
  for (let i = 0; i < transfers; i++) {
    if (fresh[i] === 0) continue;
    const end = placeOf(paid, from[i], i);
    let longest = 0;
    for (let place = end - 1; place >= Math.max(paid.start[from[i]], end - LOOK_AT_MOST); place--) {
      if (at[paid.transfer[place]] < at[i] - PAID_ON_WITHIN) break;
      longest = Math.max(longest, path[paid.transfer[place]]);
    }
    path[i] = longest + 1;
  }
  return path;
}
