import type { EventOf } from '../graph/model/event.ts';
import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY, MINUTE } from '../kernel/time.ts';
import { confirmations } from './confirmations.ts';
import { COUNTRIES, CURRENCY } from './countries.ts';
import type { EventWriter } from './event-writer.ts';
import { INSTITUTIONS } from './institutions.ts';
import { OrdinaryActs } from './ordinary-acts.ts';
import { countryOfUser } from './population.ts';
import { ACT, PROFILE_FIELDS, type Act, type Spot } from './script.ts';
import type { Stage } from './stage.ts';

/** Tells what is planned for an instant, in turn: registrations, accounts, reference data, the script. */
export interface Feed {
  /** When each row is due, epoch milliseconds; NaN rows are left out. */
  readonly at: Float64Array;
  tell(row: number, at: number, writer: EventWriter): void;
}

/** Reference data of networks and institutions is delivered in the month before the window. */
const REFERENCE_DAYS = 30;
const ALLOWED_YEARS = 2;

/** All that a world tells beside daily life, in the rows that the plan holds. */
export function plannedFeeds(stage: Stage): Feed[] {
  return [
    registrations(stage),
    accountsOpened(stage),
    devicesSeen(stage),
    addressFacts(stage),
    institutionFacts(stage),
    merchantFacts(stage),
    allowList(stage),
    confirmations(stage),
    openingStatements(stage),
    scripted(stage),
  ];
}

function registrations(stage: Stage): Feed {
  const { population, identities, ids, devices, places, level } = stage;
  const { given } = level.population;
  return {
    at: population.registeredAt,
    tell(user, at, writer) {
      const rng = rngFor(stage.options.seed, 'registration', user);
      const name = population.nameOf[user];
      const household = population.householdOf[user];
      const day = Math.floor((at - stage.start) / DAY);
      const { registrationDevice, registrationAddress, phoneOf, nationalIdOf } = population;
      const device = registrationDevice[user] < 0 ? devices.own(user) : registrationDevice[user];
      const address = registrationAddress[user] < 0 ? places.home(household, day) : registrationAddress[user];
      const phone = rng.chance(given.phone) || phoneOf[user] !== user;
      const nationalId = rng.chance(given.nationalId) || nationalIdOf[user] !== user;
      const event: EventOf<'registration'> = {
        ...writer.head('registration', at),
        user: ids.user(user),
        name: identities.name(name),
        email: identities.email(population.emailOf[user], population.emailTag[user]),
        ...(phone ? { phone: identities.phone(phoneOf[user]) } : {}),
        ...(nationalId ? { nationalId: identities.nationalId(nationalIdOf[user]) } : {}),
        ...(rng.chance(given.dateOfBirth)
          ? { dateOfBirth: identities.dateOfBirth(population.birthOf[user], stage.start) }
          : {}),
        ...(rng.chance(given.address) ? { address: identities.address(population.addressOf[user]) } : {}),
        ...writer.spot({ device, address }, at),
        channel: devices.model(device).deviceType === 'desktop' ? 'web' : 'app',
        timeZone: COUNTRIES[countryOfUser(population, user)].timeZone,
      };
      writer.add(event);
      if (at >= stage.start && stage.cast.isInnocent(user))
        lookRound(stage, user, at, { device, address }, writer);
    },
  };
}

/** Whoever has just signed up has a look round, as a ring's members do when they are set up. */
function lookRound(stage: Stage, user: number, at: number, spot: Spot, writer: EventWriter): void {
  const rng = rngFor(stage.options.seed, 'look-round', user);
  const later = at + (1 + 30 * rng.unit()) * MINUTE;
  if (rng.chance(stage.level.life.lookRound) && later < stage.end)
    writer.session(Math.floor(later), user, spot);
}

function accountsOpened(stage: Stage): Feed {
  const { accounts, ids, identities } = stage;
  return {
    at: Float64Array.from({ length: accounts.size }, (_, account) =>
      accounts.owner(account) < 0 ? NaN : accounts.openedAt(account),
    ),
    tell: (account, at, writer) =>
      writer.add({
        ...writer.head('account-opened', at),
        user: ids.user(accounts.owner(account)),
        account: ids.account(account),
        accountType: accounts.type(account),
        accountNumber: identities.accountNumber(account),
        currency: CURRENCY,
      }),
  };
}

function devicesSeen(stage: Stage): Feed {
  const { devices, population, ids, script } = stage;
  const seen = script.devicesSeen(devices.size);
  population.registrationDevice.forEach((device, user) => {
    const at = population.registeredAt[user];
    if (device >= 0 && !(seen[device] <= at)) seen[device] = at;
  });
  return {
    at: devices.firstSeen(population, seen),
    tell: (device, at, writer) =>
      writer.add({
        ...writer.head('reference', at),
        subject: { type: 'Device', id: ids.device(device) },
        ...devices.model(device),
      }),
  };
}

function addressFacts(stage: Stage): Feed {
  const { network } = stage;
  return {
    at: Float64Array.from({ length: network.size }, (_, address) =>
      network.isKnown(address) ? beforeWindow(stage, 'address', address) : NaN,
    ),
    tell: (address, at, writer) =>
      writer.add({
        ...writer.head('reference', at),
        subject: { type: 'IpAddress', id: network.text(address, 1) },
        ipKind: network.kind(address),
        isVpn: network.kind(address) === 'vpn',
        country: COUNTRIES[network.country(address)].code,
      }),
  };
}

