import { rngFor } from '../../../kernel/rng.ts';
import { refused } from '../feature-matrix.ts';

/** The fold of each row, from 0. */
export type Folds = Uint8Array;

/**
 * Folds with the same share of label 1 (Kohavi 1995): rows of each label are dealt out in turn, in random order. Time O(n).
 * @throws RingfenceError TRAINING_INVALID unless k is from 2 to 100 and no more than the rows of the rarer label
 */
export function stratifiedFolds(labels: Uint8Array, k: number, seed: number): Folds {
  const rows = [0, 1].map((label) => Array.from(labels.keys()).filter((row) => labels[row] === label));
  requireFolds(k, Math.min(...rows.map(({ length }) => length)), 'rows of the rarer label');
  const folds = new Uint8Array(labels.length);
  let turn = 0;
  for (const [label, list] of rows.entries())
    for (const row of rngFor(seed, 'folds', label).shuffled(list)) folds[row] = turn++ % k;
  return folds;
}

/**
 * Folds that no group is cut by (a ring, a user), of about the same number of rows labelled 1: the groups with most of them
 * go first, each into the fold that has fewest so far, then fewest rows (longest processing time first; Graham 1969). Time
 * O(n + groups x (log groups + k)).
 * @throws RingfenceError TRAINING_INVALID unless k is from 2 to 100 and there are as many groups
 */
export function groupedFolds(groups: ArrayLike<number>, labels: Uint8Array, k: number, seed: number): Folds {
  const sums = new Map<number, { rows: number; positives: number }>();
  for (let row = 0; row < labels.length; row++) {
    const sum = sums.get(groups[row]) ?? { rows: 0, positives: 0 };
    sum.rows++;
    sum.positives += labels[row];
    sums.set(groups[row], sum);
  }
  requireFolds(k, sums.size, 'groups');
  const order = rngFor(seed, 'grouped folds')
    .shuffled([...sums])
    .sort(([, a], [, b]) => b.positives - a.positives || b.rows - a.rows);
  const filled = Array.from({ length: k }, () => ({ rows: 0, positives: 0 }));
  const foldOf = new Map<number, number>();
  for (const [group, { rows, positives }] of order) {
    const fold = leastFilled(filled, positives > 0);
    filled[fold].rows += rows;
    filled[fold].positives += positives;
    foldOf.set(group, fold);
  }
  return Uint8Array.from(labels, (_, row) => foldOf.get(groups[row])!);
}

/** Groups without label 1 only even out the rows. */
function leastFilled(filled: readonly { rows: number; positives: number }[], byPositives: boolean): number {
  let best = 0;
  for (const [fold, { rows, positives }] of filled.entries()) {
    const fewer = byPositives ? positives - filled[best].positives : 0;
    if (fewer < 0 || (fewer === 0 && rows < filled[best].rows)) best = fold;
  }
  return best;
}

function requireFolds(k: number, most: number, of: string): void {
  if (!(Number.isInteger(k) && k >= 2 && k <= 100)) throw refused('folds', `${k}; wanted 2 to 100`);
  if (k > most) throw refused('folds', `${k} for ${most} ${of}; wanted at most as many`);
}
