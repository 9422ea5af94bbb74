import { DAY, HOUR } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';
import { IMPOSSIBLE_KM, IMPOSSIBLE_KMH, NEW_FOR, SHORTEST_TRIP } from './limits.ts';
import type { Trip } from './places.ts';
import type { ThingView } from './thing-view.ts';
import type { TieTable } from './tie-table.ts';

const NO_PLACE = 'no place is known here or before';

const clock = definer({ group: 'transaction', source: 'B', asOf: 'itself' });
const anomaly = definer({ group: 'transaction', source: 'V', asOf: 'before' });
const records = definer({ group: 'transaction', source: 'S', asOf: 'before' });

/** Whether a tie is less than a day old, or not there; NaN where there is nothing to be tied to. */
function isNew({ at }: Glance, ties: TieTable, left: number, right: number): number {
  if (left < 0 || right < 0) return NaN;
  const tie = ties.find(left, right);
  return flagOf(tie < 0 || at - ties.first(tie) < NEW_FOR);
}

function isNewThing({ user, at }: Glance, { thing, since }: ThingView): number {
  return user < 0 || thing < 0 ? NaN : flagOf(at - since < NEW_FOR);
}

function speed(trip: Trip | null): number {
  return trip === null ? NaN : trip.km / (Math.max(SHORTEST_TRIP, trip.time) / HOUR);
}

function hoursSince(at: number, then: number | undefined): number {
  return then === undefined ? NaN : Math.max(0, at - then) / HOUR;
}

/** When, where and with what a transaction is made, beside what its user is known for. */
export const BEHAVIOUR_FEATURES: readonly FeatureDefinition[] = [
  clock.number({
    name: 'hour',
    unit: 'hour',
    formula: 'Hour of the day, 0 to 23, by the user’s own clock (UTC where the zone is not known).',
    read: ({ opened }) => opened.hour,
  }),
  clock.number({
    name: 'weekday',
    unit: 'day',
    formula: 'Day of the week by the same clock, 1 Monday to 7 Sunday.',
    read: ({ opened }) => opened.weekday,
  }),
  anomaly.flag({
    name: 'new_device',
    window: '90 d',
    formula: 'The user first used the device less than a day before, or not in the 90 days.',
    missing: 'no user or no device',
    read: (glance) => isNewThing(glance, glance.usedDevice),
  }),
  anomaly.flag({
    name: 'new_ip',
    window: '90 d',
    formula: 'The user was first at the address less than a day before, or not in the 90 days.',
    missing: 'no user or no address',
    read: (glance) => isNewThing(glance, glance.usedBlock),
  }),
  anomaly.flag({
    name: 'new_merchant',
    window: '90 d',
    formula: 'The user first paid the merchant less than a day before, or not in the 90 days.',
    missing: 'no user, or a transfer',
    read: (glance) => isNew(glance, glance.state.shopping, glance.user, glance.merchant),
  }),
  anomaly.flag({
    name: 'new_payee',
    window: '90 d',
    formula: 'The account first paid the payee less than a day before, or not in the 90 days.',
    missing: 'a payment',
    read: (glance) => isNew(glance, glance.state.money, glance.account, glance.payee),
  }),
  anomaly.number({
    name: 'distance_km',
    unit: 'km',
    window: 'ever',
    formula:
      'From the last place known before this visit: where a payment or session of the user was, not within half an hour and 100 km of here. A transaction that names no place is where the user was within half an hour before.',
    missing: NO_PLACE,
    read: ({ trip }) => trip?.km ?? NaN,
  }),
  anomaly.number({
    name: 'speed_kmh',
    unit: 'km/h',
    window: 'ever',
    formula: 'That distance over the time between, at least a minute.',
    missing: NO_PLACE,
    read: ({ trip }) => speed(trip),
  }),
  anomaly.flag({
    name: 'impossible_travel',
    window: 'ever',
    formula: `Faster than ${IMPOSSIBLE_KMH.toLocaleString('en-US')} km/h over more than ${IMPOSSIBLE_KM} km.`,
    missing: NO_PLACE,
    read: ({ trip }) =>
      trip === null ? NaN : flagOf(trip.km > IMPOSSIBLE_KM && speed(trip) > IMPOSSIBLE_KMH),
  }),
  records.number({
    name: 'merchant_risk_score',
    unit: 'points',
    window: 'ever',
    formula: 'Risk of the merchant, 0 to 100, by reference data; unusual above 80.',
    missing: 'a transfer, or nobody says',
    read: ({ merchant, state }) => state.merchantRisk(merchant) ?? NaN,
  }),
  records.number({
    name: 'email_change_age_hours',
    unit: 'hours',
    window: 'ever',
    formula: 'Since the user last changed the e-mail address; a warning below 72.',
    missing: 'it never changed',
    read: ({ at, person }) => hoursSince(at, person?.emailChange.at),
  }),
  records.number({
    name: 'phone_change_age_hours',
    unit: 'hours',
    window: 'ever',
    formula: 'Since the user last changed the phone number; a warning below 72.',
    missing: 'it never changed',
    read: ({ at, person }) => hoursSince(at, person?.phoneChange.at),
  }),
  records.number({
    name: 'account_age_days',
    unit: 'days',
    window: 'ever',
    formula: 'Since the paying account was opened.',
    missing: 'the opening is not known',
    read: ({ at, payer }) => hoursSince(at, payer?.openedAt) / (DAY / HOUR),
  }),
];
