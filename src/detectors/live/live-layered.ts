import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { Hub } from '../../graph/model/finding.ts';
import type { LiveAccount, LiveThing, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import { placeAt, placeOf } from '../../projection/posting.ts';
import { optionsHash } from '../detector.ts';
import { GroupEpisodes } from '../group-episodes.ts';
import { LayeredRun, type Layered, type LayeredOptions } from '../layered-detector.ts';
import type { LayerRule } from '../layered-region.ts';
import type { LiveDetector, LiveSubject, Outcome } from './live-detector.ts';
import { outcomeOf, type LiveContext } from './live-things.ts';
import { addParties } from './reaches.ts';
import { sliceGraph } from './slice-graph.ts';
import type { Slice } from './slices.ts';

/** What a transfer completes, and the hubs that it met. */
interface Completion {
  readonly group: readonly LiveNode[] | null;
  readonly hubs: readonly Hub[];
}

interface LiveNode {
  readonly account: LiveAccount;
  readonly level: number;
  readonly evidence: readonly Payout[];
}

/** A stretch of time, both ends included (epoch ms). */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** How many steps away it is looked whether accounts can be on their levels, before anything is built. */
const FORESIGHT = 3;

/**
 * Live form of the detectors of layered groups. A transfer between accounts with enough counterparties in its window
 * is looked at with those that hang together with it over such accounts; what each completes is kept, and folded into
 * episodes all at once when there is something new, as an episode is of whichever groups meet. After a change the
 * transfers that hang together with it and are in reach of it are looked at again.
 * Memory: an entry a transfer that completes something.
 */
export class LiveLayered<Options extends LayeredOptions> implements LiveDetector {
  readonly #context: LiveContext;
  readonly #name: string;
  readonly #rule: LayerRule;
  readonly #hash: string;
  readonly #completions = new Map<Payout, Completion>();
  readonly #stale = new Set<Payout>();
  readonly #all: LiveSubject = { evaluate: () => this.#conclude() };

  constructor(context: LiveContext, { name, options: table, levels }: Layered<Options>, options: Options) {
    this.#context = context;
    this.#name = name;
    this.#rule = { ...options, levels: levels(options) };
    this.#hash = optionsHash(table, options);
  }

  appended(event: Event): void {
    if (event.kind !== 'transfer' || event.from === event.to) return;
    const { projection, marks } = this.#context;
    // Which transfers are told of as kept out follows from all that their payers were ever paid.
    if (this.#rule.levels > 2 && this.#completions.size > 0) marks.grow(this.#all);
    const stretch = { from: event.at - this.#rule.window, until: event.at };
    if (!this.#isWide(projection.account(event.from), 'paid', stretch)) return;
    if (!this.#isWide(projection.account(event.to), 'received', stretch)) return;
    const completion = this.#complete(event);
    if (completion?.group) marks.touch(this.#all);
    else if (completion) marks.grow(this.#all);
  }

  changes(event: Event, { accounts }: Mention): void {
    if (event.kind === 'label' || event.kind === 'account-opened') this.#context.marks.touch(this.#all);
    if (event.kind !== 'transfer') return;
    const { window } = this.#rule;
    this.#renew(accounts, { from: event.at - window, until: event.at + window }, event.at);
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account } of things)
      if (account) this.#renew([account], { from: -Infinity, until: Infinity }, -Infinity);
  }

  linked(): void {}

  unlinked(): void {}

  /** Has transfers from a time on looked at again that hang together with accounts inside a stretch. */
  #renew(accounts: Iterable<LiveAccount>, stretch: Stretch, since: number): void {
    for (const transfer of this.#around(accounts, stretch, () => false))
      if (transfer.at >= since) this.#stale.add(transfer);
    this.#context.marks.touch(this.#all);
  }

  /**
   * The transfers of accounts inside a stretch, and of all others that they are linked with by transfers over accounts
   * with enough counterparties there.
   *
   * @param isBarred accounts that nothing is followed over, but where it begins
   */
  #around(
    accounts: Iterable<LiveAccount>,
    stretch: Stretch,
    isBarred: (account: LiveAccount) => boolean,
  ): Set<Payout> {
    const { projection } = this.#context;
    const met = new Set(accounts);
    const begun = met.size;
    const found = new Set<Payout>();
    let place = 0;
    for (const account of met) {
      if (place++ >= begun && (isBarred(account) || !this.#isInner(account, stretch))) continue;
      for (const transfers of [account.paid, account.received])
        for (let i = placeAt(transfers, stretch.from); i < transfers.length; i++) {
          if (transfers[i].at > stretch.until) break;
          found.add(transfers[i]);
          met.add(projection.account(transfers[i].from));
          met.add(projection.account(transfers[i].to));
        }
    }
    return found;
  }

  /** Whether an account has enough payers and payees that, with one step less of foresight, can be on the levels beside. */
  #fits(account: LiveAccount, level: number, stretch: Stretch, foresight: number): boolean {
    if (foresight === 0) return true;
    const { projection } = this.#context;
    const { levels } = this.#rule;
    const fits = (beside: number) => (other: string) =>
      this.#fits(projection.account(other), beside, stretch, foresight - 1);
    return (
      (level === levels - 1 || this.#isWide(account, 'paid', stretch, fits(level + 1))) &&
      (level === 0 || this.#isWide(account, 'received', stretch, fits(level - 1)))
    );
  }

  /** Whether an account can be on any level. */
  #isInner(account: LiveAccount, stretch: Stretch): boolean {
    return this.#isWide(account, 'paid', stretch) || this.#isWide(account, 'received', stretch);
  }

  /** Whether an account has enough other counterparties on a side inside a stretch, of those that count. */
  #isWide(
    account: LiveAccount,
    side: 'paid' | 'received',
    { from, until }: Stretch,
    isCounted: (other: string) => boolean = () => true,
  ): boolean {
    const transfers = account[side];
    const fewest = side === 'paid' ? this.#rule.minTargets : this.#rule.minSources;
    const met = new Set([account.id]);
    let enough = 0;
    for (let i = placeAt(transfers, from); i < transfers.length && transfers[i].at <= until; i++) {
      const other = side === 'paid' ? transfers[i].to : transfers[i].from;
      if (met.has(other)) continue;
      met.add(other);
      if (isCounted(other) && ++enough >= fewest) return true;
    }
    return false;
  }

  /** Looks at what a transfer completes, and keeps it; null for nothing. */
  #complete(transfer: Payout): Completion | null {
    const { projection, hubs } = this.#context;
    const ends = [projection.account(transfer.from), projection.account(transfer.to)];
    const stretch = { from: transfer.at - this.#rule.window, until: transfer.at };
    const isBarred = ({ payee }: LiveAccount): boolean => hubs.thing(payee, transfer.at) === 'account-type';
    // With a hub at an end it completes nothing: all that is asked is whom its payer pays and who pays its payee.
    const isKeptOut = ends.some(isBarred);
    const last = this.#rule.levels - 1;
    if (!isKeptOut && !ends.every((end, i) => this.#fits(end, last - 1 + i, stretch, FORESIGHT))) return null;
    const slice: Slice = this.#around(ends, stretch, isKeptOut ? () => true : isBarred);
    const parties = new Set(ends);
    for (const one of slice)
      if (one.kind === 'transfer') parties.add(projection.account(one.from)).add(projection.account(one.to));
    addParties(slice, parties, projection);
    const { graph, positionOf, eventAt } = sliceGraph(slice);
    const run = new LayeredRun(this.#name, graph, this.#rule, hubs.calendarOf(graph, projection), Infinity);
    const group = run.completedBy(graph.transfers.event.indexOf(positionOf(transfer)));
    const met = run.detection(new GroupEpisodes(this.#rule.window, this.#rule.levels), this.#hash).hubs;
    if (!group && met.length === 0) return null;
    const nodes = group?.map(({ account, level, evidence }) => ({
      account: projection.account(graph.accounts.id(account)),
      level,
      evidence: evidence.map((row) => eventAt(graph.transfers.event[row]) as Payout),
    }));
    const completion = { group: nodes ?? null, hubs: met };
    this.#completions.set(transfer, completion);
    return completion;
  }

  #conclude(): Outcome {
    const { projection } = this.#context;
    for (const transfer of this.#stale) {
      this.#completions.delete(transfer);
      const { paid } = projection.account(transfer.from);
      if (paid[placeOf(paid, transfer)] === transfer && transfer.from !== transfer.to)
        this.#complete(transfer);
    }
    this.#stale.clear();
    const completions = [...this.#completions].sort((a, b) => compareEvents(a[0], b[0]));
    const { findings, hubs } = this.#fold(completions);
    const kept = completions.filter(
      ([{ from }, { hubs: met }]) => met.length > 0 && this.#couldBeInner(projection.account(from)),
    );
    return { findings, hubs: [...hubs, ...kept.flatMap(([, completion]) => completion.hubs)] };
  }

  /** Whether an account was ever paid by enough others inside a window, where that is asked of payers. */
  #couldBeInner(account: LiveAccount): boolean {
    const { levels, window } = this.#rule;
    return (
      levels === 2 ||
      account.received.some(({ at }) => this.#isWide(account, 'received', { from: at - window, until: at }))
    );
  }

  #fold(completions: readonly (readonly [Payout, Completion])[]): Outcome {
    const { projection, hubs } = this.#context;
    const slice: Slice = new Set();
    const parties = new Set<LiveAccount>();
    for (const [transfer, { group }] of completions) {
      if (!group) continue;
      slice.add(transfer);
      for (const { account, evidence } of group) {
        parties.add(account);
        for (const one of evidence) slice.add(one);
      }
    }
    addParties(slice, parties, projection);
    const { graph, positionOf } = sliceGraph(slice);
    const rowOf = new Map(Array.from(graph.transfers.event, (position, row) => [position, row]));
    const rowOfTransfer = (transfer: Payout): number => rowOf.get(positionOf(transfer))!;
    const episodes = new GroupEpisodes(this.#rule.window, this.#rule.levels);
    for (const [transfer, { group }] of completions)
      if (group)
        episodes.add(
          rowOfTransfer(transfer),
          transfer.at,
          group.map(({ account, level, evidence }) => ({
            account: graph.accounts.find(account.id),
            level,
            evidence: evidence.map(rowOfTransfer),
          })),
        );
    const run = new LayeredRun(this.#name, graph, this.#rule, hubs.calendarOf(graph, projection), Infinity);
    return outcomeOf(graph, run.detection(episodes, this.#hash));
  }
}
