import type { Event, EventOf } from '../../graph/model/event.ts';
import { blockOf } from '../../projection/block-of.ts';
import { Latest } from '../transaction-table/recent.ts';
import { grown } from './tie-lists.ts';

/** What users share: a device, an address block, a value of an identity, an account that they own. */
export type ThingKind = 'device' | 'block' | 'identifier' | 'account';

const KINDS: readonly ThingKind[] = ['device', 'block', 'identifier', 'account'];
const BLOCK = KINDS.indexOf('block');
const ACCOUNT = KINDS.indexOf('account');
const FIRST_CAPACITY = 64;
/** What reference data says of a thing: it is a hub by its kind; there is an allow-list entry to look at. */
const STATED = 1;
const LISTED = 2;
/** Addresses of these kinds have a crowd behind them. */
const CROWDED: ReadonlySet<string> = new Set(['carrier-nat', 'campus', 'hosting']);
/** Accounts of these types are paid by, or pay, everybody. */
const BUSY_TYPES: ReadonlySet<string> = new Set(['merchant', 'employer', 'biller']);

/** Numbers things, and keeps what is said of them. Memory: one entry for each thing; it does not shrink. */
export class Things {
  readonly #numbers: Readonly<Record<ThingKind, Map<string, number>>> = {
    device: new Map(),
    block: new Map(),
    identifier: new Map(),
    account: new Map(),
  };
  #kinds = new Uint8Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);
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
      if (number >= this.#kinds.length) {
        this.#kinds = grown(this.#kinds, number + 1);
        this.#flags = grown(this.#flags, number + 1);
      }
      this.#kinds[number] = KINDS.indexOf(kind);
    }
    return number;
  }

  /** The number of an address's block; -1 for a text that is no address, or none. */
  blockNumber(ip: string | undefined): number {
    const block = ip === undefined ? null : blockOf(ip);
    return block === null ? -1 : this.numberOf('block', block);
  }

  kindOf(thing: number): ThingKind {
    return KINDS[this.#kinds[thing]];
  }

  isAccount(thing: number): boolean {
    return this.#kinds[thing] === ACCOUNT;
  }

  isBlock(thing: number): boolean {
    return this.#kinds[thing] === BLOCK;
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
    this.#flags[thing] |= LISTED;
  }

  tellAccountType(account: number, type: string, at: number): void {
    latestOf(this.#accountType, account).set(type, at);
    this.#state(account);
  }

  #state(thing: number): void {
    const kind = this.#ipKind.get(thing)?.value ?? this.#accountType.get(thing)?.value;
    const isStated = kind !== undefined && (CROWDED.has(kind) || BUSY_TYPES.has(kind));
    this.#flags[thing] = (this.#flags[thing] & ~STATED) | (isStated ? STATED : 0);
  }

  /** Whether reference data makes a thing a hub: a crowded kind of address, a busy type of account, an allow-list entry. */
  isStatedHub(thing: number, now: number): boolean {
    const flags = this.#flags[thing];
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
