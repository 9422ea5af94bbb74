import type { EventGraph } from '../../graph/event-graph.ts';
import type { Json } from '../../graph/model/document.ts';
import { compareEvents, type Event, type EventOrder } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { LiveAccount, LiveThing, LiveUser, Payout } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { CycleSort } from '../kiting-cycle/cycle-run.ts';
import { cycleOf, cyclesCompletedBy } from '../kiting-cycle/detect.ts';
import { mainBusiness, MONTH } from '../kiting-cycle/main-business.ts';
import type { KitingOptions } from '../kiting-cycle/options.ts';
import { applyRoleLabels } from '../roles.ts';
import { transfersOfCycles } from './cycle-region.ts';
import {
  TRANSFERS,
  type Compaction,
  type LiveDetector,
  type LiveSubject,
  type Outcome,
} from './live-detector.ts';
import type { LiveContext } from './live-things.ts';
import { sliceGraph } from './slice-graph.ts';
import { addAll, addBetween, type Slice } from './slices.ts';

/** A cycle of accounts that money was ever seen to go round. */
interface Cycle extends LiveSubject {
  /** In the direction of the money, the byte-smallest id first. */
  readonly accounts: readonly LiveAccount[];
  /** Its findings as they were written last. */
  findings: readonly Finding[];
  /** The last completing event so far (epoch ms). */
  lastAt: number;
  /** Of crossings of long ago whether it was the main business of the accounts, by event. */
  readonly wasMainBusiness: Map<string, boolean>;
}

/**
 * Live form of kiting-cycle and round-trip. A transfer in order is searched for the cycles it completes, among the
 * transfers by which money can have come from its payee to its payer; one that comes late, for all it can be part of.
 * Cycles once seen stay known, and are evaluated again when something late is said of one of their accounts or its
 * owners.
 * Memory: one entry a cycle of accounts that money ever went round.
 */
export class LiveKiting implements LiveDetector {
  readonly kinds = TRANSFERS;
  readonly #context: LiveContext;
  readonly #sort: CycleSort;
  readonly #options: KitingOptions;
  readonly #cycles = new Map<string, Cycle>();
  readonly #byAccount = new Map<LiveAccount, Set<Cycle>>();
  readonly compaction: Compaction;
  /** The first transfer of all, by which it is told what was stored whole. */
  #eldest: Event | null = null;

  constructor(context: LiveContext, sort: CycleSort, options: KitingOptions) {
    this.#context = context;
    this.#sort = sort;
    this.#options = options;
    this.compaction = {
      lookback: Math.max(options.window, MONTH),
      sumUp: (until, keep) => this.#sumUp(until, keep),
      summary: () => this.#summary(),
      resume: (summary) => this.#resume(summary),
    };
  }

  appended(event: Event): void {
    if (event.kind !== 'transfer') return;
    this.#eldest ??= event;
    // The cycles that those kept from before complete are known.
    if (event.at < this.#context.projection.settledUntil) return;
    this.#discover(event, event.at);
  }

  changes(event: Event, { users, accounts }: Mention): void {
    const spokenOf = new Set(accounts);
    for (const user of users) for (const account of user.accounts.keys()) spokenOf.add(account);
    for (const account of spokenOf) this.#concern(account);
    const eldest = this.#context.projection.eldestTransfer;
    if (eldest !== this.#eldest) for (const cycle of this.#cycles.values()) this.#context.marks.touch(cycle);
    this.#eldest = eldest;
    if (event.kind === 'transfer') this.#discover(event, event.at + this.#options.window);
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account } of things) if (account) this.#concern(account);
  }

  #concern(account: LiveAccount): void {
    for (const cycle of this.#byAccount.get(account) ?? []) this.#context.marks.touch(cycle);
  }

