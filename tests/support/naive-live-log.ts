import type { Event, EventOf } from '../../src/graph/model/event.ts';
import { ipBlock } from '../../src/graph/model/ip.ts';

export type Scored = EventOf<'payment' | 'transfer'>;
export const isScoredEvent = (event: Event): event is Scored =>
  event.kind === 'payment' || event.kind === 'transfer';
export const known = (event: Event): number => Math.max(event.at, event.observedAt);
export const DAYS = 86_400_000;
const SPAN = 90 * DAYS;

/** A tie as it stands: between whom, since when, and when it was last used. */
export interface NaiveTie {
  readonly user: string;
  readonly thing: string;
  first: number;
  last: number;
}

/** One use of a thing by a user, and when it was learned. */
export interface NaiveUse {
  readonly user: string;
  readonly thing: string;
  readonly at: number;
  readonly learned: number;
  readonly event: Event;
}

interface Carrying {
  readonly user: string;
  readonly thing: string | null;
  event: Event;
  ended: boolean;
}

/**
 * What a log says as of the instant at which one of its transactions became known, found by going through all of it anew.
 * It shares no code with the engine. Names of things are `device:…`, `block:…`, `account:…` or `identifier:…`.
 */
export class NaiveLog {
  /** Events known before the transaction or with it, in the order in which they are learned, itself left out. */
  readonly facts: readonly Event[];
  /** The same with what is learned at the instant after it: its peers. */
  readonly rows: readonly Scored[];
  readonly prior: readonly Scored[];
  /** All that is known, retracted or not. */
  readonly everKnown: readonly Event[];
  readonly now: number;
  readonly row: Scored;

  constructor(log: readonly Event[], row: Scored) {
    this.row = row;
    this.now = known(row);
    const retracted = new Set(
      log.flatMap((event) =>
        event.kind === 'retraction' && known(event) <= this.now ? [event.of.join('\0')] : [],
      ),
    );
    this.everKnown = log.filter((event) => known(event) <= this.now);
    const learned = log
      .filter((event) => known(event) <= this.now && event.kind !== 'retraction')
      .filter((event) => !retracted.has(`${event.source}\0${event.id}`))
      .sort(
        (a, b) =>
          known(a) - known(b) ||
          Number(isScoredEvent(a)) - Number(isScoredEvent(b)) ||
          a.at - b.at ||
          (a.id < b.id ? -1 : 1),
      );
    this.rows = learned.filter(isScoredEvent);
    this.prior = this.rows.slice(0, this.rows.indexOf(row));
    this.facts = learned.filter((event) => !isScoredEvent(event) || this.prior.includes(event));
  }

  /** What had been learned when a transaction came, of what this one knows. */
  before(row: Scored): Event[] {
    return this.facts.filter((event) =>
      isScoredEvent(event)
        ? this.rows.indexOf(event) < this.rows.indexOf(row) && this.rows.includes(event)
        : known(event) <= known(row),
    );
  }

