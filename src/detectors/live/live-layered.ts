import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { Hub } from '../../graph/model/finding.ts';
import type { LiveAccount, LiveThing, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import { placeAt, placeOf } from '../../projection/posting.ts';
import { optionsHash } from '../detector.ts';
import { GroupEpisodes } from '../group-episodes.ts';
import { LayeredRun, type Layered, type LayeredOptions } from '../layered-detector.ts';
import type { LayerRule } from '../layered-region.ts';
import { HubTally } from '../hub-tally.ts';
import { LayerSearch } from './layer-search.ts';
import { TRANSFERS, type LiveDetector, type LiveSubject, type Outcome } from './live-detector.ts';
import { hasMany } from './may-complete.ts';
import { outcomeOf, type LiveContext } from './live-things.ts';
import { addParties } from './reaches.ts';
import { sliceGraph } from './slice-graph.ts';
import type { Slice } from './slices.ts';

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

/**
 * Live form of the detectors of layered groups. A transfer between accounts with enough counterparties in its window
 * is looked at with those that hang together with it over such accounts; the group that each completes is kept, and all
 * are folded into episodes at once when there is something new, as an episode is of whichever groups meet. After a
 * change the transfers that hang together with it and are in reach of it are looked at again. What hubs keep out is
 * counted when it is read. Memory: an entry a transfer that completes something, and one a hub.
 */
export class LiveLayered<Options extends LayeredOptions> implements LiveDetector {
  readonly kinds = TRANSFERS;
  readonly #context: LiveContext;
  readonly #name: string;
  readonly #rule: LayerRule;
  readonly #hash: string;
  readonly #groups = new Map<Payout, readonly LiveNode[]>();
  readonly #stale = new Set<Payout>();
  readonly #all: LiveSubject = { evaluate: () => this.#conclude() };
  /** Accounts that may be hubs by type on the days of some of their transfers. */
  readonly #barred = new Set<LiveAccount>();
  readonly #kept: LiveSubject = { evaluate: () => ({ findings: [], hubs: this.#keptOut() }) };

  constructor(context: LiveContext, { name, options: table, levels }: Layered<Options>, options: Options) {
    this.#context = context;
    this.#name = name;
    this.#rule = { ...options, levels: levels(options) };
    this.#hash = optionsHash(table, options);
  }

  appended(event: Event): void {
    if (event.kind !== 'transfer' || event.from === event.to) return;
    const { projection, marks } = this.#context;
    // Which transfers are told of as kept out follows from all that their payers were ever paid, too.
    marks.grow(this.#kept);
    const hubs = [projection.account(event.from), projection.account(event.to)].filter((end) =>
      this.#isBarred(end, event.at),
    );
    for (const hub of hubs) this.#barred.add(hub);
    if (hubs.length === 0 && this.#complete(event)) marks.touch(this.#all);
  }

  changes(event: Event, { accounts }: Mention): void {
    if (event.kind === 'label' || event.kind === 'account-opened') this.#context.marks.touch(this.#all);
    if (event.kind !== 'transfer') return;
    for (const account of accounts) this.#concern(account);
    const { window } = this.#rule;
    this.#renew(accounts, { from: event.at - window, until: event.at + window }, event.at);
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account } of things)
      if (account) {
        this.#concern(account);
        this.#renew([account], { from: -Infinity, until: Infinity }, -Infinity);
      }
  }

  /** After a change by which what an account keeps out may be something else. */
  #concern(account: LiveAccount): void {
    if (this.#context.hubs.mayBeHub(account.payee)) this.#barred.add(account);
    this.#context.marks.grow(this.#kept);
  }

  #isBarred({ payee }: LiveAccount, at: number): boolean {
    return this.#context.hubs.thing(payee, at) === 'account-type';
  }

  /** Has transfers from a time on looked at again that hang together with accounts inside a stretch. */
  #renew(accounts: Iterable<LiveAccount>, stretch: Stretch, since: number): void {
    for (const transfer of this.#around(accounts, stretch))
      if (transfer.at >= since) this.#stale.add(transfer);
    this.#context.marks.touch(this.#all);
  }

  /**
   * The transfers of accounts inside a stretch, and of all others that they are linked with by transfers over accounts
   * with enough counterparties there.
   */
  #around(accounts: Iterable<LiveAccount>, stretch: Stretch): Set<Payout> {
    const { projection } = this.#context;
    const met = new Set(accounts);
    const begun = met.size;
    const found = new Set<Payout>();
    let place = 0;
    for (const account of met) {
      if (place++ >= begun && !this.#isInner(account, stretch)) continue;
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

  /** Whether an account can be on any level. */
  #isInner({ paid, received }: LiveAccount, { from, until }: Stretch): boolean {
    const { minSources, minTargets } = this.#rule;
    return (
      hasMany(paid, 'to', from, minTargets, placeAt(paid, until + 1)) ||
      hasMany(received, 'from', from, minSources, placeAt(received, until + 1))
    );
  }

  #search(transfer: Payout): LayerSearch {
    return new LayerSearch(this.#context, this.#rule, transfer);
  }

  /** Keeps the group that a transfer completes. @returns whether there is one */
  #complete(transfer: Payout): boolean {
    const { projection, hubs } = this.#context;
    const slice: Slice | null = this.#search(transfer).region();
    if (!slice) return false;
    const parties = new Set<LiveAccount>();
    for (const one of slice)
      if (one.kind === 'transfer') parties.add(projection.account(one.from)).add(projection.account(one.to));
    addParties(slice, parties, projection);
    const { graph, positionOf, eventAt } = sliceGraph(slice);
    const run = new LayeredRun(this.#name, graph, this.#rule, hubs.calendarOf(graph, projection), Infinity);
    const group = run.completedBy(graph.transfers.event.indexOf(positionOf(transfer)));
    if (!group) return false;
    this.#groups.set(
      transfer,
      group.map(({ account, level, evidence }) => ({
        account: projection.account(graph.accounts.id(account)),
        level,
        evidence: evidence.map((row) => eventAt(graph.transfers.event[row]) as Payout),
      })),
    );
    return true;
  }

  #conclude(): Outcome {
    const { projection } = this.#context;
    for (const transfer of this.#stale) {
      this.#groups.delete(transfer);
      const { paid } = projection.account(transfer.from);
      if (paid[placeOf(paid, transfer)] === transfer && transfer.from !== transfer.to)
        this.#complete(transfer);
    }
    this.#stale.clear();
    return this.#fold([...this.#groups].sort((a, b) => compareEvents(a[0], b[0])));
  }

  /** The transfers that complete nothing as one of their ends is a hub by type, by hub. */
  #keptOut(): Hub[] {
    const { projection } = this.#context;
    const tally = new HubTally();
    for (const hub of this.#barred) {
      const entity = { type: 'Account', id: hub.id } as const;
      for (const transfers of [hub.paid, hub.received])
        for (const transfer of transfers) {
          if (transfer.from === transfer.to || !this.#isBarred(hub, transfer.at)) continue;
          if (this.#search(transfer).isBetweenWide() && this.#couldBeInner(projection.account(transfer.from)))
            tally.add(entity, 'account-type', transfer.at);
        }
    }
    return tally.hubs();
  }

  /** Whether an account was ever paid by enough others inside a window, where that is asked of payers. */
  #couldBeInner(account: LiveAccount): boolean {
    return (
      this.#rule.levels === 2 || account.received.some((transfer) => this.#search(transfer).isPaid(account))
    );
  }

  #fold(groups: readonly (readonly [Payout, readonly LiveNode[]])[]): Outcome {
    const { projection, hubs } = this.#context;
    const slice: Slice = new Set();
    const parties = new Set<LiveAccount>();
    for (const [transfer, group] of groups) {
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
    for (const [transfer, group] of groups)
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
