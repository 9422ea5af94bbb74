import type { Event, EventOf } from '../../graph/model/event.ts';
import { blockOf } from '../../projection/block-of.ts';
import { Latest } from '../transaction-table/recent.ts';
import { EntityRows, THING_KIND, THING_SAID, THING_WORDS } from './entity-rows.ts';

/** What users share: a device, an address block, a value of an identity, an account that they own. */
export type ThingKind = 'device' | 'block' | 'identifier' | 'account';

const KINDS: readonly ThingKind[] = ['device', 'block', 'identifier', 'account'];
const BLOCK = KINDS.indexOf('block');
const ACCOUNT = KINDS.indexOf('account');
/** What reference data says of a thing: it is a hub by its kind; there is an allow-list entry to look at. */
const STATED = 1;
const LISTED = 2;
/** Addresses of these kinds have a crowd behind them. */
const CROWDED: ReadonlySet<string> = new Set(['carrier-nat', 'campus', 'hosting']);
/** Accounts of these types are paid by, or pay, everybody. */
const BUSY_TYPES: ReadonlySet<string> = new Set(['merchant', 'employer', 'biller']);

/** Numbers things, and keeps what is said of them. Memory: 64 bytes and a name for each thing; it does not shrink. */
export class Things {
  readonly #numbers: Readonly<Record<ThingKind, Map<string, number>>> = {
    device: new Map(),
    block: new Map(),
    identifier: new Map(),
    account: new Map(),
  };
  /** What is kept of each thing, here and elsewhere. */
  readonly rows = new EntityRows(THING_WORDS);
  readonly #ids: string[] = [];
  readonly #ipKind = new Map<number, Latest<string>>();
  readonly #accountType = new Map<number, Latest<string>>();
  /** Until when an allow-list entry says that a thing is shared by right; the longest of all said. */
  readonly #allowed = new Map<number, number>();

  get size(): number {
    return this.#ids.length;
  }

  numberOf(kind: ThingKind, id: string): number {
    const numbers = this.#numbers[kind];
    let number = numbers.get(id);
    if (number === undefined) {
      number = this.#ids.push(id) - 1;
      numbers.set(id, number);
      this.rows.reach(number);
      this.rows.words[number * THING_WORDS + THING_KIND] = KINDS.indexOf(kind);
    }
    return number;
  }

  /** The number of an address's block; -1 for a text that is no address, or none. */
  blockNumber(ip: string | undefined): number {
    const block = ip === undefined ? null : blockOf(ip);
    return block === null ? -1 : this.numberOf('block', block);
  }

  kindOf(thing: number): ThingKind {
    return KINDS[this.rows.words[thing * THING_WORDS + THING_KIND]];
  }

  isAccount(thing: number): boolean {
    return this.rows.words[thing * THING_WORDS + THING_KIND] === ACCOUNT;
  }

  isBlock(thing: number): boolean {
    return this.rows.words[thing * THING_WORDS + THING_KIND] === BLOCK;
  }

  id(thing: number): string {
    return this.#ids[thing];
  }

  /** The number of what a reference or a label speaks of; -1 when it is none of these kinds. */
  subject({ type, id }: { readonly type: string; readonly id: string }): number {
    if (type === 'Device') return this.numberOf('device', id);
    if (type === 'Account') return this.numberOf('account', id);
    if (type === 'Identifier') return this.numberOf('identifier', id);
    return type === 'IpAddress' ? this.blockNumber(id) : -1;
  }

  tell(event: EventOf<'reference'>): void {
    const thing = this.subject(event.subject);
    if (thing < 0) return;
    if (event.ipKind !== undefined) {
      latestOf(this.#ipKind, thing).set(event.ipKind, event.at);
      this.#state(thing);
    }
    if (event.accountType !== undefined) this.tellAccountType(thing, event.accountType, event.at);
    if (!event.allowList) return;
    this.#allowed.set(thing, Math.max(event.allowList.expiry, this.#allowed.get(thing) ?? -Infinity));
    this.rows.words[thing * THING_WORDS + THING_SAID] |= LISTED;
  }

  tellAccountType(account: number, type: string, at: number): void {
    latestOf(this.#accountType, account).set(type, at);
    this.#state(account);
  }

  #state(thing: number): void {
    const kind = this.#ipKind.get(thing)?.value ?? this.#accountType.get(thing)?.value;
    const isStated = kind !== undefined && (CROWDED.has(kind) || BUSY_TYPES.has(kind));
    const place = thing * THING_WORDS + THING_SAID;
    this.rows.words[place] = (this.rows.words[place] & ~STATED) | (isStated ? STATED : 0);
  }

  /** Whether reference data makes a thing a hub: a crowded kind of address, a busy type of account, an allow-list entry. */
  isStatedHub(thing: number, now: number): boolean {
    const flags = this.rows.words[thing * THING_WORDS + THING_SAID];
    if (flags === 0) return false;
    return (flags & STATED) !== 0 || (this.#allowed.get(thing) ?? -Infinity) > now;
  }
}

function latestOf<T>(all: Map<number, Latest<T>>, thing: number): Latest<T> {
  let latest = all.get(thing);
  if (!latest) all.set(thing, (latest = new Latest()));
  return latest;
}

/** Events that say that a user used a device or an address. */
export type Use = EventOf<'registration' | 'session' | 'payment' | 'transfer'>;

export function isUse(event: Event): event is Use {
  const { kind } = event;
  return kind === 'registration' || kind === 'session' || kind === 'payment' || kind === 'transfer';
}