  of<Kind extends Event['kind']>(kind: Kind): EventOf<Kind>[] {
    return this.facts.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  /** Whose transaction one was taken for when it came. */
  who(row: Scored): string | undefined {
    if (row.user !== undefined) return row.user;
    const paying = payer(row);
    return this.of('account-opened').find((event) => event.account === paying && known(event) <= known(row))
      ?.user;
  }

  /** Ties by uses: the uses are gone through in the order in which they were learned. */
  ties(uses: readonly Omit<NaiveUse, 'event'>[]): NaiveTie[] {
    const ties = new Map<string, NaiveTie>();
    for (const { user, thing, at, learned } of uses) {
      const key = JSON.stringify([user, thing]);
      const tie = ties.get(key);
      if (tie && tie.last >= learned - SPAN) {
        tie.first = Math.min(tie.first, at);
        tie.last = Math.max(tie.last, at);
      } else ties.set(key, { user, thing, first: at, last: at });
    }
    return [...ties.values()].filter((tie) => tie.last >= this.now - SPAN);
  }

  /** Who used which device and address block. */
  uses(): NaiveUse[] {
    return this.facts.flatMap((event) => {
      const user = isScoredEvent(event) ? this.who(event) : 'user' in event ? event.user : undefined;
      const isUse = isScoredEvent(event) || event.kind === 'registration' || event.kind === 'session';
      if (!isUse || user === undefined) return [];
      return thingsUsed(event).map((thing) => ({ user, thing, at: event.at, learned: known(event), event }));
    });
  }

  moneyTies(): NaiveTie[] {
    return this.ties(
      this.of('transfer')
        .filter(({ from, to }) => from !== to)
        .map((event) => ({ user: event.from, thing: event.to, at: event.at, learned: known(event) })),
    );
  }

  shopTies(): NaiveTie[] {
    return this.ties(
      this.of('payment').flatMap((event) => {
        const user = this.who(event);
        return user === undefined
          ? []
          : [{ user, thing: event.merchant, at: event.at, learned: known(event) }];
      }),
    );
  }

  /** All values that users came to carry, in the order of learning; `until` where another took its place. */
  carryings(): Carrying[] {
    const said = this.facts.flatMap((event): { user: string; kind: string; raw: string; event: Event }[] => {
      if (event.kind === 'registration')
        return (['phone', 'email', 'nationalId'] as const).flatMap((kind) =>
          event[kind] === undefined ? [] : [{ user: event.user, kind, raw: event[kind], event }],
        );
      if (event.kind !== 'profile-change') return [];
      const { field, user, value } = event;
      return field === 'phone' || field === 'email' ? [{ user, kind: field, raw: value ?? '', event }] : [];
    });
    const current = new Map<string, Carrying>();
    const all: Carrying[] = [];
    for (const { user, kind, raw, event } of said) {
      const key = `${user}\0${kind}`;
      const before = current.get(key);
      if (before && before.event.at > event.at) continue;
      const thing = raw === '' ? null : `identifier:${kind}:${raw}`;
      if (before && before.thing === thing) {
        before.event = event;
        continue;
      }
      if (before) before.ended = true;
      const carrying: Carrying = { user, thing, event, ended: false };
      all.push(carrying);
      current.set(key, carrying);
    }
    return all;
  }

  /** Everything that users use, carry or own, with the user and the thing. */
  sharing(): { user: string; thing: string }[] {
    const owned = this.of('account-opened').map(({ user, account }) => `${user}\0account:${account}`);
    const carried = this.carryings().flatMap(({ user, thing, ended }) =>
      ended || thing === null ? [] : [`${user}\0${thing}`],
    );
    const used = this.ties(this.uses()).map(({ user, thing }) => `${user}\0${thing}`);
    return [...new Set([...owned, ...carried, ...used])].map((pair) => {
      const [user, thing] = pair.split('\0');
      return { user, thing };
    });
  }

  /** Whether reference data makes a thing a hub; by what had been learned before an event, when one is given. */
  isStatedHub(thing: string, event?: Event): boolean {
    const facts = event ? this.facts.slice(0, this.facts.indexOf(event)) : this.facts;
    const by = event ? known(event) : this.now;
    const about = facts.filter(
      (fact): fact is EventOf<'reference'> => fact.kind === 'reference' && nameOf(fact.subject) === thing,
    );
    const kinds = about.filter(({ ipKind }) => ipKind !== undefined).sort((a, b) => a.at - b.at);
    if (kinds.at(-1)?.ipKind === 'campus') return true;
    const types = facts
      .flatMap((fact) => {
        if (fact.kind !== 'reference' && fact.kind !== 'account-opened') return [];
        const name = fact.kind === 'reference' ? nameOf(fact.subject) : `account:${fact.account}`;
        return name === thing && fact.accountType !== undefined
          ? [{ at: fact.at, type: fact.accountType }]
          : [];
      })
      .sort((a, b) => a.at - b.at);
    if (types.at(-1)?.type === 'employer') return true;
    return about.some(({ allowList }) => allowList !== undefined && allowList.expiry > by);
  }
}

export function payer(row: Scored): string {
  return row.kind === 'payment' ? row.account : row.from;
}

export function thingsUsed(event: { readonly device?: string; readonly ip?: string } | Event): string[] {
  const used: string[] = [];
  if ('device' in event && event.device !== undefined) used.push(`device:${event.device}`);
  const block = 'ip' in event && event.ip !== undefined ? ipBlock(event.ip) : null;
  if (block !== null) used.push(`block:${block}`);
  return used;
}

export function nameOf(subject: { readonly type: string; readonly id: string }): string | undefined {
  if (subject.type === 'Device') return `device:${subject.id}`;
  if (subject.type === 'Account') return `account:${subject.id}`;
  if (subject.type === 'Identifier') return `identifier:${subject.id}`;
  return subject.type === 'IpAddress' ? `block:${ipBlock(subject.id)}` : undefined;
}
