import { DAY } from '../../kernel/time.ts';
import { dayOf } from './rhythm-features.ts';
import { LOOK_AT_MOST } from './sight.ts';
import { placeOf, type TransferLog } from './transfer-log.ts';

/** Within so many days a fresh transfer has to be paid on for a run to go on. */
const PAID_ON_WITHIN = 30 * DAY;

/**
 * Marks what is out of the ordinary for its payer: the first transfer to that payee, where the payer paid nothing on the
 * day one beat before. By transfers before it only. Time O(transfers x transfers of a payer in a beat).
 */
export function freshTransfers(
  { transfers, from, at, out, pairBefore }: TransferLog,
  beat: Uint8Array,
): Uint8Array {
  const fresh = new Uint8Array(transfers);
  for (let i = 0; i < transfers; i++) {
    if (pairBefore[i] >= 0) continue;
    const usual = dayOf(at[i]) - beat[i];
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

/** Runs are followed so far, and so many transfers looked at for one. */
export const MOST_AHEAD = 6;
const MOST_VISITS = 2_000;

/**
 * Length of the longest run of fresh transfers that begins with each and of which all are known with it, at most
 * {@link MOST_AHEAD}; 0 for those that are not fresh. Time O({@link MOST_VISITS}) a fresh transfer at most.
 */
export function freshAhead(
  { transfers, to, at, out }: TransferLog,
  fresh: Uint8Array,
  known: Int32Array,
): Int32Array {
  let [visits, limit] = [0, 0];
  const longestFrom = (i: number, room: number): number => {
    if (room === 1) return 1;
    let longest = 0;
    for (let place = placeOf(out, to[i], i + 1); place < out.start[to[i] + 1]; place++) {
      const next = out.transfer[place];
      if (next > limit || at[next] > at[i] + PAID_ON_WITHIN || visits++ > MOST_VISITS) break;
      if (fresh[next] === 1) longest = Math.max(longest, longestFrom(next, room - 1));
      if (longest === room - 1) break;
    }
    return longest + 1;
  };
  return new Int32Array(transfers).map((_, i) => {
    if (fresh[i] === 0) return 0;
    [visits, limit] = [0, known[i]];
    return longestFrom(i, MOST_AHEAD);
  });
}
