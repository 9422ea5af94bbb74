import type { EventGraph } from '../../graph/event-graph.ts';
import type { Json } from '../../graph/model/document.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { HubReason } from '../../graph/model/finding.ts';
import { DAY, utcMidnight } from '../../kernel/time.ts';
import {
  NO_DAY,
  type LiveAccount,
  type LiveThing,
  type LiveUser,
  type SharedThing,
} from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import { placeAt, type Posting } from '../../projection/posting.ts';
import { statedFacts } from '../../projection/stated-facts.ts';
import { historySince, isBenign, isEarlier, isTenured, type Crowd } from '../benign-sharing.ts';
import { busySince, isOldEnough } from '../busy-accounts.ts';
import type { HubCalendar } from '../detector.ts';
import { statedHub, type HubOptions, type StatedFacts } from '../hubs.ts';
import { hasUsersSince } from './has-users-since.ts';

/**
 * Hubs by UTC day, as `hubCalendar` says of the whole log. An answer is of earlier days only, so no event in order
 * changes one that was given; after one that comes late they are asked again ({@link recheck}).
 * A question costs O(users of the target x log of their uses) a day where it has enough users to be a hub, an account
 * the transfers of 7 days where it has enough of them, else O(1).
 */
export class LiveHubs {
  readonly #options: HubOptions;
  readonly #answers = new Map<LiveThing, Map<number, HubReason | null>>();
  /** Things that a late event found able to be hubs. */
  readonly #candidates = new Set<LiveThing>();
  /** Answers about days that begin before this midnight are all given; where none is kept it was no hub. */
  #settledUntil = -Infinity;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Whether anything but "no hub" can be said of a thing; of a payee, of its account. */
  mayBeHub(thing: LiveThing): boolean {
    if (thing.isSpokenOf) return true;
    const { account } = thing;
    if (account) return account.paid.length + account.received.length >= this.#options.hubCounterparties;
    return thing.users.size >= this.#options.hubUsers;
  }

