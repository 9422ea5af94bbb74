import { DAY } from '../../kernel/time.ts';
import type { TableColumn } from './column.ts';
import { ANY, count, flag, text } from './column-makers.ts';
import { NEW } from './device-columns.ts';

const NO_ADDRESS = 'the payment names no address';
const UNKNOWN = 'no address, or reference data does not say';

/** What is known of the address, always of its block (the IPv4 address, or the IPv6 /64). */
export const NETWORK_COLUMNS: readonly TableColumn[] = [
  text('ip_kind', 'network', 'Kind of network, by reference data.', {
    empty: UNKNOWN,
    read: ({ block }) => block?.history.text('kind'),
  }),
  flag('ip_is_vpn', 'network', 'A VPN exit or a hosting provider, by reference data.', {
    empty: UNKNOWN,
    read: ({ block }) => {
      const kind = block?.history.text('kind');
      const isVpn = block?.history.flag('isVpn');
      return kind === undefined && isVpn === undefined
        ? undefined
        : isVpn === true || kind === 'vpn' || kind === 'hosting';
    },
  }),
  text('ip_country', 'network', 'Country of the address, by reference data.', {
    empty: UNKNOWN,
    read: ({ block }) => block?.history.text('country'),
  }),
  flag('ip_country_differs', 'network', 'Country of the address is not the billing country.', {
    empty: 'either is not known',
    read: ({ block, paid }) => {
      const country = block?.history.text('country');
      return country === undefined || paid.billingCountry === undefined
        ? undefined
        : country !== paid.billingCountry;
    },
  }),
  flag('ip_is_new', 'network', 'The user was first there less than a day before.', {
    empty: NO_ADDRESS,
    read: ({ at, user, block }) => (block ? at - (user.blocks.first(block.id) ?? at) < NEW : undefined),
  }),
  count(
    'ip_users_7d',
    'network',
    'Users of the address in 7 days, this one among them; 0 without an address.',
    ANY,
    ({ at, block, paid }) => (block ? block.history.users.countSinceWith(at - 7 * DAY, paid.user) : 0),
  ),
  count(
    'ips_7d',
    'network',
    'Addresses of the user in 7 days, this one among them.',
    ANY,
    ({ at, user, block }) => user.blocks.countSinceWith(at - 7 * DAY, block?.id),
  ),
  count(
    'ip_countries_7d',
    'network',
    'Countries of the addresses of the user in 7 days, this one among them.',
    ANY,
    ({ at, ipCountriesSince }) => ipCountriesSince(at - 7 * DAY).size,
  ),
];
