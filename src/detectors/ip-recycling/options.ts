import type { IpKind } from '../../graph/model/ip.ts';
import { durationOption, integerOption, type OptionSpec, type OptionTable } from '../options.ts';

export interface IpRecyclingOptions {
  readonly residentialUsers: number;
  readonly mobileUsers: number;
  readonly hostingUsers: number;
  readonly vpnUsers: number;
  readonly carrierNatUsers: number;
  readonly campusUsers: number;
  readonly unknownUsers: number;
  /** Milliseconds. */
  readonly window: number;
  /** Milliseconds. */
  readonly freshness: number;
  /** Milliseconds. */
  readonly maxStay: number;
}

const ESTIMATE = 'Expert estimate';

function usersOption(value: number, addresses: string, source: string): OptionSpec<number> {
  return integerOption(
    value,
    { min: 2 },
    { doc: `Fresh, brief users within the window that are too many behind ${addresses}.`, source },
  );
}

export const IP_RECYCLING_OPTIONS: OptionTable<IpRecyclingOptions> = {
  residentialUsers: usersOption(4, 'a residential address', `${ESTIMATE}: a household seldom gains 4 users.`),
  mobileUsers: usersOption(
    50,
    'a mobile address',
    `${ESTIMATE}: mobile networks put many behind one address.`,
  ),
  hostingUsers: usersOption(4, 'an address of a hosting company', `${ESTIMATE}: people do not live there.`),
  vpnUsers: usersOption(4, 'a VPN', `${ESTIMATE}, as for hosting.`),
  carrierNatUsers: usersOption(50, 'carrier NAT', `${ESTIMATE}: median 30 users in 30 days.`),
  campusUsers: usersOption(50, 'a campus or office', `${ESTIMATE}: 200 to 20,000 users in 30 days.`),
  unknownUsers: usersOption(8, 'an address of unknown kind', `${ESTIMATE}: between home and mobile.`),
  window: durationOption('7d', {
    doc: 'How far back the first uses that count may lie.',
    source: `${ESTIMATE}: farms rotate addresses within days.`,
  }),
  freshness: durationOption('72h', {
    doc: 'Oldest account that counts as fresh at its first use of the address.',
    source: `${ESTIMATE}, as for device-sharing's tier burst.`,
  }),
  maxStay: durationOption('2h', {
    doc: 'Longest time from first to last use of the address for a user to count; a return later ends that.',
    source: `${ESTIMATE}: people come back to the addresses they live or work behind.`,
  }),
};

/** How many counted users are too many behind an address of a kind. */
export function thresholdOf(options: IpRecyclingOptions, kind: IpKind): number {
  return options[OPTION_OF[kind]];
}

const OPTION_OF = {
  residential: 'residentialUsers',
  mobile: 'mobileUsers',
  hosting: 'hostingUsers',
  vpn: 'vpnUsers',
  'carrier-nat': 'carrierNatUsers',
  campus: 'campusUsers',
  unknown: 'unknownUsers',
} as const satisfies Record<IpKind, keyof IpRecyclingOptions>;
