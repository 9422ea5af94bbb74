import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';
import type { KitingOptions } from '../kiting-cycle/options.ts';

/** What the search around a transfer reads. */
export interface CycleQuery {
  /** Last time of a cycle that is asked for (epoch ms); that of the transfer where none after it matters. */
  readonly until: number;
  readonly options: KitingOptions;
  readonly accountOf: (id: string) => LiveAccount;
}

/** Relative error that floats are allowed, so that nothing is ruled out by rounding: what is let in is tested exactly later. */
const SLACK = 1e-9;

/**
 * Transfers among which are all that are on a cycle with the given one; null when there is none, which is nearly always
 * told at once.
 *
 * Before the transfer two searches go over transfers towards each other: forward from the accounts that the money was
 * at after it, backward from its payer. Both go from one transfer to the next only where times and amounts let it
 * follow, and each step is taken by the side with fewer transfers to look at; a side with nothing left ends both. What
 * is given is on a way on which each transfer may follow the one before, but ways may be too long or visit an account
 * twice. Time O(transfers of the accounts met).
 */
export function transfersOfCycles(transfer: Payout, query: CycleQuery): Set<Payout> | null {
  const { accountOf, options } = query;
  // Who was paid has mostly paid nobody in the window, and then nothing went on or came from there.
  const { paid } = accountOf(transfer.to);
  if (paid.length === 0 || paid[paid.length - 1].at < transfer.at - options.window) return null;
  const onward = follow(transfer, query);
  const sources = new Set([accountOf(transfer.to)]);
  for (const { to } of onward) sources.add(accountOf(to));
  const around = mayComeFrom(sources, transfer, query)
    ? new WaySearch(transfer, sources, query).find()
    : new Set<Payout>();
  const closes = sources.has(accountOf(transfer.from));
  return around.size > 0 || closes ? new Set([transfer, ...onward, ...around]) : null;
}

/** Whether some source paid anything in the window before a transfer, and something came to its payer that it may follow. */
function mayComeFrom(
  sources: ReadonlySet<LiveAccount>,
  transfer: Payout,
  { options, accountOf }: CycleQuery,
): boolean {
  const since = transfer.at - options.window;
  const { received } = accountOf(transfer.from);
  for (let i = received.length - 1; i >= 0 && received[i].at >= since; i--) {
    if (received[i].at > transfer.at || !mayFollow(received[i], transfer, options)) continue;
    for (const { paid } of sources) if (paid.length > 0 && paid[paid.length - 1].at >= since) return true;
    return false;
  }
  return false;
}

/** The transfers after one that the money can have gone on by, until a time. */
function follow(transfer: Payout, query: CycleQuery): Set<Payout> {
  const { options, until, accountOf } = query;
  const pause = options.ties === 'strict' ? 1 : 0;
  const found = new Set<Payout>();
  let edge = [transfer];
  for (let hops = 1; hops < options.maxLength && edge.length > 0; hops++) {
    const next: Payout[] = [];
    for (const hop of edge) {
      if (hop.to === transfer.from) continue;
      const { paid } = accountOf(hop.to);
      if (paid.length === 0 || paid[paid.length - 1].at < hop.at + pause) continue;
      for (let i = placeAt(paid, hop.at + pause); i < paid.length && paid[i].at <= until; i++) {
        if (paid[i] === transfer || found.has(paid[i]) || !mayFollow(hop, paid[i], options)) continue;
        found.add(paid[i]);
        next.push(paid[i]);
      }
    }
    edge = next;
  }
  return found;
}

/** Whether a transfer may come right after another, but for their times: false only where the exact test says so too. */
function mayFollow(hop: Payout, next: Payout, options: KitingOptions): boolean {
  if (next.from === next.to || next.amount.minor < options.minAmount) return false;
  const { minRetention, maxRetention, fx } = options;
  const arrived = hop.received ?? hop.amount;
  if (arrived.currency !== next.amount.currency) return fx !== 'reject';
  const sent = next.amount.minor * 10_000;
  return (
    (minRetention === null || sent >= arrived.minor * minRetention * (1 - SLACK)) &&
    (maxRetention === null || sent <= arrived.minor * maxRetention * (1 + SLACK))
  );
}

/** Transfers of a list, from a place to before another, that may be next to one; null for any. */
interface Span {
  readonly beside: Payout | null;
  readonly transfers: readonly Payout[];
  readonly start: number;
  readonly end: number;
}

/** One side: what it has reached, each transfer with those it was reached from (nearer to where the side began). */
class Side {
  readonly reached = new Map<Payout, (Payout | null)[]>();
  spans: Span[] = [];
  /** Transfers to look at in the next step. */
  size = 0;

