import { DAY, MINUTE } from '../../kernel/time.ts';
import {
  buyGoods,
  collectMoney,
  inParts,
  joinTimes,
  lookIn,
  ownSpot,
  participants,
  register,
  registerLongBefore,
} from '../conduct.ts';
import type { Ring } from '../ring.ts';
import type { RingPattern } from '../ring-pattern.ts';
import type { Spot } from '../script.ts';
import type { Stage } from '../stage.ts';

/** Larger farms work with several devices; neighbouring ones have some users in common. */
const USERS_PER_DEVICE = 15;
const IN_COMMON = 3;

/**
 * A few devices on which many accounts are opened and run one after the other. Aged accounts are bought: opened long
 * ago elsewhere, then taken over onto the ring's device.
 */
export const deviceSharing: RingPattern = {
  kind: 'device-sharing',
  plant(stage, ring) {
    const users = participants(stage, ring);
    const joins = joinTimes(stage, ring, users.length);
    const joinOf = new Map(users.map((user, place) => [user, joins[place]]));
    const farms = inParts(users, USERS_PER_DEVICE);
    farms.forEach((farm, number) => {
      const device = stage.devices.add(ring.rng);
      ring.shares(stage.truth.device(device));
      for (const user of farm) takeOn(stage, ring, user, joinOf.get(user)!, device);
      const opened = joinOf.get(farm[0])!;
      const before = number === 0 ? [] : farms[number - 1].slice(-IN_COMMON);
      // Members of the last device try out the new one on the day it is set up.
      for (const user of before)
        stage.script.session(Math.max(opened, joinOf.get(user)!) + ring.rng.unit() * DAY * 0.5, user, {
          device,
          address: baseOf(stage, ring, opened),
        });
    });
    for (const user of ring.members) if (!joinOf.has(user)) keepApart(stage, ring, user);
    if (ring.rng.chance(stage.level.rings.collecting)) collectMoney(stage, ring, joins[joins.length - 1]);
  },
};

function takeOn(stage: Stage, ring: Ring, user: number, at: number, device: number): void {
  const spot: Spot = { device, address: baseOf(stage, ring, at) };
  if (ring.does('agedAccounts') && user !== ring.organiser) registerLongBefore(stage, user, at, ring.rng);
  else register(stage, user, at, spot);
  stage.script.session(at + (2 + 20 * ring.rng.unit()) * MINUTE, user, spot);
  ring.acted(user, at);
  lookIn(stage, ring, user, { from: at, days: 8, low: 1, high: 4, spot });
  if (ring.rng.chance(0.7)) buyGoods(stage, ring, user, at + DAY, spot);
}

/** A member who stays on a device of their own and is bound to the others only by money. */
function keepApart(stage: Stage, ring: Ring, user: number): void {
  const at = ring.startsAt + ring.within(ring.rng.unit() * 10 * DAY);
  register(stage, user, at, { device: -1, address: -1 });
  buyGoods(stage, ring, user, at + DAY, ownSpot(stage, user, at + DAY));
}

/** Where a member is worked from: the organiser's home, or an exit of a VPN. */
function baseOf(stage: Stage, ring: Ring, at: number): number {
  if (ring.rng.chance(stage.level.rings.viaVpn)) return stage.places.vpnExit(ring.rng);
  return ownSpot(stage, ring.organiser, at).address;
}
