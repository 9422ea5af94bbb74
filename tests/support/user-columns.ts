import type { Event } from '../../src/graph/model/event.ts';
import { Interner } from '../../src/graph/interner.ts';
import { ipBlock, IP_KINDS } from '../../src/graph/model/ip.ts';
import { DAY, HOUR } from '../../src/kernel/time.ts';

/** Round sums are whole multiples of this, in minor units. */
const ROUND = 1_000;
const RISKY = 60;
const PAIR = 2 ** 26;

/**
 * What an analyst can count about each user without a graph, from one pass over the events, at the end of the world.
 * Columns are Float64Arrays, NaN where a user has no such value; distinct things are counted in one set of packed numbers.
 */
export class UserColumns {
  readonly users = new Interner();
  readonly #size: number;
  readonly #end: number;
  readonly #columns = new Map<string, Float64Array>();
  readonly #things = new Interner();
  readonly #pairs = new Set<number>();
  readonly #owner = new Map<string, number>();
  readonly #kinds = new Map<string, string>();
  readonly #risk = new Map<string, number>();
  readonly #onlinePayer = new Map<string, number>();
  readonly #lastDay: Float64Array;
  readonly #zone: string[] = [];
  readonly #clocks = new Map<string, Intl.DateTimeFormat>();
  readonly #usersOf = new Map<number, number>();
  readonly #usedBy: [user: number, thing: number, column: string][] = [];

  constructor(size: number, end: number) {
    this.#size = size;
    this.#end = end;
    this.#lastDay = new Float64Array(size).fill(NaN);
  }

  add(event: Event): void {
    switch (event.kind) {
      case 'registration':
        return this.#register(event);
      case 'account-opened': {
        const user = this.users.add(event.user);
        this.#owner.set(event.account, user);
        return this.#count('accounts', user);
      }
      case 'reference':
        if (event.subject.type === 'IpAddress' && event.ipKind)
          this.#kinds.set(blockOf(event.subject.id), event.ipKind);
        if (event.subject.type === 'Merchant') this.#risk.set(event.subject.id, event.merchantRisk ?? 0);
        return;
      case 'session':
        return this.#session(event);
      case 'transfer':
        return this.#transfer(event);
      case 'payment':
        return this.#pay(event);
      case 'settlement': {
        const user = this.#onlinePayer.get(event.of[1]);
        if (user === undefined) return;
        if (event.status === 'charged-back') this.#count('chargeBacks', user);
        if (event.status === 'returned') this.#count('returns', user);
        return;
      }
      case 'balance': {
        const user = this.#owner.get(event.account);
        if (user === undefined) return;
        this.#set('lastBalance', user, event.ledger.minor);
        return this.#least('lowestBalance', user, event.ledger.minor);
      }
      case 'profile-change':
        return this.#count('profileChanges', this.users.add(event.user));
      case 'bank-connection':
        return this.#count('bankConnections', this.users.add(event.user));
      default:
      // Labels are what is to be found; retractions do not happen in worlds.
    }
  }

