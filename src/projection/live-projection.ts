import { compareEvents, type Event, type EventKey } from '../graph/model/event.ts';
import { DAY, utcMidnight } from '../kernel/time.ts';
import { EventRoutes, type Mention, type Use } from './event-routes.ts';
import { factOf } from './fact-of.ts';
import { KeyBook } from './key-book.ts';
import { eldestOf, type LiveAccount, type LiveThing, type LiveUser, type Payout } from './live-entities.ts';
import { addTo, append, takeFrom } from './posting.ts';

/** Told of what happens to the projection. */
export interface ProjectionWatch {
  /** An event came that is after all others in order. */
  appended(event: Event, uses: readonly Use[]): void;
  /** Called before and after an event is put in elsewhere, or taken back. */
  changes(event: Event, mention: Mention): void;
  /** A user has come to use a thing, or has ceased to. */
  linked(user: LiveUser, thing: LiveThing): void;
  unlinked(user: LiveUser, thing: LiveThing): void;
}

/**
 * The facts in force, event by event, in lists per entity that stay in event order whatever order events arrive in.
 *
 * The state depends on the set of events only: keys count once (the first body), a retraction takes its target back
 * whenever either arrives. An event in order costs O(its uses), another the moves in the lists it belongs to.
 *
 * Events of long ago can be let go ({@link settle}, {@link letGo}). Whatever comes then that speaks of the time before
 * is left out, and the projection says that it is outdated; labels are taken in at any time.
 * Memory: of events in force what {@link factOf} keeps, and the key of every event, until they are let go.
 */
export class LiveProjection extends EventRoutes {
  /** The first of all transfers in force. */
  eldestTransfer: Payout | null = null;
  readonly #watch: ProjectionWatch;
  readonly #keepsAll: boolean;
  /** How many events came and were not taken back, by the midnight that their day begins with; the days let go are not among them. */
  readonly #days = new Map<number, number>();
  readonly #keys = new KeyBook();
  #last: Event | null = null;
  #settledUntil = -Infinity;
  #isOutdated = false;
  readonly #strays: EventKey[] = [];

  /** @param keepsAll whether events are kept whole, and what users do by user, for detectors that read activity */
  constructor(watch: ProjectionWatch, keepsAll = false) {
    super();
    this.#watch = watch;
    this.#keepsAll = keepsAll;
  }

  /** Nothing before this time (epoch ms) changes any more, but what labels say. */
  get settledUntil(): number {
    return this.#settledUntil;
  }

  /** Whether something came that changes what was settled: only a new projection of all events has it. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Events of before a time are to be let go; from now on changes there are left out. @param until epoch ms */
  settle(until: number): void {
    this.#settledUntil = until;
  }

