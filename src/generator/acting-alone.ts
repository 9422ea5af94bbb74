import { DAY, HOUR, MINUTE } from '../kernel/time.ts';
import type { Rng } from '../kernel/rng.ts';
import { ownSpot } from './conduct.ts';
import type { Loner } from './loner.ts';
import { countryOfUser } from './population.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

/** What fraud by one person, and innocents who look like it, do alike. */

/** Local hours between which an act is off-hours whatever the clock does in the night that summer time begins. */
const NIGHT = { from: 23.1, hours: 5.5 };

/** Most days of small purchases: inside the 30 days over which features look back. */
const BUILD_UP_DAYS = 28;

/** An instant in the night of a user's own time zone, on the UTC day of another instant. */
export function nightOf(stage: Stage, user: number, at: number, rng: Rng): number {
  const day = Math.floor((at - stage.start) / DAY);
  const hour = (NIGHT.from + NIGHT.hours * rng.unit()) % 24;
  return stage.time.at(day, countryOfUser(stage.population, user), hour);
}

/** How far before an instant purchases can go back: at most 28 days, and not before the window. */
export function buildUp(stage: Stage, at: number): number {
  return Math.min(BUILD_UP_DAYS * DAY, 0.95 * (at - stage.start));
}

/**
 * Small purchases spread over the time before an instant, half of them by card in shops. A legacy world has none: there
 * the fraud is all that anybody sees.
 * @param purchases.median minor units; single ones are 0.4 to 2.5 times that
 */
export function shopBefore(
  stage: Stage,
  user: number,
  purchases: { before: number; span: number; count: number; median: number },
  rng: Rng,
): void {
  if (stage.options.legacy) return;
  const { before, span, count, median } = purchases;
  const account = stage.accounts.main(user);
  for (let number = 0; number < count; number++) {
    // One in each of equal parts of the span, so that the time before is covered; the last leaves an hour or more.
    const at = before - span + ((number + 0.9 * rng.unit()) / count) * Math.max(0, span - HOUR);
    const minor = median * Math.min(2.5, Math.max(0.4, rng.logNormal(0, 0.5)));
    const shop = stage.economy.shop(user, rng);
    if (rng.chance(0.5)) stage.script.cardPayment(at, user, account, shop, minor);
    else stage.script.payment(at, user, account, shop, minor, ownSpot(stage, user, at));
  }
}

/** A device and an address that the user never had: a fraudster's, behind a VPN. */
export function strangeSpot(stage: Stage, rng: Rng): Spot {
  return { device: stage.devices.add(rng), address: stage.places.vpnExit(rng) };
}

/** A fraudulent payment from the person's everyday account, noted as such. */
export function strike(
  stage: Stage,
  person: Loner,
  payment: { at: number; minor: number; spot: Spot; shop?: number },
): number {
  const { minor, spot } = payment;
  // A payment can follow up to twelve minutes after its visit; it is to be in the window.
  const at = Math.min(payment.at, stage.end - 15 * MINUTE);
  const shop = payment.shop ?? stage.economy.riskyShop(person.rng);
  const account = stage.accounts.main(person.user);
  if (spot.device < 0) stage.script.cardPayment(at, person.user, account, shop, minor);
  else stage.script.payment(at, person.user, account, shop, minor, spot);
  const planned = stage.script.plan();
  person.struck({ at, planned });
  return planned;
}
