import { ipBlock } from '../../graph/model/ip.ts';
import type { Event, EventOf } from '../../graph/model/event.ts';
import { failedChecks, transactionOf } from './transaction.ts';
import { MerchantHistory, meanOf, SharedHistory, UserHistory } from './history.ts';
import { Uses } from './recent.ts';

type Using = EventOf<'registration' | 'session' | 'payment' | 'transfer'>;

/** All that the events given so far tell. The order in which they are given may differ from that of their times. */
export class Knowledge {
  readonly #users = new Map<string, UserHistory>();
  readonly #devices = new Map<string, SharedHistory>();
  readonly #blocks = new Map<string, SharedHistory>();
  readonly #merchants = new Map<string, MerchantHistory>();
  readonly #cards = new Map<string, Uses>();
  readonly #openedAt = new Map<string, number>();

  learn(event: Event): void {
    switch (event.kind) {
      case 'registration':
        this.user(event.user).register(event);
        return this.#use(event, event.user);
      case 'account-opened':
        this.#openedAt.set(event.account, Math.min(event.at, this.openedAt(event.account) ?? Infinity));
        this.user(event.user).accounts.add(event.account);
        return;
      case 'session':
        return this.#session(event);
      case 'transfer':
        if (event.user === undefined) return;
        this.user(event.user).payees.add(event.to, event.at);
        this.#transaction(event);
        return this.#use(event, event.user);
      case 'payment':
        return this.#payment(event);
      case 'profile-change':
        return this.user(event.user).change(event);
      case 'bank-connection':
        return this.user(event.user).bankConnections.add(event.at);
      case 'reference':
        return this.#reference(event);
    }
  }

  #session(event: EventOf<'session'>): void {
    const user = this.user(event.user);
    if (event.outcome === 'failure' || event.outcome === 'locked') user.failedLogins.add(event.at);
    else user.sessions.add(event.at);
    if (event.location) user.seen({ ...event.location, at: event.at, device: event.device });
    this.#use(event, event.user);
  }

  #payment(event: EventOf<'payment'>): void {
    if (event.user === undefined) return;
    const user = this.user(event.user);
    if (event.card !== undefined) {
      user.cards.add(event.card, event.at);
      this.card(event.card).add(event.user, event.at);
    }
    user.payees.add(event.merchant, event.at);
    if (event.location) user.seen({ ...event.location, at: event.at, device: event.device });
    if (failedChecks(event.checks) > 0) user.failedChecks.add(event.at);
    if (event.device === undefined) user.shopPayments.add(event.at);
    this.#transaction(event);
    this.#use(event, event.user);
  }

  #transaction(event: Event): void {
    const transaction = transactionOf(event);
    if (!transaction) return;
    const { minor, currency } = transaction.amount;
    const user = this.user(transaction.user);
    user.transactions.add(event.at, minor);
    meanOf(user.spent, currency).add(minor);
    if (transaction.merchant !== undefined)
      meanOf(this.merchant(transaction.merchant).paid, currency).add(minor);
  }

  #use({ device, ip, at }: Using, user: string): void {
    const history = this.user(user);
    if (device !== undefined) {
      history.devices.add(device, at);
      this.device(device).use(user, at);
    }
    const block = ip === undefined ? null : ipBlock(ip);
    if (block === null) return;
    history.blocks.add(block, at);
    this.block(block).use(user, at);
  }

  #reference(event: EventOf<'reference'>): void {
    const { subject, at } = event;
    if (subject.type === 'Device') {
      const device = this.device(subject.id);
      device.tell('type', event.deviceType, at);
      device.tell('os', event.os, at);
    } else if (subject.type === 'IpAddress') {
      const block = this.block(ipBlock(subject.id) ?? subject.id);
      block.tell('kind', event.ipKind, at);
      block.tell('isVpn', event.isVpn, at);
      block.tell('country', event.country, at);
    } else if (subject.type === 'Merchant') {
      const merchant = this.merchant(subject.id);
      if (event.merchantType !== undefined) merchant.type.set(event.merchantType, at);
      if (event.merchantRisk !== undefined) merchant.risk.set(event.merchantRisk, at);
    }
  }

  user(id: string): UserHistory {
    return entry(this.#users, id, () => new UserHistory());
  }

  device(id: string): SharedHistory {
    return entry(this.#devices, id, () => new SharedHistory());
  }

  block(id: string): SharedHistory {
    return entry(this.#blocks, id, () => new SharedHistory());
  }

  merchant(id: string): MerchantHistory {
    return entry(this.#merchants, id, () => new MerchantHistory());
  }

  /** Users who paid with a card. */
  card(id: string): Uses {
    return entry(this.#cards, id, () => new Uses());
  }

  /** When an account was opened, undefined when nothing is known of it. */
  openedAt(account: string): number | undefined {
    return this.#openedAt.get(account);
  }
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
