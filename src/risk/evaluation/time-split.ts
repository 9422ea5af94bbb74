import { RingfenceError, shapeOf } from '../../kernel/errors.ts';

/** Percentages of the rows, in order of time, for training, for choosing the threshold, and for the figures. */
export type TimeSplit = readonly [train: number, choose: number, judge: number];

/** The parts by the words of messages. */
export const PARTS = ['training', 'middle', 'last'] as const;

/** Reads `60/20/20`. @throws RingfenceError USAGE */
export function parseSplit(text: string): TimeSplit {
  const wanted = 'wanted three whole percentages above 0 that add up to 100, such as 60/20/20';
  const shares = /^(\d{1,3})\/(\d{1,3})\/(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (shares === undefined)
    throw new RingfenceError('USAGE', `--split: ${shapeOf(text)} that is no split; ${wanted}`, {
      field: 'split',
    });
  const sum = shares.reduce((all, share) => all + share, 0);
  if (sum !== 100 || shares.includes(0))
    throw new RingfenceError('USAGE', `--split: ${shares.join('/')} adds up to ${sum}; ${wanted}`, {
      field: 'split',
    });
  return [shares[0], shares[1], shares[2]];
}

/** One past the last row of each part, of rows in order of time. Rows of one instant may come on both sides of an end. */
export function partEnds(rows: number, [train, choose]: TimeSplit): readonly [number, number, number] {
  return [Math.floor((rows * train) / 100), Math.floor((rows * (train + choose)) / 100), rows];
}

/** How many groups (rings, alerts) have rows in both the training and the last part. @param groups of each row; null for none */
export function groupsOnBothSides(
  groups: readonly (string | null)[],
  [trainEnd, chooseEnd]: readonly [number, number, number],
): number {
  const trained = new Set(groups.slice(0, trainEnd));
  const judged = new Set(groups.slice(chooseEnd));
  trained.delete(null);
  return [...judged].filter((group) => trained.has(group)).length;
}
