import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';

/** Transfers of a stretch of time, both ends included (epoch ms). */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly accountOf: (id: string) => LiveAccount;
}

/**
 * The accounts that can be on a way of at most `hops` transfers of the stretch from one account to another: all that
 * are found from either end before the two searches have met half-way. Null when they never meet.
 *
 * Each step goes on from the end with fewer transfers, so a transfer that nothing leads back from costs little, however
 * busy its other end is. Time O(transfers of the accounts returned).
 */
export function accountsBetween(
  start: LiveAccount,
  end: LiveAccount,
  hops: number,
  stretch: Stretch,
): ReadonlySet<LiveAccount> | null {
  const onward = new Frontier(start, stretch, 'paid');
  const backward = new Frontier(end, stretch, 'received');
  let met = start === end;
  for (let left = hops; left > 0; left--) {
    if (onward.size === 0 || backward.size === 0) break;
    const [side, other] = onward.size <= backward.size ? [onward, backward] : [backward, onward];
    if (side.advance(other.seen)) met = true;
  }
  return met ? new Set([...onward.seen, ...backward.seen]) : null;
}

/** What one end has reached, and the transfers that lead on from what it reached last. */
class Frontier {
  readonly seen: Set<LiveAccount>;
  readonly #stretch: Stretch;
  readonly #direction: 'paid' | 'received';
  #edge: Span[] = [];
  /** Transfers to look at in the next step. */
  size = 0;

  constructor(start: LiveAccount, stretch: Stretch, direction: 'paid' | 'received') {
    this.seen = new Set([start]);
    this.#stretch = stretch;
    this.#direction = direction;
    this.#add(start);
  }

  #add(account: LiveAccount): void {
    const transfers = account[this.#direction];
    if (transfers.length === 0) return;
    const { from, until } = this.#stretch;
    const start = placeAt(transfers, from);
    const end =
      transfers[transfers.length - 1].at <= until ? transfers.length : placeAt(transfers, until + 1);
    if (start >= end) return;
    this.#edge.push({ transfers, start, end });
    this.size += end - start;
  }

  /** @returns whether it reached something that the other side has seen */
  advance(other: ReadonlySet<LiveAccount>): boolean {
    const spans = this.#edge;
    this.#edge = [];
    this.size = 0;
    const { accountOf } = this.#stretch;
    let met = false;
    for (const { transfers, start, end } of spans) {
      for (let i = start; i < end; i++) {
        const neighbour = accountOf(this.#direction === 'paid' ? transfers[i].to : transfers[i].from);
        if (other.has(neighbour)) met = true;
        if (this.seen.has(neighbour)) continue;
        this.seen.add(neighbour);
        this.#add(neighbour);
      }
    }
    return met;
  }
}

/** Places in a list of transfers, from `start` to before `end`. */
interface Span {
  readonly transfers: readonly Payout[];
  readonly start: number;
  readonly end: number;
}

/** Transfers of a stretch of time. */
export function* within(transfers: Payout[], { from, until }: Stretch): Generator<Payout> {
  for (let i = placeAt(transfers, from); i < transfers.length && transfers[i].at <= until; i++)
    yield transfers[i];
}
