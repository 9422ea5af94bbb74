import type { DeviceHistory } from './device-history.ts';
import type { FeatureState, Opened } from './feature-state.ts';
import { FraudWalk } from './fraud-walk.ts';
import type { WalkLimits } from './limits.ts';
import type { LiveAccount } from './live-account.ts';
import type { LiveUser, Purse } from './live-user.ts';
import { LoopWalk } from './loop-walk.ts';
import type { MoneyView } from '../records/money-window.ts';
import type { FeaturePorts, RingView } from './ports.ts';
import type { Trip } from './places.ts';
import { payingAccount, type ScoredEvent } from './scored-event.ts';
import { sharedWeight } from './shared-weight.ts';
import { ThingView } from './thing-view.ts';

const NOWHERE = -1;

/**
 * What can be seen at one transaction: itself, and what is known of all that it names. One glance is used again and again:
 * what is looked up is looked up once for each transaction, when a feature first asks for it.
 */
export class Glance {
  readonly state: FeatureState;
  readonly limits: WalkLimits;
  readonly #ports: FeaturePorts;
  readonly #fraud: FraudWalk;
  readonly #loop: LoopWalk;
  #event: ScoredEvent | null = null;
  #opened: Opened | null = null;
  #isFraudWalked = false;
  #isLoopWalked = false;
  #money: MoneyView | null | undefined;
  #ring: RingView | null | undefined;
  #payeeRing: RingView | null | undefined;
  #sharing = NaN;
  #trip: Trip | null | undefined;
  /** Whether the transaction stands in its user's windows already. */
  isCounted = false;
  /** Numbers of what the transaction names; -1 for what it does not. */
  user = NOWHERE;
  account = NOWHERE;
  payee = NOWHERE;
  merchant = NOWHERE;
  device = NOWHERE;
  block = NOWHERE;
  /** Of the user, in the currency of the amount. */
  purse: Purse | undefined;
  /** What is known of the paying account, and of the device; undefined when nothing is. */
  payer: LiveAccount | undefined;
  history: DeviceHistory | undefined;
  /** The device and the address block as the user's ties know them. */
  readonly usedDevice: ThingView;
  readonly usedBlock: ThingView;

  constructor(state: FeatureState, limits: WalkLimits, ports: FeaturePorts) {
    this.state = state;
    this.limits = limits;
    this.#ports = ports;
    this.#fraud = new FraudWalk(state, limits);
    this.#loop = new LoopWalk(state, limits);
    this.usedDevice = new ThingView(state, limits.count);
    this.usedBlock = new ThingView(state, limits.count);
  }

  moveTo(event: ScoredEvent, opened: Opened, isCounted: boolean): void {
    const { account, payee, merchant, device, block } = this.state.namer.of(event);
    this.#event = event;
    this.#opened = opened;
    this.isCounted = isCounted;
    this.user = opened.user === undefined ? NOWHERE : opened.user.number;
    this.account = account;
    this.payee = payee;
    this.merchant = merchant;
    this.device = device;
    this.block = block;
    this.usedDevice.moveTo(device, this.user, event.at);
    this.usedBlock.moveTo(block, this.user, event.at);
    this.purse = opened.user?.purse(event.amount.currency);
    this.payer = this.state.accounts.find(account);
    this.history = device < 0 ? undefined : this.state.devices.find(device);
    this.#isFraudWalked = false;
    this.#isLoopWalked = false;
    this.#money = undefined;
    this.#ring = undefined;
    this.#payeeRing = undefined;
    this.#sharing = NaN;
    this.#trip = undefined;
  }

  get event(): ScoredEvent {
    return this.#event!;
  }

  get at(): number {
    return this.#event!.at;
  }

  get now(): number {
    return this.state.now;
  }

  get amount(): number {
    return this.#event!.amount.minor;
  }

  get opened(): Opened {
    return this.#opened!;
  }

  get person(): LiveUser | undefined {
    return this.#opened!.user;
  }

  /** Amounts and balances of the user in 30 days, the transaction among them; null without a user. */
  get money(): MoneyView | null {
    if (this.#money !== undefined) return this.#money;
    const { purse, at, amount: minor } = this;
    purse?.window.advance(at);
    this.#money = purse?.window.look({ at, minor, balance: this.opened.balance }, this.isCounted) ?? null;
    return this.#money;
  }

  get fraud(): FraudWalk {
    if (!this.#isFraudWalked) this.#fraud.run(this);
    this.#isFraudWalked = true;
    return this.#fraud;
  }

  /** The loop that a transfer closes; of a payment it is not to be asked. */
  get loop(): LoopWalk {
    if (!this.#isLoopWalked) this.#loop.run(this.account, this.payee, this.at);
    this.#isLoopWalked = true;
    return this.#loop;
  }

  /** How the user came here; null when that is not known. */
  get trip(): Trip | null {
    if (this.#trip !== undefined) return this.#trip;
    const { event, person } = this;
    const own = event.kind === 'payment' ? event.location : undefined;
    this.#trip = person?.places?.tripTo(own, event.at) ?? null;
    return this.#trip;
  }

  /** {@link sharedWeight} of the user. */
  get sharing(): number {
    if (Number.isNaN(this.#sharing)) this.#sharing = sharedWeight(this);
    return this.#sharing;
  }

  /** The ring of the user, else of the paying account; undefined when nobody says what rings there are. */
  get ring(): RingView | null | undefined {
    if (!this.#ports.ringsOf) return undefined;
    if (this.#ring !== undefined) return this.#ring;
    const own = this.person === undefined ? null : this.#ports.ringsOf('User', this.person.id);
    this.#ring = own ?? this.#ports.ringsOf('Account', payingAccount(this.event));
    return this.#ring;
  }

  get payeeRing(): RingView | null | undefined {
    const { event } = this;
    if (!this.#ports.ringsOf || event.kind !== 'transfer') return undefined;
    this.#payeeRing ??= this.#ports.ringsOf('Account', event.to);
    return this.#payeeRing;
  }
}
