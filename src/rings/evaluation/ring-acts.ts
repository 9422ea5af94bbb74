import { normaliseIdentifier, identifierId } from '../../graph/model/entity.ts';
import { eventKey, type Event, type EventKey, type EventOf } from '../../graph/model/event.ts';
import { ipBlock } from '../../graph/model/ip.ts';
import type { TrueRing } from '../../graph/model/truth.ts';
import type { AccountOwners, RingSide } from './ring-side.ts';
import { RingWatch } from './ring-watch.ts';

/** What the log tells of one true ring. Times are epoch ms. */
export interface RingActs {
  /** The first act of each perpetrator that acted, in event order. Actors as in `actorsOf`. */
  readonly firstActs: readonly { readonly actor: string; readonly at: number }[];
  /** What left the ring and counts as its loss, in event order. */
  readonly outflows: readonly Outflow[];
  /** When the ring's start is not known, its members' whole spending counts. */
  readonly startKnown: boolean;
  /** When the first label that gives the ring away was known; null when there is none. */
  readonly labelKnownAt: number | null;
}

export interface Outflow {
  readonly at: number;
  readonly minor: number;
  readonly currency: string;
}

export interface RingActivity {
  /** As the rings of the truth. */
  readonly rings: readonly RingActs[];
  /** First and last payment or transfer; where there is none first and last event; null of an empty log. */
  readonly from: number | null;
  readonly to: number | null;
}

type Use = EventOf<'registration' | 'session' | 'profile-change' | 'payment' | 'transfer'>;

interface Noted extends Outflow {
  readonly key: string;
  readonly actors: readonly string[];
  /** Number of the event. */
  readonly event: number;
}

interface Notes {
  readonly firstActs: { readonly actor: string; readonly at: number; readonly event: number }[];
  readonly acted: Map<string, number>;
  readonly outflows: Noted[];
  labelKnownAt: number | null;
}

/**
 * Reads a log once, in event order, for what its true rings did: when each perpetrator first acted, what money left
 * the ring, when the first label was known (definitions in docs/algorithms/evaluation.md).
 *
 * Time O(events + acts of perpetrators x rings they are in); memory grows with the payments and transfers of the rings'
 * accounts, not with the log.
 */
export class RingActsReader {
  readonly #watch: RingWatch;
  readonly #notes: Notes[];
  /** Payments and transfers of the rings' accounts, by key, for labels and returns that name them. */
  readonly #ringsOfEvent = new Map<string, readonly number[]>();
  readonly #returned = new Set<string>();
  #event = 0;
  readonly #all = new Span();
  readonly #money = new Span();

  /** @param sides whom each ring accuses (`suspectsOf`) */
  constructor(rings: readonly TrueRing[], sides: readonly RingSide[], owners: AccountOwners) {
    this.#watch = new RingWatch(rings, sides, owners);
    this.#notes = rings.map(() => ({ firstActs: [], acted: new Map(), outflows: [], labelKnownAt: null }));
  }

  add(event: Event): void {
    this.#event++;
    this.#all.add(event.at);
    switch (event.kind) {
      case 'session':
      case 'registration':
      case 'profile-change':
        return this.#use(event.user, event);
      case 'payment':
      case 'transfer':
        this.#money.add(event.at);
        if (event.user !== undefined) this.#use(event.user, event);
        return this.#pay(event);
      case 'settlement':
        if (event.status === 'returned') this.#returned.add(keyText(event.of));
        return;
      case 'label':
        return this.#label(event);
    }
  }

