import { householdMembers } from './population.ts';
import type { Stage } from './stage.ts';

/** Customers in one home from which on it looks like something; staff from which on wages are a fan-out. */
const LARGE_HOUSEHOLD = 5;
const LARGE_STAFF = 10;

/**
 * Puts on record the look-alikes that nobody plants because life itself makes them: large families, offices, campuses,
 * payrolls, and each country's carrier NAT (its addresses only: everybody with a phone is behind them).
 */
export function recordCrowds(stage: Stage): void {
  recordHomes(stage);
  recordWork(stage);
  for (const country of new Set(stage.population.countryOf)) {
    const addresses = stage.places.carrierAddresses(country);
    stage.truth.lookalike(
      'carrier-nat',
      addresses.map((address) => stage.truth.address(address)),
    );
  }
}

function recordHomes({ population, places, truth, cast }: Stage): void {
  for (let household = 0; household < population.households; household++) {
    const members = householdMembers(population, household);
    if (members.length < LARGE_HOUSEHOLD || !places.isFixed(household)) continue;
    truth.lookalike('family-home', [
      ...members.filter((user) => cast.isInnocent(user)).map((user) => truth.user(user)),
      truth.address(places.home(household, 0)),
    ]);
  }
}

function recordWork(stage: Stage): void {
  const { population, places, truth, economy, accounts, cast } = stage;
  const present = new Map<number, number[]>();
  for (let user = 0; user < population.size; user++) {
    const place = places.work[user];
    if (place < 0 || !cast.isInnocent(user)) continue;
    if (!present.has(place)) present.set(place, []);
    present.get(place)!.push(user);
  }
  const campuses = new Set(places.campuses);
  for (const [place, users] of present)
    truth.lookalike(campuses.has(place) ? 'campus' : 'office', [
      ...users.map((user) => truth.user(user)),
      truth.address(place),
    ]);
  economy.staff.forEach((staff, employer) => {
    if (staff.length < LARGE_STAFF) return;
    truth.lookalike('payroll-fan-out', [
      truth.account(economy.employers[employer]),
      ...staff.map((user) => truth.account(accounts.main(user))),
    ]);
  });
}