  #register(event: Extract<Event, { kind: 'registration' }>): void {
    const user = this.users.add(event.user);
    this.#zone[user] = event.timeZone ?? 'UTC';
    this.#set('registeredAt', user, event.at);
    this.#set('accountAge', user, this.#end - event.at);
    this.#set('signUpHour', user, this.#hour(event.at, user));
    this.#set('signUpAtNight', user, Number(this.#hour(event.at, user) < 6));
    this.#set('signUpWeekday', user, new Date(event.at).getUTCDay());
    for (const field of ['phone', 'email', 'nationalId', 'address', 'dateOfBirth'] as const)
      this.#set(`missing.${field}`, user, Number(event[field] === undefined));
    this.#set('webSignUp', user, Number(event.channel === 'web'));
    if (event.dateOfBirth) this.#set('ageAtSignUp', user, event.at - Date.parse(event.dateOfBirth));
    this.#set('digitsInMail', user, (event.email ?? '').replaceAll(/\D/g, '').length);
    this.#use(user, event);
  }

  #session(event: Extract<Event, { kind: 'session' }>): void {
    const user = this.users.add(event.user);
    this.#count('sessions', user);
    if (event.outcome !== 'success') this.#count('failedLogins', user);
    if (this.#hour(event.at, user) < 6) this.#count('nightSessions', user);
    const kind = event.ip === undefined ? undefined : this.#kinds.get(blockOf(event.ip));
    this.#count(`sessions.${kind ?? 'unstated'}`, user);
    this.#use(user, event);
    this.#act(user, event.at);
  }

  #transfer(event: Extract<Event, { kind: 'transfer' }>): void {
    const { minor } = event.amount;
    const payer = this.#owner.get(event.from);
    const payee = this.#owner.get(event.to);
    if (payer !== undefined) {
      this.#sum('out', payer, event.amount.minor);
      if (minor % ROUND === 0) this.#count('roundOut', payer);
      this.#distinct('payees', payer, `account ${event.to}`);
      this.#onlinePayer.set(event.id, payer);
    }
    if (payee !== undefined) {
      this.#sum('in', payee, minor);
      if (minor % ROUND === 0) this.#count('roundIn', payee);
      this.#distinct('payers', payee, `account ${event.from}`);
    }
    if (event.user === undefined) return;
    const user = this.users.add(event.user);
    this.#least('firstTransferDelay', user, event.at - this.#get('registeredAt', user));
    this.#use(user, event);
    this.#act(user, event.at);
  }

  #pay(event: Extract<Event, { kind: 'payment' }>): void {
    const user = event.user === undefined ? this.#owner.get(event.account) : this.users.add(event.user);
    if (user === undefined) return;
    this.#sum('paid', user, event.amount.minor);
    this.#distinct('merchants', user, `merchant ${event.merchant}`);
    this.#distinct('cards', user, `card ${event.card}`);
    if ((this.#risk.get(event.merchant) ?? 0) >= RISKY) this.#count('riskyPayments', user);
    if (event.device !== undefined) {
      this.#count('onlinePayments', user);
      this.#onlinePayer.set(event.id, user);
    }
    this.#most('highestRisk', user, this.#risk.get(event.merchant) ?? 0);
    if (event.checks) this.#count('checkedPayments', user);
    if (event.shippingCountry !== event.billingCountry) this.#count('shippedAbroad', user);
    this.#least('firstPaymentDelay', user, event.at - this.#get('registeredAt', user));
    this.#use(user, event);
    this.#act(user, event.at);
  }

  #use(user: number, { device, ip }: { device?: string; ip?: string }): void {
    if (device !== undefined) this.#distinct('devices', user, `device ${device}`, 'usersOnDevice');
    if (ip !== undefined) this.#distinct('addresses', user, `block ${blockOf(ip)}`, 'usersOnAddress');
  }

  /** Days on which something was done, and the gaps between them. */
  #act(user: number, at: number): void {
    const day = Math.floor(at / DAY);
    const last = this.#lastDay[user];
    if (day === last) return;
    this.#count('daysActive', user);
    if (!Number.isNaN(last)) this.#most('longestGap', user, day - last);
    this.#least('firstActDelay', user, at - this.#get('registeredAt', user));
    this.#set('lastAct', user, at);
    this.#lastDay[user] = day;
  }

  #distinct(name: string, user: number, thing: string, crowd?: string): void {
    const number = this.#things.add(thing);
    const key = user * PAIR + number;
    if (this.#pairs.has(key)) return;
    this.#pairs.add(key);
    this.#count(name, user);
    if (crowd === undefined) return;
    this.#usersOf.set(number, (this.#usersOf.get(number) ?? 0) + 1);
    this.#usedBy.push([user, number, crowd]);
  }

  #hour(at: number, user: number): number {
    const timeZone = this.#zone[user] ?? 'UTC';
    // Offsets of whole hours that change twice a year: one look-up for each zone and day.
    const key = `${timeZone} ${Math.floor(at / DAY)}`;
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      if (!this.#clocks.has(timeZone))
        this.#clocks.set(
          timeZone,
          new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
        );
      const noon = Math.floor(at / DAY) * DAY + 12 * HOUR;
      offset = Number(this.#clocks.get(timeZone)!.format(noon)) - 12;
      this.#offsets.set(key, offset);
    }
    return (Math.floor(at / HOUR) + offset + 24) % 24;
  }
  readonly #offsets = new Map<string, number>();

  #column(name: string, unset: number): Float64Array {
    let column = this.#columns.get(name);
    if (!column) this.#columns.set(name, (column = new Float64Array(this.#size).fill(unset)));
    return column;
  }

  #get(name: string, user: number): number {
    return this.#columns.get(name)?.[user] ?? NaN;
  }

  #count(name: string, user: number, by = 1): void {
    this.#column(name, 0)[user] += by;
  }

  #sum(name: string, user: number, minor: number): void {
    this.#count(`${name}.number`, user);
    this.#count(`${name}.sum`, user, minor);
    this.#most(`${name}.largest`, user, minor);
  }

  #set(name: string, user: number, value: number): void {
    this.#column(name, NaN)[user] = value;
  }

  #most(name: string, user: number, value: number): void {
    const column = this.#column(name, NaN);
    if (!(column[user] >= value)) column[user] = value;
  }

  #least(name: string, user: number, value: number): void {
    const column = this.#column(name, NaN);
    if (!(column[user] <= value)) column[user] = value;
  }

  /** All columns; those of `CROWD_COLUMNS` look at other users too, if only by counting them. */
  finish(): Record<string, Float64Array> {
    for (const [user, thing, crowd] of this.#usedBy) this.#most(crowd, user, this.#usersOf.get(thing)!);
    const ratio = (name: string, above: string, below: string) => {
      const [a, b] = [this.#column(above, 0), this.#column(below, 0)];
      this.#columns.set(
        name,
        a.map((value, user) => value / b[user]),
      );
    };
    for (const money of ['in', 'out', 'paid']) ratio(`${money}.mean`, `${money}.sum`, `${money}.number`);
    ratio('outOverIn', 'out.sum', 'in.sum');
    ratio('roundShareOut', 'roundOut', 'out.number');
    ratio('roundShareIn', 'roundIn', 'in.number');
    ratio('failedShare', 'failedLogins', 'sessions');
    ratio('nightShare', 'nightSessions', 'sessions');
    ratio('riskyShare', 'riskyPayments', 'paid.number');
    ratio('transfersPerPayee', 'out.number', 'payees');
    ratio('sessionsPerDevice', 'sessions', 'devices');
    ratio('sessionsPerActiveDay', 'sessions', 'daysActive');
    for (const kind of [...IP_KINDS, 'unstated'])
      ratio(`sessionShare.${kind}`, `sessions.${kind}`, 'sessions');
    this.#columns.delete('registeredAt');
    return Object.fromEntries(this.#columns);
  }
}

/** Worlds write IPv4 addresses in their canonical form, so only IPv6 needs parsing. */
function blockOf(ip: string): string {
  return ip.includes(':') ? ipBlock(ip)! : ip;
}

/** Columns that count users of one's own devices and addresses: no graph yet, but the first step to one. */
export const CROWD_COLUMNS: readonly string[] = ['usersOnDevice', 'usersOnAddress'];
