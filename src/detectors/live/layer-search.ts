import { compareEvents } from '../../graph/model/event.ts';
import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { placeAfter, placeAt } from '../../projection/posting.ts';
import type { LayerRule } from '../layered-region.ts';
import type { LiveContext } from './live-things.ts';
import { hasMany } from './may-complete.ts';

/** A transfer that speaks for an account to be on a level, with who is at its other end. */
interface Witness {
  readonly place: number;
  readonly at: number;
  readonly other: LayerNode;
  /** Whether more transfers with the same account were passed over. */
  hasMore: boolean;
}

/** One side of an account on a level: its witnesses there, and where to look for more. */
interface Bench {
  /** In the order in which the transfers are looked at, each of another account. */
  readonly witnesses: Witness[];
  next: number;
}

/** An account on a level, which it is on until that is refuted. */
class LayerNode {
  readonly account: LiveAccount;
  readonly level: number;
  /** The first transfers to it that count; looked at from the first one on. */
  readonly payers: Bench = { witnesses: [], next: 0 };
  /** The last transfers from it that count; looked at from the last one back. */
  readonly payees: Bench = { witnesses: [], next: 0 };
  /** Whose witness it was, or itself where it is asked for. */
  readonly leaning: LayerNode[] = [];
  isOpen = false;
  isQueued = false;
  isGone = false;

  constructor(account: LiveAccount, level: number) {
    this.account = account;
    this.level = level;
  }

  /** No transfer to it that counts is before this time (epoch ms), as far as is known. */
  get paidFrom(): number {
    return this.payers.witnesses.length > 0 ? this.payers.witnesses[0].at : -Infinity;
  }

  /** No transfer from it that counts is after this time (epoch ms), as far as is known. */
  get paysUntil(): number {
    return this.payees.witnesses.length > 0 ? this.payees.witnesses[0].at : Infinity;
  }
}

/**
 * What belongs to a layered group with one transfer, by the lists of its window, before anything is built.
 *
 * The group is part of the greatest set of accounts on levels of which each has enough neighbours in the set
 * (`LayeredCore`). Whether an account is in it is asked as in X. Liu, S. Smolka 1998, "Simple linear-time algorithms for
 * minimal fixed points": it is taken to be, on the word of as few neighbours as are asked for, and these on that of
 * theirs; one that is refuted is replaced by the next, or else refutes whoever leaned on it. So only what it hangs on is
 * looked at, nearest first, and mostly that is over within a few accounts, where all that hangs together is thousands.
 * Time O(transfers in the window of the accounts met).
 */
export class LayerSearch {
  readonly #context: LiveContext;
  readonly #rule: LayerRule;
  readonly #transfer: Payout;
  readonly #ends: readonly [payer: LiveAccount, payee: LiveAccount];
  readonly #since: number;
  /** By level. */
  readonly #nodes: (Map<LiveAccount, LayerNode> | undefined)[] = [];
  /** To be looked at for the first time, the nearest first. */
  readonly #fresh: LayerNode[] = [];
  #looked = 0;
  /** Of which something changed that they lean on. */
  readonly #shaken: LayerNode[] = [];

  constructor(context: LiveContext, rule: LayerRule, transfer: Payout) {
    const { projection } = context;
    this.#context = context;
    this.#rule = rule;
    this.#transfer = transfer;
    this.#since = transfer.at - rule.window;
    this.#ends = [projection.account(transfer.from), projection.account(transfer.to)];
  }

  /** Whether an account is a hub by type on the day. */
  isBarred({ payee }: LiveAccount): boolean {
    return this.#context.hubs.thing(payee, this.#transfer.at) === 'account-type';
  }

  /** Whether payer and payee, hubs by type or not, have enough counterparties in the window that are none. */
  isBetweenWide(): boolean {
    const [payer, payee] = this.#ends;
    const isFree =
      (account: LiveAccount) =>
      (other: LiveAccount): boolean =>
        other !== account && !this.isBarred(other);
    return this.#isWide(payer, 'paid', isFree(payer)) && this.#isWide(payee, 'received', isFree(payee));
  }

