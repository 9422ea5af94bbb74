import type { BlockUses, RecyclingEpisode } from './recycling-sweep.ts';

/**
 * How far over the threshold x how well the stays follow each other x how few others are there, each in whole basis
 * points, rounded down (docs/algorithms/ip-recycling.md). Only rows up to the episode's last are looked at.
 * Time O(rows from the window of the crossing to the last completing event + members x log); those stretches of a
 * block's episodes do not meet.
 */
export function recyclingStrength(
  uses: BlockUses,
  episode: RecyclingEpisode,
  window: number,
  threshold: number,
): number {
  const lastRows = lastRowsSince(uses, episode, window);
  const excess = Math.min(10_000, Math.floor((5_000 * episode.peak) / threshold));
  const purity = Math.floor((10_000 * episode.members.length) / lastRows.size);
  return Math.floor((Math.floor((excess * sequence(uses, episode, lastRows)) / 10_000) * purity) / 10_000);
}

/** Last row of each place with a use between the opening of the crossing's window and the last completing event. */
function lastRowsSince(uses: BlockUses, episode: RecyclingEpisode, window: number): Map<number, number> {
  const { at, place } = uses;
  const lastRows = new Map<number, number>();
  for (let row = episode.last; row >= 0 && at[row] >= at[episode.first] - window; row--)
    if (!lastRows.has(place[row])) lastRows.set(place[row], row);
  return lastRows;
}

/** 10,000 when every member came after the one before had gone, 5,000 when each overlapped with the next. */
function sequence(
  { firstRow }: BlockUses,
  { members }: RecyclingEpisode,
  lastRows: ReadonlyMap<number, number>,
): number {
  const places = members.map((member) => member.user).sort((a, b) => a - b);
  let overlapping = 0;
  for (let i = 1; i < places.length; i++)
    if (lastRows.get(places[i - 1])! > firstRow[places[i]]) overlapping++;
  return 10_000 - Math.floor((5_000 * overlapping) / (places.length - 1));
}
