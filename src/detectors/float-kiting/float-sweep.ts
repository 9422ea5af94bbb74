import type { Rest } from '../known-rest.ts';
import type { AccountFlow } from './account-flow.ts';
import type { FloatKitingOptions } from './options.ts';
import type { ReturnedItem } from './returned-items.ts';

/** A run of completing returns of one account in one currency; events are positions in the graph. */
export interface FloatEpisode {
  readonly first: number;
  readonly last: number;
  /** Most items counted at one completing return. */
  readonly peak: number;
  /** At the first completing return: the items, and the sums of docs/algorithms/float-kiting.md. */
  readonly items: readonly ReturnedItem[];
  /** The earliest item's event. */
  readonly since: number;
  readonly sums: FloatSums;
}

export interface FloatSums {
  readonly returned: bigint;
  readonly cameIn: bigint;
  readonly spent: bigint;
}

export interface FloatInput {
  readonly at: ArrayLike<number>;
  /** In the order of their returns. */
  readonly items: readonly ReturnedItem[];
  readonly flow: AccountFlow;
  readonly rest: Rest;
  readonly options: FloatKitingOptions;
  /** Asked only of returns that would complete; false keeps one from completing. */
  readonly admits: (event: number) => boolean;
}

/**
 * Slides the window over the returns of one account. Time O(returns log moves): the earliest item is kept by a queue of
 * those that can still become it, and what came back since the last statement by a sum of its own.
 */
export function floatEpisodes({ at, items, flow, rest, options, admits }: FloatInput): FloatEpisode[] {
  const episodes: FloatEpisode[] = [];
  let open: (FloatEpisode & { last: number; peak: number }) | null = null;
  const earliest: number[] = [];
  let head = 0;
  let low = 0;
  let returned = 0n;
  /** Items from here on came back after the last statement. */
  let fresh = 0;
  let unstated = 0n;
  for (let i = 0; i < items.length; i++) {
    const event = items[i].returned;
    returned += items[i].minor;
    unstated += items[i].minor;
    while (earliest.length > head && items[earliest[earliest.length - 1]].item > items[i].item)
      earliest.pop();
    earliest.push(i);
    while (at[items[low].returned] < at[event] - options.window) returned -= items[low++].minor;
    while (earliest[head] < low) head++;
    const since = items[earliest[head]].item;
    if (i + 1 - low < options.minReturns) continue;
    const sums = { returned, ...flow.between(since, event) };
    if (!isKite(sums, options)) continue;
    const known = rest(event);
    if (known) {
      // What left the window did so before the statement, which is in it.
      while (fresh <= i && items[fresh].returned < known.statement) unstated -= items[fresh++].minor;
      if (!isLittle(known.minor - unstated, returned, options)) continue;
    }
    if (!admits(event)) continue;
    if (!open || at[event] - at[open.last] > options.window) {
      open = { first: event, last: event, peak: 0, items: items.slice(low, i + 1), since, sums };
      episodes.push(open);
    }
    open.last = event;
    open.peak = Math.max(open.peak, i + 1 - low);
  }
  return episodes;
}

function isKite({ returned, cameIn, spent }: FloatSums, options: FloatKitingOptions): boolean {
  const { minReturned, minSpent } = options;
  return (
    (minReturned === null || returned * 10_000n >= cameIn * BigInt(minReturned)) &&
    (minSpent === null || spent * 10_000n >= returned * BigInt(minSpent))
  );
}

function isLittle(collected: bigint, returned: bigint, { maxCollected }: FloatKitingOptions): boolean {
  return maxCollected === null || collected * 10_000n <= returned * BigInt(maxCollected);
}
