import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import type { TableColumn } from './column.ts';
import { ANY, count, flag, number, rounded, since } from './column-makers.ts';
import { distanceKm } from './place.ts';

const AT_LEAST_ONE = [1, Number.MAX_SAFE_INTEGER] as const;
/** Half of the Earth's circumference, rounded up: no two places are further apart. */
const FURTHEST = 20_038;
const NO_PLACE = 'here or before, no place is known';
/** Places nearer in time count as this far apart: two at once would be infinitely fast. */
const SHORTEST = MINUTE;

/** What the user does, up to the paid. */
export const BEHAVIOUR_COLUMNS: readonly TableColumn[] = [
  count('sessions_24h', 'behaviour', 'Successful log-ins in 24 hours.', ANY, ({ at, user }) =>
    user.sessions.since(at - DAY),
  ),
  count('sessions_7d', 'behaviour', 'Successful log-ins in 7 days.', ANY, ({ at, user }) =>
    user.sessions.since(at - 7 * DAY),
  ),
  count('failed_logins_24h', 'behaviour', 'Failed log-ins in 24 hours.', ANY, ({ at, user }) =>
    user.failedLogins.since(at - DAY),
  ),
  number('seconds_since_session', 'behaviour', 'seconds', 'Since the last successful log-in.', {
    empty: 'there was none',
    range: ANY,
    read: ({ at, user }) => since(at, user.sessions.last, SECOND),
  }),
  number('seconds_since_registration', 'behaviour', 'seconds', 'Since the user registered.', {
    empty: 'the registration is not known',
    range: ANY,
    read: ({ at, user }) => since(at, user.registeredAt, SECOND),
  }),
  number('seconds_since_transaction', 'behaviour', 'seconds', 'Since the last transaction of the user.', {
    empty: 'it is the first',
    range: ANY,
    read: ({ at, user }) => since(at, user.transactions.last, SECOND),
  }),
  count(
    'transactions_1h',
    'behaviour',
    'Transactions in 1 hour, this one among them.',
    AT_LEAST_ONE,
    ({ at, user }) => user.transactions.since(at - HOUR) + 1,
  ),
  count(
    'transactions_24h',
    'behaviour',
    'Transactions in 24 hours, this one among them.',
    AT_LEAST_ONE,
    ({ at, user }) => user.transactions.since(at - DAY) + 1,
  ),
  count(
    'transactions_7d',
    'behaviour',
    'Transactions in 7 days, this one among them.',
    AT_LEAST_ONE,
    ({ at, user }) => user.transactions.since(at - 7 * DAY) + 1,
  ),
  number(
    'amount_24h',
    'behaviour',
    'minor units',
    'Sum of the transactions in 24 hours, this one among them, currencies not told apart.',
    {
      range: ANY,
      read: ({ at, user, paid }) => user.transactions.sumSince(at - DAY) + paid.amount.minor,
    },
  ),
  count('shop_payments_7d', 'behaviour', 'Payments by card in shops in 7 days.', ANY, ({ at, user }) =>
    user.shopPayments.since(at - 7 * DAY),
  ),
  count(
    'hour',
    'behaviour',
    'Hour of the day by the clock of the user (UTC when the zone is not known).',
    [0, 23],
    ({ clock }) => clock.hour,
  ),
  count(
    'weekday',
    'behaviour',
    'Day of the week by the same clock, 1 Monday to 7 Sunday.',
    [1, 7],
    ({ clock }) => clock.weekday,
  ),
  flag('off_hours', 'behaviour', 'From 22:00 to 06:00 by the same clock.', {
    read: ({ clock }) => clock.hour >= 22 || clock.hour < 6,
  }),
  number('distance_km', 'behaviour', 'km', 'From the last place known before this visit.', {
    empty: NO_PLACE,
    range: [0, FURTHEST],
    read: ({ here, before }) => (here && before ? rounded(distanceKm(here, before)) : undefined),
  }),
  number('speed_kmh', 'behaviour', 'km/h', 'That distance over the time between (at least a minute).', {
    empty: NO_PLACE,
    range: ANY,
    read: ({ here, before }) =>
      here && before
        ? rounded(distanceKm(here, before) / (Math.max(SHORTEST, here.at - before.at) / HOUR))
        : undefined,
  }),
];
