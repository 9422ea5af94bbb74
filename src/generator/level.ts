import type { IpKind } from '../graph/model/ip.ts';
import type { CovertLevel } from './covert-level.ts';

export const LEVEL_NAMES = ['easy', 'typical', 'hard', 'adversarial'] as const;
export type LevelName = (typeof LEVEL_NAMES)[number];

/**
 * How hard a world is, as data: every distribution the generator draws from. A share is 0 to 1, weights need not add
 * up to anything, money is in minor units (cents), medians and 99th percentiles describe log-normal distributions.
 */
export interface Level {
  readonly name: LevelName;
  readonly population: PopulationLevel;
  readonly devices: DeviceLevel;
  readonly network: NetworkLevel;
  readonly life: LifeLevel;
  readonly economy: EconomyLevel;
  readonly lookalikes: Readonly<Record<string, Rate>>;
  readonly rings: RingLevel;
  readonly loners: LonerLevel;
  readonly labels: LabelLevel;
}

export interface LogNormal {
  readonly median: number;
  readonly p99: number;
}

/** Groups planted per 10,000 users: once, or for each 30 days of the window. */
export interface Rate {
  readonly per10k: number;
  readonly monthly?: boolean;
}

export interface PopulationLevel {
  /** Weights of households of 1, 2, 3, 4 and 5 people. */
  readonly householdSizes: readonly number[];
  /** Share of the people of a household who are customers. */
  readonly marketShare: number;
  /** Share of users who register inside the window; the others did so up to `tenureYears` before. */
  readonly freshShare: number;
  readonly tenureYears: number;
  /** Share of users who bear the name of their household. */
  readonly householdName: number;
  /** Share of registrations that give each field. */
  readonly given: {
    readonly phone: number;
    readonly nationalId: number;
    readonly dateOfBirth: number;
    readonly address: number;
  };
  /** Weights of one, two, … accounts per user. */
  readonly accounts: readonly number[];
}

export interface DeviceLevel {
  /** Weights of one, two, … devices that nobody else uses, per user. */
  readonly own: readonly number[];
  /** Weights of family devices with 2, 3, 4 and 5 users. */
  readonly familySizes: readonly number[];
  /** Share of shared devices (families, workplaces) that are bought inside the window; the others were there before. */
  readonly boughtShare: number;
  readonly kioskUsers: LogNormal;
  /** Share of kiosks that the bank knows as its own and has put on the allow-list. */
  readonly kiosksAllowed: number;
}

export interface NetworkLevel {
  /** Share of addresses of which reference data says the kind. */
  readonly kindKnown: number;
  /** Weights of how a home is connected: fixed IPv4, IPv6 prefix, an address from a pool each day, by phone only. */
  readonly homes: readonly [fixed: number, ipv6: number, pool: number, mobile: number];
  /** Addresses in a daily renumbered pool, per home in it. */
  readonly poolAddressesPerHome: number;
  /** Users per carrier-NAT address in 30 days. */
  readonly natUsers: LogNormal;
  /** Visitors of a café, hotel or train per address in 30 days. */
  readonly cafeUsers: number;
  readonly vpnShare: number;
  readonly usersPerVpnExit: number;
  readonly studentShare: number;
  readonly studentsPerCampus: number;
  /** Where people are when they are active: weights of home, on the move, elsewhere (café, hotel). */
  readonly whereabouts: readonly [home: number, mobile: number, elsewhere: number];
  /** Share of activity in office hours that comes from the office or campus, for those who have one. */
  readonly atWork: number;
}

export interface LifeLevel {
  /** Visits (one session each) per user and day, averaged over users; and how unequal users are (sigma). */
  readonly visits: number;
  readonly visitsSigma: number;
  /** Card payments in shops, with no device and address, per user and day. */
  readonly cardPayments: number;
  /** Chance that a visit ends in an online payment; in a failed login before it. */
  readonly onlinePayment: number;
  readonly failedLogin: number;
  /** Distinct people whom a user pays over 90 days, and transfers per payee in that time. */
  readonly payees: LogNormal;
  readonly transfersPerPayee: number;
  /** Share of payees who live near by or in the same household. */
  readonly nearPayees: number;
  readonly transferAmount: LogNormal;
  readonly paymentAmount: LogNormal;
  /** Per user and day. */
  readonly balanceReports: number;
  readonly profileChanges: number;
  readonly bankConnections: number;
  /** Share of online payments and direct debits that come back. */
  readonly chargedBack: number;
  readonly debitReturned: number;
  /** Share of online payments of which the settlement is reported. */
  readonly settled: number;
  /** Weights of the local hours 0 to 23. */
  readonly hours: readonly number[];
}