  /** Whether the payer was paid by enough others in the window up to and with the transfer. */
  isPaid(account: LiveAccount): boolean {
    return this.#isWide(account, 'received', (other) => other !== account);
  }

  /** Whether an account has enough counterparties on a side in the window, of those that count. */
  #isWide(account: LiveAccount, side: 'paid' | 'received', counts: (other: LiveAccount) => boolean): boolean {
    const { minSources, minTargets } = this.#rule;
    const { projection } = this.#context;
    const transfers = account[side];
    const [end, fewest] = side === 'paid' ? (['to', minTargets] as const) : (['from', minSources] as const);
    const isCounted = (id: string): boolean => counts(projection.account(id));
    return hasMany(transfers, end, this.#since, fewest, this.#placeAfter(transfers), isCounted);
  }

  /**
   * The transfers among which is all that hangs together with the transfer: those between accounts that are on the
   * levels beside each other. Null when payer and payee aren't on the last two, or the transfer does not count.
   */
  region(): Set<Payout> | null {
    const last = this.#rule.levels - 1;
    // Most payees are told of at once.
    const payee = this.#nodeOf(this.#ends[1], last);
    const payer = payee && this.#nodeOf(this.#ends[0], last - 1);
    if (!payer) return null;
    this.#ask(payee);
    this.#ask(payer);
    const holds = (): boolean =>
      !payer.isGone && !payee.isGone && this.#counts(this.#transfer.at, payer, payee);
    while (holds() && this.#step());
    return holds() ? this.#around(payee) : null;
  }

  #around(payee: LayerNode): Set<Payout> {
    const found = new Set<Payout>();
    const nodes = new Set([payee]);
    for (const { account, level } of nodes)
      for (const [transfers, beside] of [
        [account.paid, level + 1],
        [account.received, level - 1],
      ] as const) {
        if (beside < 0 || beside >= this.#rule.levels) continue;
        for (let i = this.#placeAfter(transfers) - 1; i >= 0 && transfers[i].at >= this.#since; i--) {
          const other = this.#otherEnd(transfers[i], account, beside);
          if (!other) continue;
          this.#ask(other);
          while (this.#step());
          if (other.isGone) continue;
          found.add(transfers[i]);
          nodes.add(other);
        }
      }
    return found;
  }

  #ask(node: LayerNode): void {
    if (node.leaning.includes(node)) return;
    node.leaning.push(node);
    this.#enqueue(node);
  }

  #enqueue(node: LayerNode): void {
    if (node.isOpen || node.isQueued) return;
    node.isQueued = true;
    this.#fresh.push(node);
  }

  /** Looks at one node. @returns false when there is nothing left to be looked at */
  #step(): boolean {
    const shaken = this.#shaken.pop();
    if (shaken) {
      if (!shaken.isGone) this.#settle(shaken);
      return true;
    }
    if (this.#looked === this.#fresh.length) return false;
    const node = this.#fresh[this.#looked++];
    node.isQueued = false;
    if (!node.isGone && node.leaning.some(({ isGone }) => !isGone)) {
      this.#open(node);
      this.#settle(node);
    }
    return true;
  }

  #open(node: LayerNode): void {
    const { paid, received } = node.account;
    node.isOpen = true;
    node.payers.next = placeAt(received, this.#since);
    node.payees.next = this.#placeAfter(paid) - 1;
  }

