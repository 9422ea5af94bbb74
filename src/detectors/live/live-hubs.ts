import type { EventGraph } from '../../graph/event-graph.ts';
import type { Event } from '../../graph/model/event.ts';
import type { HubReason } from '../../graph/model/finding.ts';
import { utcMidnight } from '../../kernel/time.ts';
import { buildEventGraph } from '../../projection/event-graph-builder.ts';
import type { LiveAccount, LiveThing, SharedThing } from '../../projection/live-entities.ts';
import type { LiveProjection, Mention } from '../../projection/live-projection.ts';
import type { HubCalendar } from '../detector.ts';
import { hubCalendar, type HubOptions } from '../hubs.ts';
import { hasUsersSince } from './has-users-since.ts';
import { businessSlice, SHARED_WITHIN, sharingSlice, statedSlice, type Slice } from './slices.ts';

/**
 * Hubs by UTC day, as `hubCalendar` says of the whole log. An answer is of earlier days only, so no event in order
 * changes one that was given; after one that comes late they are asked again ({@link recheck}).
 * A question costs O(uses of the target) a day where it has enough users to be a hub, else O(1).
 */
export class LiveHubs {
  readonly #options: HubOptions;
  readonly #answers = new Map<LiveThing, Map<number, HubReason | null>>();
  /** Things that a late event found able to be hubs. */
  readonly #candidates = new Set<LiveThing>();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Whether anything but "no hub" can be said of a thing; of a payee, of its account. */
  mayBeHub(thing: LiveThing): boolean {
    if (thing.account) return this.#isBusiness(thing.account);
    return thing.references.length > 0 || thing.users.size >= this.#options.hubUsers;
  }

  #isBusiness(account: LiveAccount): boolean {
    return (
      account.references.length > 0 ||
      account.openings.some((opening) => opening.accountType !== undefined) ||
      account.paid.length + account.received.length >= this.#options.hubCounterparties
    );
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
    const mayBe = this.mayBeHub(thing);
    // What was asked before it could be a hub was not kept.
    if (mayBe && !this.#candidates.has(thing)) {
      this.#candidates.add(thing);
      this.#answers.delete(thing);
      return true;
    }
    let changed = false;
    const answers = this.#answers.get(thing) ?? new Map<number, HubReason | null>();
    for (const [midnight, answer] of answers) {
      if (midnight <= since) continue;
      const now = mayBe ? this.#ask(thing, midnight) : null;
      if (now === answer) continue;
      answers.set(midnight, now);
      changed = true;
    }
    return changed;
  }

  thing(thing: LiveThing, at: number): HubReason | null {
    if (!this.mayBeHub(thing)) return null;
    const midnight = utcMidnight(at);
    const answers = this.#answers.get(thing) ?? new Map<number, HubReason | null>();
    this.#answers.set(thing, answers);
    let answer = answers.get(midnight);
    if (answer === undefined) answers.set(midnight, (answer = this.#ask(thing, midnight)));
    return answer;
  }

  /** What is said of a thing goes before how it is used, and is quickly asked. */
  #ask(thing: LiveThing, midnight: number): HubReason | null {
    const { account } = thing;
    const said = this.#answerOf(thing, midnight, account ? statedSlice(account) : new Set(thing.references));
    if (said !== null) return said;
    if (account) return this.#answerOf(thing, midnight, businessSlice(account, midnight));
    return hasUsersSince(thing, midnight - SHARED_WITHIN, this.#options.hubUsers)
      ? this.#answerOf(thing, midnight, sharingSlice(thing, midnight))
      : null;
  }

  #answerOf({ kind, id }: LiveThing, midnight: number, slice: Slice): HubReason | null {
    if (slice.size === 0) return null;
    const graph = buildEventGraph(slice);
    const calendar = hubCalendar(graph, this.#options);
    const ask = { device: calendar.device, block: calendar.block, payee: calendar.account }[kind as 'device'];
    const table = { device: graph.devices, block: graph.blocks, payee: graph.accounts }[kind as 'device'];
    const number = table.find(id);
    return number < 0 ? null : ask(number, midnight);
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
