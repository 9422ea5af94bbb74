import type { Json } from '../../graph/model/document.ts';
import { compareEvents, eventKey, type Event, type EventKey } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { LiveAccount, LiveThing, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import { optionsHash } from '../detector.ts';
import { MULE_NETWORK_OPTIONS, type MuleNetworkOptions } from '../mule-network/options.ts';
import { muleNetworks } from '../mule-network/payee-networks.ts';
import { networkFinding } from '../mule-network/to-finding.ts';
import { applyRoleLabels } from '../roles.ts';
import type { Known } from './count-sum.ts';
import { KeptTransfers } from './kept-transfers.ts';
import {
  NOTHING,
  TRANSFERS,
  type Compaction,
  type LiveDetector,
  type LiveSubject,
  type Outcome,
} from './live-detector.ts';
import { LivePassing, type LiveUse } from './live-passing.ts';
import type { LiveContext } from './live-things.ts';
import { sliceGraph } from './slice-graph.ts';
import { addOwners, type Slice } from './slices.ts';

/** An account that others pass on to. */
interface Collector extends LiveSubject {
  readonly account: LiveAccount;
  /** In event order. */
  uses: LiveUse[];
  /** As they were written last. */
  findings: readonly Finding[];
}

/**
 * Live form of mule-network. A transfer in order is looked at for what it completes for its payer, over the moves of two
 * windows; after a change the uses of the accounts it bears on are worked out again from its time on. Payees are
 * evaluated as a whole, over their uses. Memory: an entry a use of a payee, and one a payee.
 */
export class LiveMuleNetwork implements LiveDetector {
  readonly kinds = TRANSFERS;
  readonly #context: LiveContext;
  readonly #options: MuleNetworkOptions;
  readonly #hash: string;
  readonly #passing: LivePassing;
  readonly #kept: KeptTransfers;
  readonly compaction: Compaction;
  /** By mule, in event order. */
  readonly #uses = new Map<LiveAccount, LiveUse[]>();
  readonly #collectors = new Map<LiveAccount, Collector>();
  /** Accounts whose uses are to be worked out again, with the time from which on (epoch ms). */
  readonly #stale = new Map<LiveAccount, number>();
  readonly #renewal: LiveSubject = {
    evaluate: () => {
      this.#renew();
      return NOTHING;
    },
  };

  constructor(context: LiveContext, options: MuleNetworkOptions) {
    this.#context = context;
    this.#options = options;
    this.#hash = optionsHash(MULE_NETWORK_OPTIONS, options);
    this.#passing = new LivePassing(context, options);
    this.#kept = new KeptTransfers(context);
    this.compaction = {
      lookback: Math.max(2 * options.window, options.networkWindow),
      sumUp: (until, keep) => this.#sumUp(until, keep),
      summary: () => this.#summary(),
      resume: (summary, known) => this.#resume(summary, known),
    };
  }

  appended(event: Event): void {
    // Of those kept from before it is summed up what they are uses of.
    if (event.at < this.#context.projection.settledUntil) return;
    if (event.kind !== 'transfer' || this.#kept.takes(event) || !this.#passing.mayComplete(event)) return;
    const mule = this.#context.projection.account(event.from);
    if (this.#stale.has(mule)) return;
    for (const use of this.#passing.usesSince(mule, event.at)) {
      // Of others at the same time it was told when they came.
      if (use.event !== event) continue;
      this.#add(use);
      const collector = this.#collectorOf(use.payee);
      if (this.#mayComplete(collector, event.at)) this.#context.marks.touch(collector);
    }
  }

  #mayComplete({ uses }: Collector, at: number): boolean {
    const mules = new Set<LiveAccount>();
    const { minMules, networkWindow } = this.#options;
    for (let i = uses.length - 1; i >= 0 && uses[i].event.at >= at - networkWindow; i--)
      if (mules.add(uses[i].mule).size >= minMules) return true;
    return false;
  }

  changes(event: Event, { users, accounts }: Mention): void {
    const { projection } = this.#context;
    switch (event.kind) {
      case 'transfer':
        for (const account of accounts) this.#renewFrom(account, event.at);
        return;
      case 'payment':
      case 'balance':
        return this.#renewFrom(projection.account(event.account), event.at);
      case 'account-opened':
        for (const account of accounts) {
          this.#renewWithOthers(account, event.at);
          this.#rewrite(account);
        }
        return;
      case 'label':
        for (const account of accounts) this.#rewrite(account);
        for (const user of users) for (const account of user.accounts.keys()) this.#rewrite(account);
    }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account } of things) if (account) this.#renewWithOthers(account, -Infinity);
  }

  /** What a change about an account bears on: transfers with it count or do not, for both. */
  #renewWithOthers(account: LiveAccount, since: number): void {
    const { projection } = this.#context;
    this.#renewFrom(account, since);
    for (const { to } of account.paid) this.#renewFrom(projection.account(to), since);
    for (const { from } of account.received) this.#renewFrom(projection.account(from), since);
  }

  #renewFrom(account: LiveAccount, since: number): void {
    this.#kept.concern(account);
    // A change of what is settled does not come, and an account that is a hub since was none before.
    const from = Math.max(since, this.#context.projection.settledUntil);
    this.#stale.set(account, Math.min(from, this.#stale.get(account) ?? Infinity));
    this.#context.marks.touch(this.#renewal);
  }

  /** A change about an account or its owners bears on what is said of the networks that it is in. */
  #rewrite(account: LiveAccount): void {
    const { marks } = this.#context;
    for (const { payee } of this.#uses.get(account) ?? []) marks.touch(this.#collectorOf(payee));
    const own = this.#collectors.get(account);
    if (own) marks.touch(own);
  }

  #renew(): void {
    const { marks } = this.#context;
    const stale = [...this.#stale];
    this.#stale.clear();
    for (const [mule, since] of stale) {
      const known = this.#uses.get(mule) ?? [];
      for (const use of known.filter(({ event }) => event.at >= since)) {
        const collector = this.#collectorOf(use.payee);
        collector.uses = collector.uses.filter((one) => one !== use);
        marks.touch(collector);
      }
      this.#uses.set(
        mule,
        known.filter(({ event }) => event.at < since),
      );
      for (const use of this.#passing.usesSince(mule, since)) {
        this.#add(use);
        marks.touch(this.#collectorOf(use.payee));
      }
    }
  }

  #add(use: LiveUse): void {
    const known = this.#uses.get(use.mule);
    if (known) known.splice(placeOfUse(known, use), 0, use);
    else this.#uses.set(use.mule, [use]);
    const { uses } = this.#collectorOf(use.payee);
    uses.splice(placeOfUse(uses, use), 0, use);
  }

  #collectorOf(account: LiveAccount): Collector {
    const known = this.#collectors.get(account);
    if (known) return known;
    const collector: Collector = {
      account,
      uses: [],
      findings: [],
      evaluate: () => this.#conclude(collector),
    };
    this.#collectors.set(account, collector);
    return collector;
  }

  #conclude(collector: Collector): Outcome {
    this.#renew();
    collector.findings = this.#found(collector);
    return { findings: collector.findings, hubs: [] };
  }

  #found({ account, uses }: Collector): Finding[] {
    const mules = new Set(uses.map(({ mule }) => mule));
    if (mules.size < this.#options.minMules) return [];
    const { users } = this.#context.projection;
    // The first transfer to the payee is there so that it has a number: a use may be by a transfer to another.
    const slice: Slice = new Set<Event>([account.received[0]]);
    for (const { event } of uses) slice.add(event);
    addOwners(slice, [account, ...mules], users);
    const { graph, positionOf } = sliceGraph(slice);
    const payee = graph.accounts.find(account.id);
    const networks = muleNetworks(
      graph,
      uses.map(({ event, mule }) => ({
        event: positionOf(event),
        mule: graph.accounts.find(mule.id),
        payee,
      })),
      this.#options,
    );
    const findings = networks.map((network) => networkFinding(graph, network, this.#hash));
    return applyRoleLabels(graph, findings);
  }

  /** Forgets the uses of long ago that are in the windows of no finding, and has the others stay. */
  *#sumUp(until: number, keep: (event: Event) => void): Generator<void> {
    yield* this.#kept.sumUp(until);
    const { networkWindow } = this.#options;
    for (const collector of this.#collectors.values()) {
      const { findings } = collector;
      const isNeeded = ({ event }: LiveUse): boolean =>
        event.at >= until - networkWindow ||
        findings.some(({ first, last }) => event.at >= first.at - networkWindow && event.at <= last.at);
      const forgotten = new Set(collector.uses.filter((use) => !isNeeded(use)));
      if (forgotten.size > 0) collector.uses = collector.uses.filter((use) => !forgotten.has(use));
      for (const mule of new Set([...forgotten].map((use) => use.mule))) this.#forget(mule, forgotten);
      for (const { event } of collector.uses) keep(event);
      yield;
    }
  }

  #forget(mule: LiveAccount, forgotten: ReadonlySet<LiveUse>): void {
    const left = this.#uses.get(mule)!.filter((use) => !forgotten.has(use));
    if (left.length > 0) this.#uses.set(mule, left);
    else this.#uses.delete(mule);
  }

  #summary(): Json[] {
    const { settledUntil } = this.#context.projection;
    const uses = [...this.#uses.values()]
      .flat()
      .filter(({ event }) => event.at < settledUntil)
      .map(({ event, mule, payee }) => ['use', eventKey(event), mule.id, payee.id]);
    return [...uses, ...this.#kept.summary()];
  }

  #resume(summary: readonly Json[], known: Known): void {
    const { projection, marks } = this.#context;
    const rows = summary as readonly (readonly [string, EventKey, string, string])[];
    this.#kept.resume(rows.filter(([what]) => what === 'kept'));
    for (const [what, key, mule, payee] of rows) {
      if (what !== 'use') continue;
      const event = known.event(key) as Payout;
      this.#add({ event, mule: projection.account(mule), payee: projection.account(payee) });
      marks.touch(this.#collectorOf(projection.account(payee)));
    }
  }
}

/** Where a use belongs among others, which is mostly at their end. */
function placeOfUse(uses: readonly LiveUse[], { event }: LiveUse): number {
  let place = uses.length;
  while (place > 0 && compareEvents(uses[place - 1].event, event) > 0) place--;
  return place;
}