function institutionFacts(stage: Stage): Feed {
  const { accounts, ids } = stage;
  return {
    at: Float64Array.from({ length: accounts.size }, (_, account) =>
      accounts.isKnown(account) ? beforeWindow(stage, 'institution', account) : NaN,
    ),
    tell: (account, at, writer) =>
      writer.add({
        ...writer.head('reference', at),
        subject: { type: 'Account', id: ids.account(account) },
        accountType: accounts.type(account),
      }),
  };
}

function merchantFacts(stage: Stage): Feed {
  const { economy, ids } = stage;
  return {
    at: Float64Array.from({ length: economy.merchants }, (_, merchant) =>
      beforeWindow(stage, 'merchant', merchant),
    ),
    tell(merchant, at, writer) {
      const { type, risk } = economy.merchant(merchant);
      const subject = { type: 'Merchant', id: ids.merchant(merchant) } as const;
      writer.add({ ...writer.head('reference', at), subject, merchantType: type, merchantRisk: risk });
    },
  };
}

function allowList(stage: Stage): Feed {
  const allowed = stage.devices.allowed();
  return {
    at: Float64Array.from(allowed, () => stage.start - 100 * DAY),
    tell: (row, at, writer) =>
      writer.add({
        ...writer.head('reference', at + row),
        subject: { type: 'Device', id: stage.ids.device(allowed[row]) },
        allowList: { owner: 'branch operations', expiry: stage.end + ALLOWED_YEARS * 365 * DAY },
      }),
  };
}

/** What is on each account of a user in the month before the window, in which nothing moves; or when it is opened. */
function openingStatements(stage: Stage): Feed {
  const { accounts, ids } = stage;
  return {
    at: Float64Array.from({ length: accounts.size }, (_, account) =>
      accounts.owner(account) < 0
        ? NaN
        : Math.max(beforeWindow(stage, 'statement', account), accounts.openedAt(account) + 1),
    ),
    tell: (account, at, writer) => writer.balance(at, account, ids.statement(account)),
  };
}

function beforeWindow(stage: Stage, what: string, number: number): number {
  const unit = rngFor(stage.options.seed, 'reference', what, number).unit();
  return stage.start - 1 - Math.floor(unit * REFERENCE_DAYS * DAY);
}

function scripted(stage: Stage): Feed {
  const { script } = stage;
  return {
    at: Float64Array.from({ length: script.size }, (_, row) => script.at(row)),
    tell: (row, _at, writer) =>
      perform(stage, script.row(row), rngFor(stage.options.seed, 'act', row), writer),
  };
}

function perform(stage: Stage, act: Act, rng: Rng, writer: EventWriter): void {
  const acts = new OrdinaryActs(stage, writer);
  const { at, user, a, b, minor, device, address } = act;
  const spot = { device, address };
  const planned = act.planned < 0 ? {} : { number: stage.ids.plannedNumber(act.planned) };
  switch (act.act) {
    case ACT.session:
    case ACT.failedSession:
      return writer.session(at, user, spot, act.act === ACT.session ? 'success' : 'failure');
    case ACT.transfer:
      return acts.send(at, { user, from: a, to: b, minor, spot, ...planned }, rng);
    case ACT.drain:
      return acts.send(at, { user, from: a, to: b, minor: 0, spot, leaves: minor, ...planned }, rng);
    case ACT.cardPayment:
      return acts.buy(at, { user, account: a, merchant: b, minor, spot, ...planned }, rng);
    case ACT.payment:
      writer.session(at, user, spot);
      return acts.buy(
        at + rng.int(1, 12) * MINUTE,
        { user, account: a, merchant: b, minor, spot, ...planned },
        rng,
      );
    case ACT.familyCard:
    case ACT.cardFraud: {
      writer.session(at, user, spot);
      const purchase = { user, account: a, merchant: b, minor, spot };
      const paidAt = at + rng.int(1, 12) * MINUTE;
      return act.act === ACT.cardFraud
        ? acts.buyStolen(paidAt, purchase, rng)
        : acts.buy(paidAt, purchase, rng);
    }
    case ACT.profileChange:
      return changeProfile(stage, act, writer);
    case ACT.bankConnection:
      return connectBank(stage, act, writer);
    case ACT.returned:
      return writer.settlement(stage.ids.plannedNumber(a), at, 'returned', 'AM04');
    default: {
      const { at: _at, knownAt, ...label } = stage.labels.get(a);
      return writer.add({ ...writer.head('label', at, knownAt), ...label });
    }
  }
}

function connectBank({ ids }: Stage, { at, user, a }: Act, writer: EventWriter): void {
  const head = writer.head('bank-connection', at);
  writer.add({ ...head, user: ids.user(user), institution: INSTITUTIONS[a] });
}

function changeProfile({ identities, ids }: Stage, { at, user, a, b }: Act, writer: EventWriter): void {
  const field = PROFILE_FIELDS[a];
  const value = field === 'address' ? identities.address(b) : identities[field](b);
  writer.add({ ...writer.head('profile-change', at), user: ids.user(user), field, value });
}