  apply(event: Event): void {
    const fact = this.#keepsAll ? event : factOf(event);
    if (!this.#keys.add(event, fact) || fact === null) return;
    if (fact.kind === 'retraction') this.#retract(fact.of);
    else if (this.#keys.isRetracted(fact)) return;
    else if (this.#isSettled(fact)) this.#isOutdated = true;
    else this.#add(fact);
  }

  /**
   * Takes in what was kept of a projection, in event order; yields at each.
   * @param settled what it had settled, and before when it had let go
   */
  *restore(
    facts: Iterable<Event>,
    retracted: Iterable<EventKey>,
    { until, before }: { readonly until: number; readonly before: number },
  ): Generator<void> {
    this.expectRetracted(retracted);
    this.#settledUntil = until;
    for (const fact of facts) {
      if (this.#keys.add(fact, fact)) this.#add(fact);
      yield;
    }
    this.#letGoDays(before);
  }

  #isSettled({ kind, at }: Event): boolean {
    return at < this.#settledUntil && kind !== 'label';
  }

  #retract(key: EventKey): void {
    const target = this.#keys.retract(key);
    if (target === 'unknown') {
      if (this.#settledUntil > -Infinity) this.#strays.push(key);
      return;
    }
    if (target === 'nothing' || target.kind === 'retraction') return;
    if (this.#isSettled(target)) {
      this.#isOutdated = true;
      return;
    }
    const mention = this.mention(target);
    this.#watch.changes(target, mention);
    this.#unput(target);
    this.#watch.changes(target, mention);
  }

  /** Keys that were taken back and are unknown: of events that are yet to come, or that were let go. Each is told once. */
  takeStrays(): EventKey[] {
    return this.#strays.splice(0).filter((key) => !this.#keys.knows(key));
  }

  /** What has these keys is taken back before it comes. */
  expectRetracted(keys: Iterable<EventKey>): void {
    for (const key of keys) this.#keys.retract(key);
  }

  /** An event of the log was taken back and is not known here: of before a time it may have been let go. */
  missed(event: Event, before: number): void {
    if (event.at < before && factOf(event) !== null && event.kind !== 'retraction') this.#isOutdated = true;
  }

  /** Events in force, in no order. */
  facts(): Generator<Event> {
    return this.#keys.facts();
  }

  retracted(): Generator<EventKey> {
    return this.#keys.retracted();
  }

  /** Lets go of keys; yields at each. As {@link letGo} of lists. */
  *letGoKeys(before: number, isKept: (event: Event) => boolean): Generator<void> {
    yield* this.#keys.letGo(before, isKept);
    this.#letGoDays(before);
  }

  #letGoDays(before: number): void {
    for (const midnight of this.#days.keys()) if (midnight + DAY <= before) this.#days.delete(midnight);
  }

  /** How many events there are of the days before a time, and of all days; those kept from days let go are not counted. */
  countUntil(until: number): { readonly before: number; readonly all: number } {
    let before = 0;
    let all = 0;
    for (const [midnight, count] of this.#days) {
      all += count;
      if (midnight + DAY <= until) before += count;
    }
    return { before, all };
  }

  /** The end of the last day with so many events on it and later, or the last event where that is sooner (epoch ms). */
  timeOf(events: number): number {
    let left = events;
    for (const [midnight, count] of [...this.#days].sort((a, b) => b[0] - a[0]))
      if ((left -= count) <= 0) return Math.min(midnight + DAY, this.#last!.at);
    return -Infinity;
  }

  #add(event: Event): void {
    if (this.#last === null || compareEvents(this.#last, event) < 0) {
      this.#last = event;
      this.#watch.appended(event, this.#put(event));
      return;
    }
    const before = this.mention(event);
    this.#watch.changes(event, before);
    this.#put(event);
    this.#watch.changes(event, this.mention(event));
  }

  /** @returns the uses that it is */
  #put(event: Event): readonly Use[] {
    const insert = event === this.#last ? append : addTo;
    if (this.#keepsAll) for (const posting of this.activitiesOf(event)) insert(posting, event);
    this.#countDay(event, 1);
    if (event.kind === 'reference') this.speakOf(event);
    if (event.kind === 'account-opened') {
      if (event.accountType !== undefined) this.speakOf(event);
      const account = this.account(event.account);
      const user = this.user(event.user);
      this.#aroundPayers(account, () => insert(account.openings, event));
      user.accounts.set(account, (user.accounts.get(account) ?? 0) + 1);
      return [];
    }
    if (event.kind === 'transfer') {
      insert(this.account(event.from).paid, event);
      insert(this.account(event.to).received, event);
      if (!this.eldestTransfer || compareEvents(event, this.eldestTransfer) < 0) this.eldestTransfer = event;
    }
    for (const posting of this.postingsOf(event)) insert(posting, event);
    const uses = this.usesOf(event);
    for (const use of uses) this.#link(use, event);
    return uses;
  }

  #unput(event: Event): void {
    if (this.#keepsAll) for (const posting of this.activitiesOf(event)) takeFrom(posting, event);
    this.#countDay(event, -1);
    if (event.kind === 'account-opened') {
      const account = this.account(event.account);
      const user = this.user(event.user);
      this.#aroundPayers(account, () => takeFrom(account.openings, event));
      const openings = user.accounts.get(account)! - 1;
      if (openings > 0) user.accounts.set(account, openings);
      else user.accounts.delete(account);
      return;
    }
    for (const use of this.usesOf(event)) this.#unlink(use, event);
    for (const posting of this.postingsOf(event)) takeFrom(posting, event);
    if (event.kind === 'transfer') {
      takeFrom(this.account(event.from).paid, event);
      takeFrom(this.account(event.to).received, event);
      if (this.eldestTransfer === event) this.eldestTransfer = eldestOf(this.accounts.values());
    }
  }

  #countDay({ at }: Event, change: 1 | -1): void {
    const midnight = utcMidnight(at);
    const count = (this.#days.get(midnight) ?? 0) + change;
    if (count > 0) this.#days.set(midnight, count);
    else this.#days.delete(midnight);
  }

  /** The midnight that the day of the last event in force begins with. Time O(days). */
  get lastMidnight(): number | null {
    let last: number | null = null;
    for (const midnight of this.#days.keys()) if (last === null || midnight > last) last = midnight;
    return last;
  }

  /** Who uses a payee when nobody is said to have ordered a transfer follows from who owns the paying account. */
  #aroundPayers(account: LiveAccount, act: () => void): void {
    const unordered = account.paid.filter((transfer) => transfer.user === undefined);
    const before = unordered.map((transfer) => this.usesOf(transfer));
    act();
    unordered.forEach((transfer, i) => {
      const after = this.usesOf(transfer);
      for (const use of before[i]) if (!after.some((one) => isSame(one, use))) this.#unlink(use, transfer);
      for (const use of after) if (!before[i].some((one) => isSame(one, use))) this.#link(use, transfer);
    });
  }

  #link({ user, thing }: Use, event: Event): void {
    const posting = user.links.get(thing);
    if (posting) {
      if (event === this.#last) return append(posting, event);
      addTo(posting, event);
      if (posting[0] === event) thing.arrivals = null;
      return;
    }
    const made = [event];
    if (this.#last === event) thing.arrivals?.push(event);
    else thing.arrivals = null;
    user.links.set(thing, made);
    thing.users.set(user, made);
    this.#watch.linked(user, thing);
  }

  #unlink({ user, thing }: Use, event: Event): void {
    const posting = user.links.get(thing)!;
    if (posting[0] === event) thing.arrivals = null;
    takeFrom(posting, event);
    if (posting.length > 0) return;
    user.links.delete(thing);
    thing.users.delete(user);
    this.#watch.unlinked(user, thing);
  }

  /** An event that is in force, by its key. */
  factWith(key: EventKey): Event | null {
    return this.#keys.find(key);
  }
}

function isSame(a: Use, b: Use): boolean {
  return a.user === b.user && a.thing === b.thing;
}
