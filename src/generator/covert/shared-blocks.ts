import { HOUR } from '../../kernel/time.ts';
import { inParts } from '../conduct.ts';
import { householdMembers } from '../population.ts';
import type { Crew } from './crew.ts';

const TRIES = 20;
/** Longest stay of a member who is to be gone again within two hours. */
const STAY = 95;
const COMES_BACK = 0.3;
/** Sessions of a member of a farm, at most. */
const MOST_VISITS = 16;

/** Members of one address each, none of one alone. */
export function blockCells(crew: Crew, members: readonly number[]): number[][] {
  return inParts(members, crew.rng.int(...crew.level.limits.usersPerBlock));
}

/**
 * Members of a cell come one after the other from one address, each on a device of their own, and are gone within two
 * hours; some come back. The next cell has another address.
 */
export function passThroughBlocks(crew: Crew, cells: readonly (readonly number[])[]): void {
  const { stage, rng } = crew;
  for (const cell of cells) {
    const address = blockOf(crew);
    for (const member of cell) {
      const device = stage.devices.own(member);
      const at = crew.joinedAt(member);
      if (crew.isFresh(member)) stage.population.registrationAddress[member] = address;
      const first = at + crew.minutes(2, 20);
      crew.visit(member, first, { device, address });
      crew.visit(member, first + crew.minutes(5, STAY - 20), { device, address });
      if (rng.chance(COMES_BACK))
        crew.visit(member, crew.sometime(member, at + 6 * HOUR, stage.end), { device, address });
    }
  }
}

/**
 * Members of a cell are worked from one address, each through devices that look new: one is reset, or another one of
 * the same model taken, every now and then.
 */
export function resetDevices(crew: Crew, cells: readonly (readonly number[])[]): void {
  const { stage, rng } = crew;
  const model = stage.devices.add(rng, 'phone');
  let isUsed = false;
  for (const cell of cells) {
    const address = blockOf(crew);
    for (const member of cell) {
      const resets = rng.int(1, 2);
      const visits = Math.min(MOST_VISITS, Math.max(2, crew.spare(member)));
      for (let reset = 0; reset < resets; reset++) {
        const device = isUsed ? stage.devices.addLike(model) : model;
        isUsed = true;
        for (let visit = reset; visit < visits; visit += resets)
          crew.visit(member, crew.sometime(member, crew.since(member), stage.end), { device, address });
      }
    }
  }
}

/**
 * An address for some members: a rented server, a VPN of their own, a line at home; or the home of people who do not
 * know, who are bystanders then.
 */
export function blockOf(crew: Crew): number {
  const { stage, ring, rng, level } = crew;
  const { blocks } = stage.level.rings;
  const { kind } = blocks[rng.weighted(blocks.map(({ weight }) => weight))];
  const borrowed = kind === 'residential' && rng.chance(level.borrowed) ? findHome(crew) : undefined;
  const country = stage.population.countryOf[stage.population.householdOf[ring.organiser]];
  const known = kind !== 'unknown' && rng.chance(stage.level.network.kindKnown);
  const address = borrowed ?? stage.network.add({ kind, country, known });
  ring.shares(stage.truth.address(address));
  return address;
}

/** The address of a home in which nobody is of any ring. */
function findHome({ stage, ring, rng }: Crew): number | undefined {
  for (let tries = 0; tries < TRIES; tries++) {
    const household = rng.int(0, stage.population.households - 1);
    const people = householdMembers(stage.population, household);
    if (!stage.places.isFixed(household) || !people.every((user) => stage.cast.isInnocent(user))) continue;
    for (const user of people) ring.bystanders.add(user);
    return stage.places.home(household, 0);
  }
  return undefined;
}