  /** Finds the cycles with a transfer in them that are complete by a time, and marks them. */
  #discover(transfer: Payout, until: number): void {
    if (transfer.from === transfer.to || transfer.amount.minor < this.#options.minAmount) return;
    const { projection, marks } = this.#context;
    const accountOf = (id: string): LiveAccount => projection.account(id);
    const slice = transfersOfCycles(transfer, { until, options: this.#options, accountOf });
    if (!slice) return;
    const { graph, eventAt } = sliceGraph(slice);
    const completing = new Set<number>();
    for (let position = 0; position < graph.events.count; position++)
      if (compareEvents(eventAt(position), transfer) >= 0) completing.add(position);
    const isInOrder = until === transfer.at;
    for (const accounts of cyclesCompletedBy(graph, this.#options, completing)) {
      const cycle = this.#cycleOf(accounts.map((account) => accountOf(graph.accounts.id(account))));
      if (isInOrder && this.#goesOn(cycle, transfer.at)) marks.grow(cycle);
      else marks.touch(cycle);
    }
  }

  /**
   * Whether an instance that an event in order completes is one more of an episode that binds whom it binds, or does
   * not count as a hub is among the accounts: then only the evidence and the counts can change.
   */
  #goesOn(cycle: Cycle, at: number): boolean {
    const { hubs } = this.#context;
    // All are asked, as about days long past only what was asked is known.
    if (cycle.accounts.filter(({ payee }) => hubs.thing(payee, at) !== null).length > 0) return true;
    const open = cycle.findings.at(-1);
    const goesOn =
      open !== undefined &&
      open.circumstantial === undefined &&
      open.binds !== 'lead' &&
      cycle.accounts.length > 2 &&
      at - cycle.lastAt <= this.#options.window;
    if (goesOn) cycle.lastAt = at;
    return goesOn;
  }

  #cycleOf(accounts: readonly LiveAccount[]): Cycle {
    const key = accounts.map(({ id }) => id).join('\0');
    const known = this.#cycles.get(key);
    if (known) return known;
    const cycle: Cycle = {
      accounts,
      findings: [],
      lastAt: -Infinity,
      wasMainBusiness: new Map(),
      evaluate: () => this.#conclude(cycle),
    };
    this.#cycles.set(key, cycle);
    for (const account of accounts) {
      const cycles = this.#byAccount.get(account);
      if (cycles) cycles.add(cycle);
      else this.#byAccount.set(account, new Set([cycle]));
    }
    return cycle;
  }

  #conclude(cycle: Cycle): Outcome {
    const { accounts } = cycle;
    const graph: EventGraph = { ...sliceGraph(this.#between(accounts)).graph, isPartial: true };
    const hubs = this.#context.hubs.calendarOf(graph, this.#context.projection);
    const numbers = accounts.map(({ id }) => graph.accounts.find(id));
    const detection = numbers.includes(-1)
      ? { findings: [], hubs: [] }
      : cycleOf(this.#sort, graph, this.#options, hubs, numbers, (event) =>
          this.#isMainBusiness(cycle, graph.events.order(event)),
        );
    cycle.findings = applyRoleLabels(graph, detection.findings);
    cycle.lastAt = cycle.findings.at(-1)?.last.at ?? -Infinity;
    return { findings: cycle.findings, hubs: [], hubsOfCycle: detection.hubs };
  }

  /** Keeps what money went round, and notes what else the accounts did before. */
  *#sumUp(until: number, keep: (event: Event) => void): Generator<void> {
    const { eldestTransfer } = this.#context.projection;
    if (eldestTransfer) keep(eldestTransfer);
    for (const cycle of this.#cycles.values()) {
      for (const { first } of cycle.findings)
        if (first.at < until) cycle.wasMainBusiness.set(nameOf(first), this.#isMainBusiness(cycle, first));
      for (const event of this.#between(cycle.accounts)) keep(event);
      yield;
    }
  }

  #summary(): Json[] {
    return [...this.#cycles.values()].map(({ accounts, wasMainBusiness }) => [
      accounts.map(({ id }) => id),
      [...wasMainBusiness],
    ]);
  }

  #resume(summary: readonly Json[]): void {
    const { projection, marks } = this.#context;
    for (const [ids, answers] of summary as readonly [string[], [string, boolean][]][]) {
      const cycle = this.#cycleOf(ids.map((id) => projection.account(id)));
      for (const [name, answer] of answers) cycle.wasMainBusiness.set(name, answer);
      marks.touch(cycle);
    }
  }

  #isMainBusiness({ accounts, wasMainBusiness }: Cycle, crossing: EventOrder): boolean {
    return wasMainBusiness.get(nameOf(crossing)) ?? this.#askMainBusiness(accounts, crossing);
  }

  /** What else the accounts did is asked only about the time before a crossing, and whether that is stored whole. */
  #askMainBusiness(accounts: readonly LiveAccount[], crossing: EventOrder): boolean {
    const { eldestTransfer } = this.#context.projection;
    const slice: Slice = new Set(eldestTransfer ? [eldestTransfer] : []);
    for (const { paid, received, openings } of accounts) {
      addAll(slice, openings);
      for (const list of [paid, received]) addBetween(slice, list, crossing.at - MONTH, crossing.at);
    }
    const { graph } = sliceGraph(slice);
    const numbers = accounts.map(({ id }) => graph.accounts.find(id));
    let event = graph.events.count - 1;
    while (compareEvents(graph.events.order(event), crossing) > 0) event--;
    return mainBusiness(graph)(numbers, event);
  }

  /** The transfers between the accounts, whose accounts they are, and what labels say of both. */
  #between(accounts: readonly LiveAccount[]): Slice {
    const { projection } = this.#context;
    const group = new Set(accounts.map(({ id }) => id));
    const owners = new Set<LiveUser>();
    const slice: Slice = new Set();
    for (const account of accounts) {
      addAll(slice, account.openings);
      addAll(slice, account.labels);
      for (const { user } of account.openings) owners.add(projection.user(user));
      for (const transfer of account.paid) if (group.has(transfer.to)) slice.add(transfer);
    }
    for (const owner of owners) addAll(slice, owner.labels);
    return slice;
  }
}

function nameOf({ source, id }: EventOrder): string {
  return JSON.stringify([source, id]);
}
