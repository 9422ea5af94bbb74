import type { EventOf } from '../../graph/model/event.ts';
import { DAY } from '../../kernel/time.ts';
import type { Point } from './place.ts';
import { Latest, RecentTimes, Uses } from './recent.ts';

/** How many of a user's last places are kept. */
const PLACES = 16;
const IDENTITY_FIELDS = ['name', 'email', 'phone', 'nationalId', 'dateOfBirth', 'address'] as const;
const CONTACTS = new Set(['email', 'phone', 'address']);

export interface Sighting extends Point {
  readonly at: number;
  readonly device: string | undefined;
}

/** What is known about one user so far. Grows with the different things that they used, not with the number of events. */
export class UserHistory {
  /** Epoch milliseconds of the earliest registration. */
  registeredAt: number | undefined;
  /** How many of the identity fields the registration gave. */
  fieldsGiven = 0;
  timeZone: string | undefined;
  readonly email = new Latest<string>();
  readonly emailVerified = new Latest<boolean>();
  readonly phoneVerified = new Latest<boolean>();
  /** When e-mail, phone or address last changed. */
  readonly contactChange = new Latest<string>();
  readonly profileChanges = new RecentTimes(30 * DAY);
  readonly bankConnections = new RecentTimes(30 * DAY);
  readonly accounts = new Set<string>();
  readonly devices = new Uses();
  readonly blocks = new Uses();
  readonly cards = new Uses();
  /** Merchants paid and accounts sent to. */
  readonly payees = new Uses();
  readonly sessions = new RecentTimes(7 * DAY);
  readonly failedLogins = new RecentTimes(7 * DAY);
  /** Rows of the table, each with its amount in minor units. */
  readonly transactions = new RecentTimes(7 * DAY);
  readonly shopPayments = new RecentTimes(7 * DAY);
  readonly failedChecks = new RecentTimes(7 * DAY);
  /** Mean amount of all rows so far, by currency. */
  readonly spent = new Map<string, Mean>();
  readonly #places: Sighting[] = [];

  register(event: EventOf<'registration'>): void {
    if (this.registeredAt === undefined || event.at < this.registeredAt) this.registeredAt = event.at;
    this.fieldsGiven = Math.max(
      this.fieldsGiven,
      IDENTITY_FIELDS.filter((field) => event[field] !== undefined).length,
    );
    this.timeZone ??= event.timeZone;
    if (event.email !== undefined) this.email.set(event.email, event.at);
  }

  /** `emailVerified` and `phoneVerified` say "true" or "false"; a new address or number has to be verified again. */
  change({ field, value, at }: EventOf<'profile-change'>): void {
    if (field === 'emailVerified') return this.emailVerified.set(value === 'true', at);
    if (field === 'phoneVerified') return this.phoneVerified.set(value === 'true', at);
    this.profileChanges.add(at);
    if (CONTACTS.has(field)) this.contactChange.set(field, at);
    if (field === 'email') {
      this.email.set(value ?? '', at);
      this.emailVerified.set(false, at);
    }
    if (field === 'phone') this.phoneVerified.set(false, at);
  }

  seen(sighting: Sighting): void {
    let place = this.#places.length;
    while (place > 0 && this.#places[place - 1].at > sighting.at) place--;
    this.#places.splice(place, 0, sighting);
    if (this.#places.length > PLACES) this.#places.shift();
  }

  /** The last place known that is not of the visit itself: not of this device within `visit` milliseconds. */
  placeBefore(at: number, device: string, visit: number): Sighting | undefined {
    return this.#places.findLast((place) => place.device !== device || place.at < at - visit);
  }

  /** The last place of the visit itself. */
  placeOfVisit(at: number, device: string, visit: number): Sighting | undefined {
    return this.#places.findLast((place) => place.device === device && place.at >= at - visit);
  }
}

/** A running mean of whole numbers. */
export class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  /** Undefined before the first value. */
  get value(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count;
  }
}

/** What is known about a device or an address block so far: who used it, and what reference data says. */
export class SharedHistory {
  readonly users = new Uses();
  readonly reference = new Map<string, Latest<string | boolean>>();
  firstUse: number | undefined;

  use(user: string, at: number): void {
    this.users.add(user, at);
    if (this.firstUse === undefined || at < this.firstUse) this.firstUse = at;
  }

  tell(field: string, value: string | boolean | undefined, at: number): void {
    if (value === undefined) return;
    let latest = this.reference.get(field);
    if (!latest) this.reference.set(field, (latest = new Latest()));
    latest.set(value, at);
  }

  text(field: string): string | undefined {
    const value = this.reference.get(field)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  flag(field: string): boolean | undefined {
    const value = this.reference.get(field)?.value;
    return typeof value === 'boolean' ? value : undefined;
  }
}

export class MerchantHistory {
  readonly type = new Latest<string>();
  readonly risk = new Latest<number>();
  /** Amounts paid online there so far, by currency. */
  readonly paid = new Map<string, Mean>();
}

/** The mean under a key, made when first asked for. */
export function meanOf(means: Map<string, Mean>, key: string): Mean {
  let mean = means.get(key);
  if (!mean) means.set(key, (mean = new Mean()));
  return mean;
}