export interface EconomyLevel {
  readonly employed: number;
  readonly staffPerEmployer: LogNormal;
  readonly income: LogNormal;
  readonly renting: number;
  readonly rent: LogNormal;
  readonly billsPerUser: number;
  readonly bill: LogNormal;
  readonly saving: number;
  readonly usersPerMerchant: number;
  /** Share of employers, billers and merchants of which reference data says what they are. */
  readonly institutionKnown: number;
}

export interface RingLevel {
  /** Size bands with their weights. A band above what the world has room for is cut to it. */
  readonly sizes: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
  readonly kinds: Readonly<Record<string, { readonly weight: number; readonly minSize: number }>>;
  /** Share of members who are real people with a life of their own; the others exist on paper only. */
  readonly realPeople: number;
  /** From the first to the last join of a ring that does not evade, in days. */
  readonly joinDays: readonly [low: number, high: number];
  /** Kinds of the block an ip-recycling ring works from, with weights. */
  readonly blocks: readonly { readonly kind: IpKind; readonly weight: number; readonly minSize: number }[];
  /** Weights of what co-sharing rings share: device and address, phone and address, payee and device. */
  readonly pairs: readonly [deviceAddress: number, phoneAddress: number, payeeDevice: number];
  /** Share of a device-sharing ring's members who come through a VPN, the others from the organiser's home. */
  readonly viaVpn: number;
  readonly evasion: Evasion;
  /** Share of rings other than kiting rings that gather money on one account, and of those that have victims. */
  readonly collecting: number;
  readonly victims: number;
  /** Where set, rings are those of COVERT_PATTERNS and go by this, not by the settings between sizes and kinds and here. */
  readonly covert?: CovertLevel;
}

/** Share of rings that do each thing against being found. */
export interface Evasion {
  /** Joins spread over `slowDays`. */
  readonly slowJoins: number;
  readonly slowDays: readonly [low: number, high: number];
  /** Only `takingPart` of the members share what the ring shares. */
  readonly partial: number;
  readonly takingPart: readonly [low: number, high: number];
  /** Aged accounts, opened long before, in place of fresh ones. */
  readonly agedAccounts: number;
  /** Stays at a recycled address that overlap, or users who come back to it. */
  readonly untidyStays: number;
  /** An address that others use too: a popular VPN exit, or a home with people in it. */
  readonly borrowedBlocks: number;
  /** Money loops with a fee above a fifth, or slower than a week. */
  readonly brokenLoops: number;
}

/** Fraud without a ring. */
export interface LonerLevel {
  /** Share of the users with fraud who are in no ring, rounded down. */
  readonly share: number;
  /** Weights of the profiles. */
  readonly kinds: Readonly<Record<string, number>>;
}

export interface LabelLevel {
  /** Share of ring members who ever get a label, if the world lasts long enough. */
  readonly share: number;
  /** Days from the act to the label: log-normal with this mean (not median) and sigma. */
  readonly delayMean: number;
  readonly delaySigma: number;
  /** Share of labels of ring members that stay inconclusive; that name the member's role. */
  readonly inconclusive: number;
  readonly roleNamed: number;
  /** Innocents per 10,000 users and 30 days who are reported as fraud and cleared later; or left inconclusive. */
  readonly falseAlarms: number;
  readonly openQuestions: number;
}

/** z(0.99) of the standard normal distribution. */
const Z99 = 2.326_347_9;

/** Parameters mu and sigma of a log-normal given by its median and 99th percentile. */
export function logNormal(shape: LogNormal): { mu: number; sigma: number } {
  return { mu: Math.log(shape.median), sigma: Math.log(shape.p99 / shape.median) / Z99 };
}
