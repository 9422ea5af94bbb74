import { compareEvents } from '../../graph/model/event.ts';
import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { placeAfter } from '../../projection/posting.ts';
import type { LayerRule } from '../layered-region.ts';
import type { LiveContext } from './live-things.ts';
import { hasMany } from './may-complete.ts';

/**
 * How many steps away it is looked whether an account can be on a level. In a network of many thousands nearly everybody
 * can be as far as three steps tell, and what hangs together is thousands; within eight it is mostly over.
 */
const FORESIGHT = 12;

/** What can belong to a layered group with one transfer, by the lists of its window, before anything is built. */
export class LayerSearch {
  readonly #context: LiveContext;
  readonly #rule: LayerRule;
  readonly #transfer: Payout;
  readonly #ends: readonly [payer: LiveAccount, payee: LiveAccount];
  /** By foresight: of an account a bit for each level that was asked about, and one 16 bits above where it can be. */
  readonly #known: (Map<LiveAccount, number> | undefined)[] = [];

  constructor(context: LiveContext, rule: LayerRule, transfer: Payout) {
    const { projection } = context;
    this.#context = context;
    this.#rule = rule;
    this.#transfer = transfer;
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

  /**
   * The transfers among which is all of the group that the transfer completes: those between accounts that can be on
   * the levels beside each other. Null when payer or payee can't be on theirs, which is nearly always told at once.
   * Time O(transfers in the window of the accounts met).
   */
  region(): Set<Payout> | null {
    const last = this.#rule.levels - 1;
    const [payer, payee] = this.#ends;
    if (!this.#fits(payer, last - 1) || !this.#fits(payee, last)) return null;
    const found = new Set<Payout>();
    const nodes: (readonly [LiveAccount, number])[] = [];
    const levelsMet = new Map<LiveAccount, number>();
    const meet = (account: LiveAccount, level: number): void => {
      const met = levelsMet.get(account) ?? 0;
      if ((met & (1 << level)) !== 0) return;
      levelsMet.set(account, met | (1 << level));
      nodes.push([account, level]);
    };
    meet(payee, last);
    for (const [account, level] of nodes)
      for (const [side, beside] of [
        ['paid', level + 1],
        ['received', level - 1],
      ] as const) {
        if (beside < 0 || beside > last) continue;
        for (const [transfer, other] of this.#inWindow(account, side)) {
          if (!this.#fits(other, beside)) continue;
          found.add(transfer);
          meet(other, beside);
        }
      }
    return found;
  }

  *#inWindow(account: LiveAccount, side: 'paid' | 'received'): Generator<readonly [Payout, LiveAccount]> {
    const { projection } = this.#context;
    const transfers = account[side];
    const since = this.#transfer.at - this.#rule.window;
    for (let i = this.#placeAfter(transfers) - 1; i >= 0 && transfers[i].at >= since; i--)
      yield [transfers[i], projection.account(side === 'paid' ? transfers[i].to : transfers[i].from)];
  }

  /**
   * Whether an account is no hub by type and has enough payers and payees in the window that, with one step less of
   * foresight, can be on the levels beside.
   */
  #fits(account: LiveAccount, level: number, foresight = FORESIGHT): boolean {
    const answers = (this.#known[foresight] ??= new Map<LiveAccount, number>());
    const known = answers.get(account) ?? 0;
    if ((known & (1 << level)) !== 0) return (known & (1 << (level + 16))) !== 0;
    const fits = !this.isBarred(account) && this.#hasBeside(account, level, foresight);
    answers.set(account, known | (1 << level) | (fits ? 1 << (level + 16) : 0));
    return fits;
  }

  #hasBeside(account: LiveAccount, level: number, foresight: number): boolean {
    // With less foresight most is ruled out already, and at less cost.
    if (foresight > 0 && !this.#fits(account, level, foresight - 1)) return false;
    const beside = (next: number) =>
      foresight === 0 ? undefined : (other: LiveAccount) => this.#fits(other, next, foresight - 1);
    return (
      (level === 0 || this.#isWide(account, 'received', beside(level - 1))) &&
      (level === this.#rule.levels - 1 || this.#isWide(account, 'paid', beside(level + 1)))
    );
  }

  /** Whether an account has enough counterparties on a side in the window, of those that count. */
  #isWide(
    account: LiveAccount,
    side: 'paid' | 'received',
    counts?: (other: LiveAccount) => boolean,
  ): boolean {
    const { minSources, minTargets, window } = this.#rule;
    const { projection } = this.#context;
    const transfers = account[side];
    const [end, fewest] = side === 'paid' ? (['to', minTargets] as const) : (['from', minSources] as const);
    const until = this.#placeAfter(transfers);
    const isCounted = counts && ((id: string): boolean => counts(projection.account(id)));
    return hasMany(transfers, end, this.#transfer.at - window, fewest, until, isCounted);
  }

  /** The place after the transfers up to and with the one that is looked at: mostly it is the last of all. */
  #placeAfter(transfers: Payout[]): number {
    const isPast =
      transfers.length === 0 || compareEvents(transfers[transfers.length - 1], this.#transfer) <= 0;
    return isPast ? transfers.length : placeAfter(transfers, this.#transfer);
  }
}
