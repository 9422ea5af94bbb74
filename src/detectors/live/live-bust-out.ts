import { activityOf } from '../../graph/activity.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { LiveThing, LiveUser } from '../../projection/live-entities.ts';
import type { Mention } from '../../projection/event-routes.ts';
import { aloneFindings } from '../bust-out/alone.ts';
import { jumps } from '../bust-out/jumps.ts';
import { BUST_OUT_OPTIONS, type BustOutOptions } from '../bust-out/options.ts';
import { togetherFindings } from '../bust-out/together.ts';
import { optionsHash } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import { applyRoleLabels } from '../roles.ts';
import type { LiveDetector, LiveSubject, Outcome } from './live-detector.ts';
import type { LiveContext } from './live-things.ts';
import { isSpending, mayJump } from './may-complete.ts';
import { sliceGraph } from './slice-graph.ts';
import { addAll, type Slice } from './slices.ts';

const SPENDING: ReadonlySet<Event['kind']> = new Set(['payment', 'transfer'] as const);

/** An event that is a jump of its user. */
interface LiveJump {
  readonly event: Event;
  readonly user: LiveUser;
}

/** Somebody who spends. */
interface Spender extends LiveSubject {
  readonly user: LiveUser;
  jumps: readonly LiveJump[];
  findings: readonly Finding[];
}

/** Where several can jump together. */
interface Place extends LiveSubject {
  readonly type: 'Merchant' | 'Account' | 'Device';
  readonly id: string;
  readonly jumps: Set<LiveJump>;
}

/**
 * Live form of bust-out. What a user's jumps are is worked out over all that the user did, when there is something new;
 * places are evaluated over the jumps there. Memory: an entry a user and place, and the jumps.
 */
export class LiveBustOut implements LiveDetector {
  readonly kinds = SPENDING;
  readonly #context: LiveContext;
  readonly #options: BustOutOptions;
  readonly #hash: string;
  readonly #spenders = new Map<LiveUser, Spender>();
  readonly #places = new Map<string, Place>();
  /** Those whose jumps are to be worked out again. */
  readonly #stale = new Set<Spender>();

  constructor(context: LiveContext, options: BustOutOptions) {
    this.#context = context;
    this.#options = options;
    this.#hash = optionsHash(BUST_OUT_OPTIONS, options);
  }

