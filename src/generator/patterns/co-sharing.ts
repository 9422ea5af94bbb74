import { identifierId, normaliseIdentifier, type IdentifierKind } from '../../graph/model/entity.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { collectMoney, joinTimes, lookIn, participants, register } from '../conduct.ts';
import type { Ring } from '../ring.ts';
import type { RingPattern } from '../ring-pattern.ts';
import type { Stage } from '../stage.ts';

/** More users than this do not share one phone: an identifier of so many would stand out by itself. */
const USERS_PER_PHONE = 40;
const DEVICE_ADDRESS = 0;
const PHONE_ADDRESS = 1;

/** Members share two things of different kinds, each of which many innocents share too. */
export const coSharing: RingPattern = {
  kind: 'co-sharing',
  plant(stage, ring) {
    const { pairs } = stage.level.rings;
    const drawn = ring.rng.weighted(pairs);
    const pair = drawn === PHONE_ADDRESS && ring.members.length > USERS_PER_PHONE ? DEVICE_ADDRESS : drawn;
    const users = participants(stage, ring);
    const joins = joinTimes(stage, ring, users.length);
    const device = pair === PHONE_ADDRESS ? -1 : stage.devices.add(ring.rng);
    const address = pair === DEVICE_ADDRESS || pair === PHONE_ADDRESS ? newHome(stage, ring) : -1;
    if (device >= 0) ring.shares(stage.truth.device(device));
    if (address >= 0) ring.shares(stage.truth.address(address));
    if (pair === PHONE_ADDRESS) sharePhone(stage, ring, users);
    users.forEach((user, place) => {
      const at = joins[place];
      const spot = { device: device < 0 ? stage.devices.own(user) : device, address };
      register(stage, user, at, spot);
      stage.script.session(at + (3 + 30 * ring.rng.unit()) * MINUTE, user, spot);
      ring.acted(user, at);
      lookIn(stage, ring, user, { from: at, days: 8, low: 1, high: 4, spot });
    });
    const last = joins[joins.length - 1];
    const apart = ring.members.slice(users.length);
    for (const user of apart) register(stage, user, last, { device: -1, address: -1 });
    if (pair > PHONE_ADDRESS) payOne(stage, ring, device, last);
    else if (ring.rng.chance(stage.level.rings.collecting)) collectMoney(stage, ring, last);
  },
};

/** An address that a home could have; in no household's hands. */
function newHome(stage: Stage, ring: Ring): number {
  const country = stage.population.countryOf[stage.population.householdOf[ring.organiser]];
  return stage.network.add({
    kind: 'residential',
    country,
    known: ring.rng.chance(stage.level.network.kindKnown),
  });
}

function sharePhone(stage: Stage, ring: Ring, users: readonly number[]): void {
  const phone = stage.identities.invent();
  for (const user of users) stage.population.phoneOf[user] = phone;
  ring.shares(identifierRef(stage, 'phone', phone));
}

/** All pay one account, the organiser's, with the shared device. */
function payOne(stage: Stage, ring: Ring, device: number, from: number): void {
  const payee = stage.accounts.main(ring.organiser);
  ring.accounts.add(payee);
  for (const user of ring.members) {
    if (user === ring.organiser) continue;
    const at = from + HOUR + ring.within(6 * DAY) * ring.rng.unit();
    const account = stage.accounts.main(user);
    const address = stage.places.vpnExit(ring.rng);
    stage.script.transfer(at, user, account, payee, ring.rng.logNormal(Math.log(40_000), 0.5), {
      device,
      address,
    });
    ring.accounts.add(account);
    ring.acted(user, at);
  }
}

/** The identifier that carries an identity's value, as findings name it. */
export function identifierRef(stage: Stage, kind: IdentifierKind, identity: number) {
  const value = normaliseIdentifier(kind, stage.identities[kind](identity))!;
  return { type: 'Identifier', id: identifierId(kind, value) } as const;
}
