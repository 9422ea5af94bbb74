import { DAY } from '../../kernel/time.ts';
import { AMOUNT_FEATURES } from './amount-features.ts';
import { CYCLE_LENGTHS, type CycleLength, type FeatureBasis, type TransferFeature } from './feature.ts';
import { beatsOf } from './beat.ts';
import { freshAhead, freshPaths, freshTransfers } from './fresh-transfers.ts';
import { GRAPH_FEATURES } from './graph-features.ts';
import { PAIR_FEATURES } from './pair-features.ts';
import { RHYTHM_FEATURES } from './rhythm-features.ts';
import { Sight } from './sight.ts';
import { eachOnCycle } from './transfer-cycles.ts';
import type { TransferLog } from './transfer-log.ts';
import { VOLUME_FEATURES } from './volume-features.ts';

/** All features of a transfer, in the order of the columns. */
export const TRANSFER_FEATURES: readonly TransferFeature[] = [
  ...AMOUNT_FEATURES,
  ...VOLUME_FEATURES,
  ...PAIR_FEATURES,
  ...RHYTHM_FEATURES,
  ...GRAPH_FEATURES,
];

/** Any length, times equal or rising: data of whole days cannot say which transfer of a day was first. */
const CYCLES = { window: 30 * DAY, minLength: 2, maxLength: 12, ties: 'allow' } as const;
const PROGRESS_EVERY = 1_000;

/**
 * A column of values for each feature.
 *
 * Time O(transfers x features x transfers of an account in the window, at most {@link LOOK_AT_MOST}), and the search
 * for cycles; memory 8 bytes a value.
 * @param known of each transfer the last one known with it, at least itself
 * @param features those wanted; all by default
 */
export function transferFeatures(
  log: TransferLog,
  known: Int32Array,
  features: readonly TransferFeature[] = TRANSFER_FEATURES,
  progress: (done: number) => void = () => {},
): Float64Array[] {
  const basis = featureBasis(log, known);
  const columns = features.map(() => new Float64Array(log.transfers));
  const sight = new Sight(log);
  for (let transfer = 0; transfer < log.transfers; transfer++) {
    sight.moveTo(transfer, known[transfer]);
    for (const [i, { read }] of features.entries()) columns[i][transfer] = read(sight, basis);
    if (transfer % PROGRESS_EVERY === 0) progress(transfer);
  }
  return columns;
}

function featureBasis(log: TransferLog, known: Int32Array): FeatureBasis {
  const { at, from, to, amount, pairBefore } = log;
  const beat = beatsOf(log);
  const fresh = freshTransfers(log, beat);
  const counts = CYCLE_LENGTHS.map((length) => [length, new Float64Array(log.transfers)] as const);
  const cycles = Object.fromEntries(counts) as Record<CycleLength, Float64Array>;
  eachOnCycle(log, known, { rules: CYCLES }, (transfer, length) => {
    cycles[CYCLE_LENGTHS[Math.min(length, 6) - 2]][transfer]++;
  });
  const paths = { freshPath: freshPaths(log, fresh), freshAhead: freshAhead(log, fresh, known) };
  return { at, from, to, amount, pairBefore, beat, fresh, ...paths, cycles };
}
