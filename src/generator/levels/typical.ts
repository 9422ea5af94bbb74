import type { Level } from '../level.ts';

/**
 * What a bank or wallet sees on a usual day. Sources in the comments: (P) public statistics, (M) measured on public
 * data sets, (E) expert estimate, (S) our own choice.
 */
export const typical: Level = {
  name: 'typical',
  population: {
    householdSizes: [28, 35, 15, 13, 9], // P: census tables of household sizes
    marketShare: 0.6, // S
    freshShare: 0.12, // S
    tenureYears: 3, // S
    householdName: 0.8, // S
    given: { phone: 0.97, nationalId: 0.7, dateOfBirth: 0.9, address: 0.85 }, // S
    accounts: [70, 30], // S: one or two
  },
  devices: {
    own: [88, 11, 1], // with the shared ones 1.5 devices per user (P)
    // E: users per device in 90 days 1: 90 %, 2: 7 %, 3: 1.8 %, 4 to 5: 0.9 %; more than that are look-alikes below
    familySizes: [70, 18, 5.5, 3.5],
    boughtShare: 0.07, // S: a device that is replaced every three to four years, over 90 days
    kioskUsers: { median: 40, p99: 2000 }, // E
    kiosksAllowed: 0.5, // S
  },
  network: {
    kindKnown: 0.9, // S
    homes: [45, 20, 25, 10], // S
    poolAddressesPerHome: 2.5, // gives 3 to 15 users per address in 30 days (E)
    natUsers: { median: 30, p99: 1500 }, // E
    cafeUsers: 60, // E: 20 to 2,000 that never return
    vpnShare: 0.05, // S
    usersPerVpnExit: 60, // S; in life up to 100,000 (E)
    studentShare: 0.06, // S
    studentsPerCampus: 400, // E: campus and office 200 to 20,000
    whereabouts: [62, 34, 4], // S
    atWork: 0.45, // S
  },
  life: {
    visits: 0.35, // S: with the rest about one event per user and day
    visitsSigma: 0.8, // S
    cardPayments: 0.22, // S
    onlinePayment: 0.25, // S
    failedLogin: 0.04, // S
    payees: { median: 1.1, p99: 50 }, // with wages, bills and those who pay them 4 counterparties in 90 days (median, E)
    transfersPerPayee: 1.1, // P: a real peer-to-peer set has about 3 transfers per user
    nearPayees: 0.5, // S
    transferAmount: { median: 4_500, p99: 120_000 }, // S
    paymentAmount: { median: 2_800, p99: 45_000 }, // S
    balanceReports: 0.04, // S
    profileChanges: 0.002, // S
    bankConnections: 0.002, // S
    chargedBack: 0.002, // S
    debitReturned: 0.005, // S
    settled: 0.2, // S
    hours: [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 12, 11, 9, 9, 10, 12, 14, 15, 14, 11, 7, 4], // S
  },
  economy: {
    employed: 0.6, // S
    staffPerEmployer: { median: 8, p99: 400 }, // E: payroll up to 2,000
    income: { median: 220_000, p99: 900_000 }, // S
    renting: 0.45, // S
    rent: { median: 75_000, p99: 220_000 }, // S
    billsPerUser: 1.2, // S
    bill: { median: 5_500, p99: 30_000 }, // S
    saving: 0.3, // S
    usersPerMerchant: 40, // S
    institutionKnown: 0.95, // S
  },
  lookalikes: {
    'family-device': { per10k: 1250 }, // E: the shares of familySizes over 1.25 devices per user
    'workplace-device': { per10k: 25 }, // E: 6 to 10 users, 0.2 % of devices
    kiosk: { per10k: 6 }, // E: more than 10 users, 0.05 % of devices
    'device-resale': { per10k: 16, monthly: true }, // E: 1 to 2 % of devices a year
    'family-sign-up': { per10k: 10 }, // S
    promotion: { per10k: 4 }, // S
    'move-in': { per10k: 1.5 }, // S
    refund: { per10k: 8, monthly: true }, // S: pairs with three refunds or more
    'give-and-take': { per10k: 450, monthly: true }, // E: 300 to 800 cycles of length 2
    'settling-up': { per10k: 10, monthly: true }, // E: 20 to 60 cycles of length 3, the others arise by themselves
    netting: { per10k: 4.5, monthly: true }, // E: conserved within 10 % and 7 days: 2 to 6 of three, 0.5 to 2 longer
    'own-accounts': { per10k: 10, monthly: true }, // S
    'cash-pool': { per10k: 6 }, // S
    'rent-payroll': { per10k: 5 }, // S
    'savings-circle': { per10k: 3 }, // S
    'gift-fan-in': { per10k: 3, monthly: true }, // S
    'father-son': { per10k: 20 }, // S
    'recycled-phone': { per10k: 10 }, // S
    'rent-day': { per10k: 5, monthly: true }, // S
    'bank-switch': { per10k: 6, monthly: true }, // S
    'holiday-booking': { per10k: 8, monthly: true }, // S
    'big-ticket': { per10k: 6, monthly: true }, // S
    'back-from-pause': { per10k: 6, monthly: true }, // S
  },
  rings: {
    // E
    sizes: [
      { from: 3, to: 5, weight: 50 },
      { from: 6, to: 15, weight: 35 },
      { from: 16, to: 60, weight: 12 },
      { from: 61, to: 120, weight: 3 },
    ],
    kinds: {
      'device-sharing': { weight: 22, minSize: 3 },
      'ip-recycling': { weight: 18, minSize: 3 },
      kiting: { weight: 22, minSize: 3 },
      'co-sharing': { weight: 14, minSize: 3 },
      'shared-identity': { weight: 10, minSize: 3 },
      mixed: { weight: 14, minSize: 3 },
    },
    realPeople: 0.6,
    joinDays: [1, 6],
    blocks: [
      { kind: 'residential', weight: 35, minSize: 3 },
      { kind: 'hosting', weight: 25, minSize: 3 },
      { kind: 'vpn', weight: 25, minSize: 3 },
      { kind: 'unknown', weight: 15, minSize: 3 },
    ],
    pairs: [50, 30, 20],
    viaVpn: 0.4,
    evasion: {
      slowJoins: 0.25,
      slowDays: [10, 45],
      partial: 0.3,
      takingPart: [0.5, 0.9],
      agedAccounts: 0.2,
      untidyStays: 0.3,
      borrowedBlocks: 0.4,
      brokenLoops: 0.25,
    },
    collecting: 0.4,
    victims: 0.3,
  },
  loners: {
    share: 0.2, // S
    kinds: { 'liquidity-crunch': 22, 'link-burst': 18, ato: 25, 'bust-out': 20, 'sleeper-ato': 15 }, // S
  },
  labels: {
    share: 0.5, // S
    delayMean: 5, // log-normal with mean 5 days: the seed of the project
    delaySigma: 0.9, // S
    inconclusive: 0.08, // S
    roleNamed: 0.3, // S
    falseAlarms: 3, // S
    openQuestions: 3, // S
  },
};