  /** Takes up the transfers of a list from a time on and before or at another. */
  take(beside: Payout | null, transfers: readonly Payout[], from: number, until: number): void {
    if (transfers.length === 0 || transfers[transfers.length - 1].at < from || transfers[0].at > until)
      return;
    const start = transfers[0].at >= from ? 0 : placeAt(transfers as Payout[], from);
    const end =
      transfers[transfers.length - 1].at <= until
        ? transfers.length
        : placeAt(transfers as Payout[], until + 1);
    if (start >= end) return;
    this.spans.push({ beside, transfers, start, end });
    this.size += end - start;
  }

  /** @returns whether it was not reached before */
  reach(transfer: Payout, from: Payout | null): boolean {
    const known = this.reached.get(transfer);
    if (!known) this.reached.set(transfer, [from]);
    else known.push(from);
    return !known;
  }

  /** Adds all that lies between where the side began and a transfer that it reached. */
  collect(transfer: Payout, into: Set<Payout>): void {
    const all = [transfer];
    const known = new Set(all);
    for (const one of all) {
      into.add(one);
      for (const from of this.reached.get(one) ?? []) {
        if (from === null || known.has(from)) continue;
        known.add(from);
        all.push(from);
      }
    }
  }
}

/** The search before a transfer, from what followed it to its payer. */
class WaySearch {
  readonly #transfer: Payout;
  readonly #sources: ReadonlySet<LiveAccount>;
  readonly #query: CycleQuery;
  readonly #forward = new Side();
  readonly #backward = new Side();
  readonly #since: number;
  readonly #pause: 0 | 1;

  constructor(transfer: Payout, sources: ReadonlySet<LiveAccount>, query: CycleQuery) {
    this.#transfer = transfer;
    this.#sources = sources;
    this.#query = query;
    this.#since = transfer.at - query.options.window;
    this.#pause = query.options.ties === 'strict' ? 1 : 0;
  }

  /** The transfers on a way from a source to the payer. */
  find(): Set<Payout> {
    const [forward, backward] = [this.#forward, this.#backward];
    const { at, from } = this.#transfer;
    const { accountOf, options } = this.#query;
    for (const source of this.#sources) forward.take(null, source.paid, this.#since, at - this.#pause);
    backward.take(this.#transfer, accountOf(from).received, this.#since, at - this.#pause);
    // One step more than there are transfers before this one, so that both sides have reached one of each way.
    for (let steps = options.maxLength; steps > 0 && forward.size > 0 && backward.size > 0; steps--)
      if (forward.size < backward.size) this.#advance();
      else this.#retreat();
    const found = new Set<Payout>();
    for (const one of forward.reached.keys())
      if (backward.reached.has(one) || this.#isLast(one)) this.#collect(one, found);
    for (const one of backward.reached.keys())
      if (this.#sources.has(accountOf(one.from))) this.#collect(one, found);
    return found;
  }

  #collect(transfer: Payout, found: Set<Payout>): void {
    this.#forward.collect(transfer, found);
    this.#backward.collect(transfer, found);
  }

  #isLast(one: Payout): boolean {
    return one.to === this.#transfer.from && mayFollow(one, this.#transfer, this.#query.options);
  }

  #advance(): void {
    const { accountOf, options } = this.#query;
    const forward = this.#forward;
    const { at, from, to } = this.#transfer;
    const { spans } = forward;
    forward.spans = [];
    forward.size = 0;
    for (const { beside, transfers, start, end } of spans)
      for (let i = start; i < end; i++) {
        const next = transfers[i];
        // The payee comes after this transfer, so it can't come before it too.
        if (next === this.#transfer || next.to === to) continue;
        if (beside === null ? !this.#mayBegin(next) : !mayFollow(beside, next, options)) continue;
        if (!forward.reach(next, beside) || next.to === from) continue;
        forward.take(next, accountOf(next.to).paid, next.at + this.#pause, at - this.#pause);
      }
  }

  #mayBegin({ from, to, amount }: Payout): boolean {
    return from !== to && amount.minor >= this.#query.options.minAmount;
  }

  #retreat(): void {
    const { accountOf, options } = this.#query;
    const backward = this.#backward;
    const { from, to } = this.#transfer;
    const { spans } = backward;
    backward.spans = [];
    backward.size = 0;
    for (const { beside, transfers, start, end } of spans)
      for (let i = start; i < end; i++) {
        const before = transfers[i];
        if (before === this.#transfer || before.from === from || !this.#mayBegin(before)) continue;
        if (!mayFollow(before, beside!, options) || !backward.reach(before, beside) || before.from === to)
          continue;
        backward.take(before, accountOf(before.from).received, this.#since, before.at - this.#pause);
      }
  }
}
