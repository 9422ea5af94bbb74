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
 * Each step goes on from the end with fewer accounts, so a transfer that nothing leads back from costs little, however
 * busy its other end is. Time O(transfers of the accounts returned).
 */
export function accountsBetween(
  start: LiveAccount,
  end: LiveAccount,
  hops: number,
  stretch: Stretch,
): ReadonlySet<LiveAccount> | null {
  const onward = new Frontier(start, (account) => paidTo(account, stretch));
  const backward = new Frontier(end, (account) => paidBy(account, stretch));
  let met = start === end;
  for (let left = hops; left > 0; left--) {
    if (onward.isDone || backward.isDone) break;
    const [side, other] = onward.size <= backward.size ? [onward, backward] : [backward, onward];
    if (side.advance(other.seen)) met = true;
  }
  return met ? new Set([...onward.seen, ...backward.seen]) : null;
}

class Frontier {
  readonly seen: Set<LiveAccount>;
  readonly #next: (account: LiveAccount) => Iterable<LiveAccount>;
  #edge: LiveAccount[];

  constructor(start: LiveAccount, next: (account: LiveAccount) => Iterable<LiveAccount>) {
    this.seen = new Set([start]);
    this.#edge = [start];
    this.#next = next;
  }

  get isDone(): boolean {
    return this.#edge.length === 0;
  }

  get size(): number {
    return this.#edge.length;
  }

  /** @returns whether it reached something that the other side has seen */
  advance(other: ReadonlySet<LiveAccount>): boolean {
    const edge: LiveAccount[] = [];
    let met = false;
    for (const account of this.#edge) {
      for (const neighbour of this.#next(account)) {
        if (other.has(neighbour)) met = true;
        if (this.seen.has(neighbour)) continue;
        this.seen.add(neighbour);
        edge.push(neighbour);
      }
    }
    this.#edge = edge;
    return met;
  }
}

function* paidTo({ paid }: LiveAccount, stretch: Stretch): Generator<LiveAccount> {
  for (const transfer of within(paid, stretch)) yield stretch.accountOf(transfer.to);
}

function* paidBy({ received }: LiveAccount, stretch: Stretch): Generator<LiveAccount> {
  for (const transfer of within(received, stretch)) yield stretch.accountOf(transfer.from);
}

/** Transfers of a stretch of time. */
export function* within(transfers: Payout[], { from, until }: Stretch): Generator<Payout> {
  for (let i = placeAt(transfers, from); i < transfers.length && transfers[i].at <= until; i++)
    yield transfers[i];
}