  /** Looks whether a node has enough witnesses, and tells whoever leans on it what changed. */
  #settle(node: LayerNode): void {
    const { paidFrom, paysUntil } = node;
    let from = paidFrom;
    let until = paysUntil;
    for (;;) {
      node.isGone = !this.#hasPayees(node) || !this.#hasPayers(node);
      if (node.isGone || (node.paidFrom === from && node.paysUntil === until)) break;
      from = node.paidFrom;
      until = node.paysUntil;
    }
    if (!node.isGone && from === paidFrom && until === paysUntil) return;
    for (const one of node.leaning) if (one.isOpen && !one.isGone && one !== node) this.#shaken.push(one);
  }

  #hasPayers(node: LayerNode): boolean {
    if (node.level === 0) return true;
    const { account, payers } = node;
    const { received } = account;
    const { minSources } = this.#rule;
    const { witnesses } = payers;
    for (let i = witnesses.length - 1; i >= 0; i--) {
      const { at, place, other, hasMore } = witnesses[i];
      if (this.#counts(at, other, node)) continue;
      witnesses.splice(i, 1);
      // What was passed over as one more of the same account may count instead.
      if (hasMore && !other.isGone) payers.next = Math.min(payers.next, place + 1);
    }
    const end = this.#placeAfter(received);
    for (; witnesses.length < minSources && payers.next < end; payers.next++) {
      const { at } = received[payers.next];
      if (at >= node.paysUntil) break;
      const other = this.#otherEnd(received[payers.next], account, node.level - 1);
      if (other && this.#counts(at, other, node)) this.#lean(node, payers, at, other);
    }
    witnesses.sort((a, b) => a.place - b.place);
    return witnesses.length >= minSources;
  }

  #hasPayees(node: LayerNode): boolean {
    if (node.level === this.#rule.levels - 1) return true;
    const { account, payees } = node;
    const { paid } = account;
    const { minTargets } = this.#rule;
    const { witnesses } = payees;
    for (let i = witnesses.length - 1; i >= 0; i--) {
      const { at, place, other, hasMore } = witnesses[i];
      if (this.#counts(at, node, other)) continue;
      witnesses.splice(i, 1);
      if (hasMore && !other.isGone) payees.next = Math.max(payees.next, place - 1);
    }
    for (; witnesses.length < minTargets && payees.next >= 0; payees.next--) {
      const { at } = paid[payees.next];
      if (at < this.#since || (node.level > 0 && at <= node.paidFrom)) break;
      const other = this.#otherEnd(paid[payees.next], account, node.level + 1);
      if (other && this.#counts(at, node, other)) this.#lean(node, payees, at, other);
    }
    witnesses.sort((a, b) => b.place - a.place);
    return witnesses.length >= minTargets;
  }

  /** Has a node lean on another by the next transfer of a side. */
  #lean(node: LayerNode, { witnesses, next: place }: Bench, at: number, other: LayerNode): void {
    const known = witnesses.find((witness) => witness.other === other);
    if (known) {
      known.hasMore = true;
      return;
    }
    witnesses.push({ place, at, other, hasMore: false });
    other.leaning.push(node);
    this.#enqueue(other);
  }

  /** Whether a transfer between two nodes counts, as `LayeredCore` says it, as far as is known. */
  #counts(at: number, from: LayerNode, to: LayerNode): boolean {
    if (from.isGone || to.isGone) return false;
    return (
      (from.level === 0 || at > from.paidFrom) && (to.level === this.#rule.levels - 1 || at < to.paysUntil)
    );
  }

  #otherEnd({ from, to }: Payout, { id }: LiveAccount, level: number): LayerNode | null {
    return from === to
      ? null
      : this.#nodeOf(this.#context.projection.account(from === id ? to : from), level);
  }

  /** An account on a level; null where it is told at once that it is not, as it has too few transfers or is a hub by type. */
  #nodeOf(account: LiveAccount, level: number): LayerNode | null {
    const known = this.#nodes[level]?.get(account);
    if (known) return known;
    const { levels, minSources, minTargets } = this.#rule;
    if (level > 0 && !this.#hasTransfers(account.received, minSources)) return null;
    if (level < levels - 1 && !this.#hasTransfers(account.paid, minTargets)) return null;
    if (this.isBarred(account)) return null;
    const node = new LayerNode(account, level);
    (this.#nodes[level] ??= new Map<LiveAccount, LayerNode>()).set(account, node);
    return node;
  }

  #hasTransfers(transfers: Payout[], fewest: number): boolean {
    const until = this.#placeAfter(transfers);
    return until >= fewest && transfers[until - fewest].at >= this.#since;
  }

  /** The place after the transfers up to and with the one that is looked at: mostly it is the last of all. */
  #placeAfter(transfers: Payout[]): number {
    const isPast =
      transfers.length === 0 || compareEvents(transfers[transfers.length - 1], this.#transfer) <= 0;
    return isPast ? transfers.length : placeAfter(transfers, this.#transfer);
  }
}