  appended(event: Event): void {
    if (!isSpending(event)) return;
    const user = this.#context.projection.user(event.user!);
    if (mayJump(user, event, this.#options)) this.#concern(user);
  }

  changes(event: Event, { users, accounts }: Mention): void {
    const { projection } = this.#context;
    if (isSpending(event)) this.#concern(projection.user(event.user!));
    // Whose the accounts are tells what is own money.
    if (event.kind === 'account-opened')
      for (const { paid, received } of accounts)
        for (const list of [paid, received])
          for (const { user } of list) if (user !== undefined) this.#concern(projection.user(user));
    if (event.kind === 'label')
      for (const user of users) {
        this.#concern(user);
        for (const { event: jump } of this.#spenders.get(user)?.jumps ?? []) this.#touchPlaces(jump);
      }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const { account, kind, id } of things) {
      const place = account ? this.#places.get(`Account ${account.id}`) : this.#places.get(`Device ${id}`);
      if (place && (account || kind === 'device')) this.#context.marks.touch(place);
    }
  }

  #concern(user: LiveUser): void {
    let spender = this.#spenders.get(user);
    if (!spender) {
      const made: Spender = { user, jumps: [], findings: [], evaluate: () => this.#ofSpender(made) };
      this.#spenders.set(user, (spender = made));
    }
    this.#stale.add(spender);
    this.#context.marks.touch(spender);
  }

  #touchPlaces(event: Event): void {
    for (const place of this.#placesOf(event)) this.#context.marks.touch(place);
  }

  #placesOf(event: Event): Place[] {
    if (event.kind !== 'payment' && event.kind !== 'transfer') return [];
    const places = [
      event.kind === 'payment'
        ? this.#placeAt('Merchant', event.merchant)
        : this.#placeAt('Account', event.to),
    ];
    if (event.device !== undefined) places.push(this.#placeAt('Device', event.device));
    return places;
  }

  #placeAt(type: Place['type'], id: string): Place {
    const known = this.#places.get(`${type} ${id}`);
    if (known) return known;
    const place: Place = { type, id, jumps: new Set(), evaluate: () => this.#ofPlace(place) };
    this.#places.set(`${type} ${id}`, place);
    return place;
  }

  /** Works out the jumps of all of whom there is something new, before anything is said of anybody. */
  #renew(): void {
    for (const spender of this.#stale) {
      const before = new Map(spender.jumps.map((jump) => [jump.event, jump]));
      this.#findJumps(spender, before);
      const now = new Set(spender.jumps);
      for (const jump of before.values())
        if (!now.has(jump))
          for (const place of this.#placesOf(jump.event)) {
            place.jumps.delete(jump);
            this.#context.marks.touch(place);
          }
      for (const jump of now)
        if (!before.has(jump.event))
          for (const place of this.#placesOf(jump.event)) {
            place.jumps.add(jump);
            this.#context.marks.touch(place);
          }
    }
    this.#stale.clear();
  }

  #findJumps(spender: Spender, known: ReadonlyMap<Event, LiveJump>): void {
    const { projection } = this.#context;
    const { user } = spender;
    const slice: Slice = new Set(user.labels);
    for (const act of user.acts) {
      if (!isSpending(act)) continue;
      slice.add(act);
      if (act.kind === 'transfer')
        for (const id of [act.from, act.to]) addAll(slice, projection.account(id).openings);
    }
    const { graph, eventAt } = sliceGraph(slice, true);
    const number = graph.users.find(user.id);
    const own = [...jumps(graph, this.#options)]
      .filter((jump) => jump.user === number)
      .sort((a, b) => a.event - b.event);
    spender.jumps = own.map((jump) => {
      const event = eventAt(jump.event);
      return known.get(event) ?? { event, user };
    });
    const findings = own.length > 0 ? aloneFindings(graph, own, this.#options, this.#hash) : [];
    spender.findings = applyRoleLabels(graph, findings);
  }

  #ofSpender(spender: Spender): Outcome {
    this.#renew();
    return { findings: spender.findings, hubs: [] };
  }

  #ofPlace(place: Place): Outcome {
    this.#renew();
    const { hubs, projection } = this.#context;
    const slice: Slice = new Set();
    for (const { event, user } of place.jumps) {
      slice.add(event);
      addAll(slice, user.labels);
    }
    const { graph, positionOf } = sliceGraph(slice, true);
    const calendar = hubs.calendarOf(graph, projection);
    const tally = new HubTally();
    const ordered = [...place.jumps].sort((a, b) => compareEvents(a.event, b.event));
    const found = togetherFindings(
      graph,
      ordered.map(({ event, user }) => ({
        event: positionOf(event),
        user: graph.users.find(user.id),
        ...endOf(graph, event),
        before: () => [],
      })),
      this.#options,
      { calendar, hubs: tally, hash: this.#hash },
    );
    // The same jumps are at other places too, of which not all are there.
    const name = JSON.stringify([[place.type.toLowerCase(), place.id]]);
    return {
      findings: applyRoleLabels(
        graph,
        found.filter(({ subject }) => JSON.stringify(subject) === name),
      ),
      hubs: tally.hubs().filter(({ type, id }) => type === place.type && id === place.id),
    };
  }
}

function endOf(graph: EventGraph, event: Event): { readonly merchant: number; readonly payee: number } {
  const { merchants } = activityOf(graph);
  return {
    merchant: event.kind === 'payment' ? merchants.find(event.merchant) : -1,
    payee: event.kind === 'transfer' ? graph.accounts.find(event.to) : -1,
  };
}
