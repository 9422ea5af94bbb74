import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { buyGoods, collectMoney, joinTimes, ownSpot, participants, register } from '../conduct.ts';
import { householdMembers } from '../population.ts';
import type { Ring } from '../ring.ts';
import type { RingPattern } from '../ring-pattern.ts';
import type { Spot } from '../script.ts';
import type { Stage } from '../stage.ts';

/** Longest stay of a member at the address. */
const STAY = 100 * MINUTE;

/**
 * Accounts signed up one after the other from one address, each on a device that looks new, each gone within two
 * hours. An untidy ring starts some stays before the last one is over, and some members come back.
 */
export const ipRecycling: RingPattern = {
  kind: 'ip-recycling',
  plant(stage, ring) {
    const { address, locals, fewest } = chooseBlock(stage, ring);
    const users = participants(stage, ring, fewest);
    for (const local of locals) ring.bystanders.add(local);
    ring.shares(stage.truth.address(address));
    const joins = joinTimes(stage, ring, users.length);
    const span = Math.max(joins[joins.length - 1] - joins[0], users.length * 20 * MINUTE);
    const slot = ring.within(span) / users.length;
    users.forEach((user, place) => {
      const untidy = ring.does('untidyStays') && ring.rng.chance(0.4);
      const early = untidy ? -0.9 * ring.rng.unit() : 0.2 * ring.rng.unit();
      const at = Math.max(ring.startsAt, ring.startsAt + slot * (place + early));
      stay(stage, ring, user, { at, length: Math.min(STAY, 0.7 * slot), address, comesBack: untidy });
    });
    for (const user of ring.members.slice(users.length))
      register(stage, user, ring.startsAt + ring.within(ring.rng.unit() * 10 * DAY), {
        device: -1,
        address: -1,
      });
    if (ring.rng.chance(stage.level.rings.collecting))
      collectMoney(stage, ring, ring.startsAt + slot * users.length);
  },
};

function stay(
  stage: Stage,
  ring: Ring,
  user: number,
  visit: { at: number; length: number; address: number; comesBack: boolean },
): void {
  const { at, length, address } = visit;
  const spot: Spot = { device: stage.devices.own(user), address };
  register(stage, user, at, { device: -1, address });
  const last = at + length * (0.3 + 0.7 * ring.rng.unit());
  stage.script.session(at + (last - at) * 0.5 * ring.rng.unit(), user, spot);
  stage.script.session(last, user, spot);
  ring.acted(user, last);
  if (visit.comesBack) stage.script.session(last + (3 + 60 * ring.rng.unit()) * HOUR, user, spot);
  if (ring.rng.chance(0.6)) {
    const later = last + (4 + 44 * ring.rng.unit()) * HOUR;
    buyGoods(stage, ring, user, later, ownSpot(stage, user, later));
  }
}

interface Block {
  readonly address: number;
  /** Innocents who live there. */
  readonly locals: readonly number[];
  /** With fewer users there it would not be recycled. */
  readonly fewest: number;
}

/** A rented server, a VPN exit (often one that others use too), or a home: bought, or an infected one with people in it. */
function chooseBlock(stage: Stage, ring: Ring): Block {
  const fitting = stage.level.rings.blocks.filter(({ minSize }) => minSize <= ring.members.length);
  const { kind, minSize: fewest } = fitting[ring.rng.weighted(fitting.map(({ weight }) => weight))];
  const hides = ring.does('borrowedBlocks');
  if (hides && kind === 'vpn') return { address: stage.places.vpnExit(ring.rng), locals: [], fewest };
  if (hides && kind === 'residential') {
    const household = ring.rng.int(0, stage.population.households - 1);
    const locals = householdMembers(stage.population, household);
    if (stage.places.isFixed(household) && locals.every((local) => stage.cast.isInnocent(local)))
      return { address: stage.places.home(household, 0), locals, fewest };
  }
  const country = stage.population.countryOf[stage.population.householdOf[ring.organiser]];
  return { address: stage.network.add({ kind, country, known: kind !== 'unknown' }), locals: [], fewest };
}
