import type { IpKind } from '../graph/model/ip.ts';
import type { Rng } from '../kernel/rng.ts';
import { COUNTRIES } from './countries.ts';
import { countryOfUser } from './population.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

/** Another country than a user's, by how many live there. */
export function otherCountry(stage: Stage, user: number, rng: Rng): number {
  const own = countryOfUser(stage.population, user);
  return rng.weighted(COUNTRIES.map(({ weight }, country) => (country === own ? 0 : weight)));
}

/** An address that nobody had before. */
export function newAddress(stage: Stage, kind: IpKind, country: number, rng: Rng): number {
  return stage.network.add({ kind, country, known: rng.chance(stage.level.network.kindKnown) });
}

/** A fraudster at work: a device of their own, in a town of that country, on a line, a phone, a server or a VPN. */
export function fraudstersSpot(stage: Stage, country: number, rng: Rng): Spot {
  const device = stage.devices.add(rng);
  stage.geography.sendAway(device, stage.geography.town(country, rng));
  const address = [
    () => stage.places.mobile(country, rng),
    () => newAddress(stage, 'residential', country, rng),
    () => newAddress(stage, 'hosting', country, rng),
    () => stage.places.vpnExit(rng),
  ][rng.weighted([35, 35, 10, 20])]();
  return { device, address };
}
