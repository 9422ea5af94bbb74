import { DAY } from '../../kernel/time.ts';
import { WEIGHT } from '../devices.ts';
import type { Crew } from './crew.ts';

/** Fewest and most sessions of a member on a shared device. */
const VISITS = { low: 2, high: 16 } as const;
const SIGNED_UP_THERE = 0.35;
/** A host has had the device for so many days before the ring borrows it. */
const HOST_DAYS = { before: 140, until: 95 } as const;

/**
 * Members work on devices in cells; each cell has one member in common with the one before, so that the devices chain
 * the ring together. Where devices rotate, a cell leaves its device after some days. A borrowed device has a host: an
 * innocent who had it long before.
 */
export function shareDevices(crew: Crew, members: readonly number[]): void {
  const { stage, ring, rng, level } = crew;
  const { usersPerDevice, deviceDays } = level.limits;
  const hosted = deviceDays === null && rng.chance(level.borrowed);
  cellsOf(members, rng.int(...usersPerDevice)).forEach((cell, number) => {
    const device = stage.devices.add(rng);
    ring.shares(stage.truth.device(device));
    if (hosted && number === 0) lend(crew, device);
    const from = deviceDays === null ? undefined : crew.complete(cell);
    for (const member of cell) {
      if (deviceDays === null && crew.isFresh(member) && rng.chance(SIGNED_UP_THERE))
        stage.population.registrationDevice[member] = device;
      const open = from ?? crew.since(member);
      const until = Math.min(stage.end, open + (deviceDays ?? Infinity) * DAY);
      const count = Math.min(VISITS.high, Math.max(VISITS.low, crew.spare(member)));
      for (let visit = 0; visit < count; visit++) {
        const at = crew.sometime(member, open, until);
        crew.visit(member, at, { device, address: whereabouts(crew, member, at) });
      }
    }
  });
}

/** Cells of `size` members, each beginning with the last one of the cell before; no cell of one. */
export function cellsOf(members: readonly number[], size: number): number[][] {
  const cells: number[][] = [];
  for (let from = 0; from < members.length - 1; from += size - 1)
    cells.push(members.slice(from, from + size));
  return cells;
}

/** Nowhere that the ring would have in common: at home, on the road or behind a VPN that many use. */
export function whereabouts(crew: Crew, member: number, at: number): number {
  const { places, population, start } = crew.stage;
  const household = population.householdOf[member];
  const place = crew.rng.weighted([6, 3, 1]);
  if (place === 0) return places.home(household, Math.floor((at - start) / DAY));
  if (place === 1) return places.mobile(population.countryOf[household], crew.rng);
  return places.vpnExit(crew.rng);
}

/** An innocent of long standing lends the device, and goes on using it. */
function lend(crew: Crew, device: number): void {
  const { stage, ring, rng } = crew;
  const [host] = stage.cast.tenured(1, rng);
  const first = crew.joinedAt(ring.organiser);
  if (host === undefined || stage.population.registeredAt[host] > first - HOST_DAYS.before * DAY) return;
  for (let visit = 0; visit < 6; visit++) {
    const day = HOST_DAYS.before - (visit * (HOST_DAYS.before - HOST_DAYS.until)) / 6;
    const at = first - (day - 3 * rng.unit()) * DAY;
    stage.script.session(at, host, { device, address: whereabouts(crew, host, at) });
  }
  stage.devices.use(host, device, WEIGHT.shared, first - HOST_DAYS.until * DAY);
  ring.hosts.add(host);
}
