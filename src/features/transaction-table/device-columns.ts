import { DAY, HOUR } from '../../kernel/time.ts';
import type { TableColumn } from './column.ts';
import { ANY, count, flag, number, since, text } from './column-makers.ts';

/** What is new if the user first used it less than this before: the visit itself has already used it. */
export const NEW = DAY;

/** What is known of the device. */
export const DEVICE_COLUMNS: readonly TableColumn[] = [
  flag('device_is_new', 'device', 'The user first used the device less than a day before.', {
    read: ({ at, user, paid }) => at - (user.devices.first(paid.device) ?? at) < NEW,
  }),
  number(
    'device_known_hours',
    'device',
    'hours',
    'Since the user first used the device; 0 when never before.',
    {
      range: ANY,
      read: ({ at, user, paid }) => since(at, user.devices.first(paid.device) ?? at, HOUR),
    },
  ),
  number('device_age_days', 'device', 'days', 'Since anybody first used the device; 0 when nobody did.', {
    range: ANY,
    read: ({ at, device }) => since(at, device.firstUse ?? at, DAY),
  }),
  count('device_users', 'device', 'Other users who ever used the device.', ANY, ({ user, device, paid }) =>
    Math.max(0, device.users.size - Number(user.devices.first(paid.device) !== undefined)),
  ),
  count(
    'device_users_7d',
    'device',
    'Users of the device in 7 days, this one among them.',
    [1, Number.MAX_SAFE_INTEGER],
    ({ at, device, paid }) => device.users.countSinceWith(at - 7 * DAY, paid.user),
  ),
  count(
    'devices_30d',
    'device',
    'Devices of the user in 30 days, this one among them.',
    [1, Number.MAX_SAFE_INTEGER],
    ({ at, user, paid }) => user.devices.countSinceWith(at - 30 * DAY, paid.device),
  ),
  text('device_type', 'device', 'Phone, desktop or tablet, by reference data.', {
    empty: 'reference data does not say',
    read: ({ device }) => device.text('type'),
  }),
  text('device_os', 'device', 'Operating system, by reference data.', {
    empty: 'reference data does not say',
    read: ({ device }) => device.text('os'),
  }),
];