  /**
   * After an event came late or was taken back: asks again what was answered about days that begin after it.
   * @returns the things, among those the event bears on, of which an answer may now be another
   */
  recheck(event: Event, { users, things, accounts }: Mention): LiveThing[] {
    const spokenOf = new Set(things);
    for (const account of accounts) spokenOf.add(account.payee);
    const kinds = new Set<SharedThing>([...things].map(({ kind }) => kind));
    for (const user of users)
      for (const thing of user.links.keys())
        if (event.kind === 'registration' || kinds.has(thing.kind)) spokenOf.add(thing);
    return [...spokenOf].filter((thing) => this.#hasChanged(thing, event.at));
  }

  #hasChanged(thing: LiveThing, since: number): boolean {
    thing.hubDay = NO_DAY;
    const mayBe = this.mayBeHub(thing);
    // What was asked before it could be a hub was not kept.
    if (mayBe && !this.#candidates.has(thing)) {
      this.#candidates.add(thing);
      const answers = this.#answers.get(thing) ?? new Map<number, HubReason | null>();
      for (const midnight of answers.keys()) if (midnight >= this.#settledUntil) answers.delete(midnight);
      return true;
    }
    let changed = false;
    const answers = this.#answers.get(thing) ?? new Map<number, HubReason | null>();
    for (const [midnight, answer] of answers) {
      if (midnight <= since || midnight < this.#settledUntil) continue;
      const now = mayBe ? this.#ask(thing, midnight) : null;
      if (now === answer) continue;
      answers.set(midnight, now);
      changed = true;
    }
    return changed;
  }

  thing(thing: LiveThing, at: number): HubReason | null {
    const day = Math.floor(at / DAY);
    if (thing.hubDay !== day) {
      thing.hubReason = this.#answer(thing, day * DAY);
      thing.hubDay = day;
    }
    return thing.hubReason;
  }

  #answer(thing: LiveThing, midnight: number): HubReason | null {
    if (midnight < this.#settledUntil) return this.#answers.get(thing)?.get(midnight) ?? null;
    if (!this.mayBeHub(thing)) return null;
    const answers = this.#answers.get(thing) ?? new Map<number, HubReason | null>();
    this.#answers.set(thing, answers);
    let answer = answers.get(midnight);
    if (answer === undefined) answers.set(midnight, (answer = this.#ask(thing, midnight)));
    return answer;
  }

  /**
   * From now on nothing is asked about the days before a time that was not asked before.
   * @param until epoch ms
   */
  settle(until: number): void {
    this.#settledUntil = utcMidnight(until);
    for (const answers of this.#answers.values())
      for (const [midnight, reason] of answers)
        if (midnight < this.#settledUntil && reason === null) answers.delete(midnight);
  }

  /** Which things were hubs on which of the days that are settled. */
  summary(): Json[] {
    return [...this.#answers].flatMap(([{ kind, id }, answers]) => {
      const kept = [...answers].filter(
        ([midnight, reason]) => midnight < this.#settledUntil && reason !== null,
      );
      return kept.length === 0 ? [] : [[kind, id, kept]];
    });
  }

  /** Goes on from what {@link summary} gave when days until a time were settled. */
  resume(summary: readonly Json[], until: number, projection: LiveProjection): void {
    this.#settledUntil = utcMidnight(until);
    for (const [kind, id, answers] of summary as readonly [SharedThing, string, [number, HubReason][]][])
      this.#answers.set(projection.thing(kind, id), new Map(answers));
  }

  /** What is said of a thing goes before how it is used, and is quickly asked. */
  #ask(thing: LiveThing, midnight: number): HubReason | null {
    const { account } = thing;
    if (account)
      return (
        statedHub('account', knownOf(account, midnight), midnight) ?? this.#asBusiness(account, midnight)
      );
    const on = thing.kind === 'block' ? 'block' : 'device';
    return statedHub(on, knownFacts(thing.references, midnight), midnight) ?? this.#asShared(thing, midnight);
  }

  #asBusiness({ id, openings, paid, received }: LiveAccount, midnight: number): HubReason | null {
    const { hubCounterparties } = this.#options;
    if (paid.length + received.length < hubCounterparties) return null;
    if (!openings.some(({ at, observedAt }) => isOldEnough(at, observedAt, midnight))) return null;
    const others = new Set<string>();
    for (const list of [paid, received])
      for (let i = placeAt(list, busySince(midnight)); i < list.length && list[i].at < midnight; i++) {
        const { from, to, observedAt } = list[i];
        if (from === to || observedAt > midnight) continue;
        others.add(from === id ? to : from);
        if (others.size >= hubCounterparties) return 'counterparties';
      }
    return null;
  }

  #asShared(thing: LiveThing, midnight: number): HubReason | null {
    const { hubUsers } = this.#options;
    if (!hasUsersSince(thing, historySince(midnight), hubUsers)) return null;
    const isShared = isBenign(crowdOf(thing, midnight), hubUsers, {
      isTenured: ({ registrations }) =>
        isTenured(
          registrations.length,
          (i) => registrations[i].at,
          (i) => registrations[i].observedAt,
          midnight,
        ),
      isElsewhere: (user) => isElsewhere(user, thing, midnight),
    });
    return isShared ? 'benign-sharing' : null;
  }

  /** The same answers for the numbers of a slice's graph. */
  calendarOf(graph: EventGraph, { things, accounts }: LiveProjection): HubCalendar {
    return {
      device: (number, at) => this.thing(things.device.get(graph.devices.id(number))!, at),
      block: (number, at) => this.thing(things.block.get(graph.blocks.id(number))!, at),
      account: (number, at) => this.thing(accounts.get(graph.accounts.id(number))!.payee, at),
    };
  }
}

/** What was known of an account when a day began, in event order; an opening may say its type too. */
function knownOf({ openings, references }: LiveAccount, midnight: number): StatedFacts[] {
  if (openings.every((opening) => opening.accountType === undefined)) return knownFacts(references, midnight);
  return knownFacts([...openings, ...references].sort(compareEvents), midnight);
}

function knownFacts(said: readonly Event[], midnight: number): StatedFacts[] {
  const known: StatedFacts[] = [];
  for (const event of said) {
    if (!isEarlier(event.at, event.observedAt, midnight)) continue;
    if (event.kind === 'reference') known.push(statedFacts(event));
    else if (event.kind === 'account-opened') known.push({ accountType: event.accountType });
  }
  return known;
}

/** Who used a thing in the 90 days before a midnight. Time O(users x log uses). */
function crowdOf(thing: LiveThing, midnight: number): Crowd<LiveUser> {
  const users: LiveUser[] = [];
  const firstUses: number[] = [];
  for (const [user, uses] of thing.users) {
    if (!wasUsed(uses, midnight)) continue;
    users.push(user);
    firstUses.push(uses.find(({ at, observedAt }) => isEarlier(at, observedAt, midnight))!.at);
  }
  return { users, firstUses: firstUses.sort((a, b) => a - b) };
}

/** Whether some of the uses is of the 90 days before a midnight. */
function wasUsed(uses: Posting, midnight: number): boolean {
  for (let i = placeAt(uses, historySince(midnight)); i < uses.length && uses[i].at < midnight; i++)
    if (isEarlier(uses[i].at, uses[i].observedAt, midnight)) return true;
  return false;
}

/** Whether a user used another thing of the same kind in the 90 days before a midnight. */
function isElsewhere(user: LiveUser, thing: LiveThing, midnight: number): boolean {
  for (const [other, uses] of user.links)
    if (other !== thing && other.kind === thing.kind && wasUsed(uses, midnight)) return true;
  return false;
}
