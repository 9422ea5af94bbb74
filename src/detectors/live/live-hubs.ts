import type { EventGraph } from '../../graph/event-graph.ts';
import type { HubReason } from '../../graph/model/finding.ts';
import { utcMidnight } from '../../kernel/time.ts';
import { buildEventGraph } from '../../projection/event-graph-builder.ts';
import type { LiveAccount, LiveThing } from '../../projection/live-entities.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import type { HubCalendar } from '../detector.ts';
import { hubCalendar, type HubOptions } from '../hubs.ts';
import { businessSlice, sharingSlice } from './slices.ts';

/**
 * Hubs by UTC day, as `hubCalendar` says of the whole log. An answer is of earlier days only, so no event in order
 * changes one that was given; one that comes late makes the answers about what it speaks of void ({@link forget}).
 * A question costs O(uses of the target) a day where it has enough users to be a hub, else O(1).
 */
export class LiveHubs {
  readonly #options: HubOptions;
  readonly #answers = new Map<LiveThing | LiveAccount, Map<number, HubReason | null>>();

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

  forget(thing: LiveThing): void {
    this.#answers.delete(thing.account ?? thing);
  }

  thing(thing: LiveThing, at: number): HubReason | null {
    if (!this.mayBeHub(thing)) return null;
    const midnight = utcMidnight(at);
    const key = thing.account ?? thing;
    const answers = this.#answers.get(key) ?? new Map<number, HubReason | null>();
    this.#answers.set(key, answers);
    let answer = answers.get(midnight);
    if (answer === undefined) answers.set(midnight, (answer = this.#ask(thing, midnight)));
    return answer;
  }

  #ask(thing: LiveThing, midnight: number): HubReason | null {
    const { account, id, kind } = thing;
    const slice = account ? businessSlice(account, midnight) : sharingSlice(thing, midnight);
    const graph = buildEventGraph(slice);
    const calendar = hubCalendar(graph, this.#options);
    if (account) return calendar.account(graph.accounts.find(id), midnight);
    return kind === 'device'
      ? calendar.device(graph.devices.find(id), midnight)
      : calendar.block(graph.blocks.find(id), midnight);
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