  finish(): RingActivity {
    const { from, to } = this.#money.from === null ? this.#all : this.#money;
    return { rings: this.#notes.map((notes) => this.#finishRing(notes)), from, to };
  }

  #use(user: string, event: Use): void {
    const rings = this.#watch.ringsOfUser(user);
    // Most people are in no ring: what they use need not be looked at.
    if (rings.length === 0) return;
    const used = things(event);
    for (const ring of rings)
      if (used.some((thing) => this.#watch.isShared(ring, thing))) this.#act(ring, `User\0${user}`, event.at);
  }

  #pay(event: EventOf<'payment' | 'transfer'>): void {
    const account = event.kind === 'payment' ? event.account : event.from;
    const rings = this.#watch.ringsOfAccount(account);
    if (rings.length === 0) return;
    const key = keyText(eventKey(event));
    this.#ringsOfEvent.set(key, rings);
    const used = things(event);
    for (const ring of rings) {
      const actors = this.#watch.actorsOfAccount(ring, account, event.user);
      const payee = event.kind === 'transfer' && this.#watch.holds(ring, event.to) ? event.to : null;
      // Between the accounts of one person nobody acts together.
      const isInside =
        payee !== null && this.#watch.actorsOfAccount(ring, payee).some((actor) => !actors.includes(actor));
      if (isInside || used.some((thing) => this.#watch.isShared(ring, thing)))
        for (const actor of actors) this.#act(ring, actor, event.at);
      if (payee !== null) continue;
      const { minor, currency } = event.amount;
      this.#notes[ring].outflows.push({ key, actors, event: this.#event, at: event.at, minor, currency });
    }
  }

  #act(ring: number, actor: string, at: number): void {
    const { acted, firstActs } = this.#notes[ring];
    if (acted.has(actor)) return;
    acted.set(actor, this.#event);
    firstActs.push({ actor, at, event: this.#event });
  }

  #label({ subject, verdict, role, observedAt }: EventOf<'label'>): void {
    if (verdict !== 'fraud' && role !== 'victim') return;
    const rings =
      subject.type === 'Event'
        ? this.#ringsOfEvent.get(keyText(eventKey(subject)))
        : this.#watch.ringsOfMember(subject);
    for (const ring of rings ?? [])
      this.#notes[ring].labelKnownAt = Math.min(this.#notes[ring].labelKnownAt ?? Infinity, observedAt);
  }

  #finishRing({ firstActs, acted, outflows, labelKnownAt }: Notes): RingActs {
    // One person alone is no ring: it starts when a second one acts.
    const start = firstActs.length < 2 ? null : firstActs[1].event;
    const counts = ({ key, actors, event }: Noted): boolean =>
      !this.#returned.has(key) &&
      (start === null || (event >= start && actors.some((actor) => event >= (acted.get(actor) ?? start))));
    return {
      firstActs: firstActs.map(({ actor, at }) => ({ actor, at })),
      outflows: outflows.filter(counts).map(({ at, minor, currency }) => ({ at, minor, currency })),
      startKnown: start !== null,
      labelKnownAt,
    };
  }
}

/** First and last of times that rise. */
class Span {
  from: number | null = null;
  to: number | null = null;

  add(at: number): void {
    this.from ??= at;
    this.to = at;
  }
}

/** What an event uses, by type and id. */
function things(event: Use): string[] {
  const used: string[] = [];
  const identify = (kind: 'phone' | 'email' | 'nationalId', raw: string | undefined): void => {
    const value = raw === undefined ? null : normaliseIdentifier(kind, raw);
    if (value !== null) used.push(`Identifier\0${identifierId(kind, value)}`);
  };
  if (event.kind === 'profile-change') {
    if (event.field === 'phone' || event.field === 'email' || event.field === 'nationalId')
      identify(event.field, event.value);
    return used;
  }
  if (event.device !== undefined) used.push(`Device\0${event.device}`);
  if (event.ip !== undefined) used.push(`IpAddress\0${ipBlock(event.ip) ?? event.ip}`);
  if (event.kind === 'payment') used.push(`Merchant\0${event.merchant}`);
  if (event.kind === 'transfer') used.push(`Account\0${event.to}`);
  if (event.kind === 'registration')
    for (const kind of ['phone', 'email', 'nationalId'] as const) identify(kind, event[kind]);
  return used;
}

function keyText([source, id]: EventKey | readonly string[]): string {
  return `${source}\0${id}`;
}
