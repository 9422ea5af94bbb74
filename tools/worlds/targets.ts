import type { Level } from '../../src/generator/level.ts';
import { typical } from '../../src/generator/levels/typical.ts';
import type { LevelName } from '../../src/generator/level.ts';

/** Where a target comes from: measured on a public data set, a public source, an expert's estimate, our own setting. */
export type Mark = 'M' | 'P' | 'E' | 'S';
export type Band = readonly [low: number, high: number];

/** What a measured figure should be. */
export interface Target {
  /** Name of the reading. */
  readonly id: string;
  readonly label: string;
  /** The target in words and numbers. */
  readonly target: string;
  readonly mark: Mark;
  readonly unit?: 'share';
  /** Both ends are still good; a reading that rests on a sample may be two standard errors beyond them. */
  readonly band: Band;
  /** Other bands, where a level means to differ; `null` where it has no such target. */
  readonly levels?: Partial<Record<LevelName, Band | null>>;
  /** Users a world must have for this to hold. */
  readonly fromUsers?: number;
  /** Why the band is as wide as it is. */
  readonly why: string;
  /** Set where worlds miss the target and are known to: what they hold instead, and why. */
  readonly missed?: { readonly band: Band; readonly why: string };
}

export interface TargetGroup {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Target[];
}

const tidy = (value: number): number => Number(value.toPrecision(3));
const around = (value: number, off: number): Band => [tidy(Math.max(0, value - off)), tidy(value + off)];
const relative = (value: number, off: number): Band => [tidy(value * (1 - off)), tidy(value * (1 + off))];

/** Households as registrations show them: people are customers, and give their address, by chance. */
export function seenHouseholds({ population }: Level): number[] {
  const seen = population.marketShare * population.given.address;
  const weights = [0, 0, 0, 0, 0];
  const total = population.householdSizes.reduce((sum, weight) => sum + weight, 0);
  population.householdSizes.forEach((weight, i) => {
    const people = i + 1;
    for (let customers = 1; customers <= people; customers++)
      weights[customers - 1] +=
        (weight / total) * choose(people, customers) * seen ** customers * (1 - seen) ** (people - customers);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}

const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;

export const DEVICE_SHARES = {
  '1': 0.9,
  '2': 0.07,
  '3': 0.018,
  '4-5': 0.009,
  '6-10': 0.002,
  more: 0.0005,
} as const;
export const RING_SIZES = { '3-5': 0.5, '6-15': 0.35, '16-60': 0.12, more: 0.03 } as const;
/** Nearly nobody shares: all others are the easier to see. */
const EASY_DEVICES: Record<string, Band> = {
  '1': [0.94, 0.98],
  '2': [0.02, 0.06],
  '3': [0, 0.002],
  '4-5': [0, 0.002],
  '6-10': [0, 0.002],
  more: [0, 0.0006],
};
const easyDeviceBand = (name: string): Band => EASY_DEVICES[name];

const devices: TargetGroup = {
  name: 'devices',
  title: 'Devices',
  rows: [
    ...Object.entries(DEVICE_SHARES).map(([name, value]): Target => ({
      id: `usersPerDevice.${name}`,
      label: `devices with ${name === 'more' ? 'more' : name} user${name === '1' ? '' : 's'} in 90 days`,
      target: percent(value),
      mark: 'E',
      unit: 'share',
      band:
        value > 0.05
          ? relative(value, value > 0.5 ? 0.02 : 0.15)
          : relative(value, value > 0.005 ? 0.3 : 0.6),
      levels: { easy: easyDeviceBand(name) },
      why: 'an estimate to one figure: the rarer, the rougher',
    })),
    {
      id: 'usersPerDevice.crowdMedian',
      label: 'users of a device with more than ten, median',
      target: '40, up to 2,000',
      mark: 'E',
      band: [20, 80],
      why: 'an order of magnitude; one device in 2,000, so a world has few',
      fromUsers: 20_000,
      levels: { easy: null },
    },
    {
      id: 'pairsOfShared',
      label: 'shared devices with exactly two users',
      target: '76 %',
      mark: 'M',
      unit: 'share',
      band: around(0.76, 0.06),
      levels: { easy: [0.95, 1] },
      why: 'one data set of one country; the bands above come to 71 %',
    },
    {
      id: 'resalePerYear',
      label: 'devices sold on in a year',
      target: '1 to 2 %',
      mark: 'E',
      unit: 'share',
      band: [0.01, 0.02],
      levels: { easy: [0.001, 0.01] },
      why: 'the range itself',
    },
    {
      id: 'devicesPerUser',
      label: 'devices per user in 90 days',
      target: '1.5',
      mark: 'P',
      band: around(1.5, 0.15),
      levels: { easy: around(1.3, 0.1) },
      why: 'given to one decimal, of one business',
    },
  ],
};

const addresses: TargetGroup = {
  name: 'addresses',
  title: 'Addresses',
  rows: [
    {
      id: 'usersPerAddress.home.median',
      label: 'users of a home in 30 days, median',
      target: '1 to 2: the household, thinned by market share',
      mark: 'P',
      band: [1, 2],
      why: 'a median of small whole numbers is one or the other',
    },
    {
      id: 'usersPerAddress.home.p99',
      label: 'users of a home, 99th percentile',
      target: '4',
      mark: 'P',
      band: [3, 5],
      why: 'a fifth of the households of five has all its people among the customers',
    },
    {
      id: 'usersPerAddress.pool.median',
      label: 'users of an address that is renumbered daily, median',
      target: '3 to 15',
      mark: 'E',
      band: [3, 15],
      why: 'the range itself',
    },
    {
      id: 'usersPerAddress.pool.p99',
      label: 'the same, 99th percentile',
      target: 'at most 15',
      mark: 'E',
      band: [6, 15],
      why: 'the range is meant for nearly all addresses',
    },
    {
      id: 'usersPerAddress.carrier-nat.median',
      label: 'users behind carrier NAT, median',
      target: '30',
      mark: 'E',
      band: relative(30, 0.4),
      why: 'an estimate; few addresses, of very unequal size',
    },
    {
      id: 'usersPerAddress.carrier-nat.p99',
      label: 'users behind carrier NAT, 99th percentile',
      target: '1,500',
      mark: 'E',
      band: [750, 2_250],
      fromUsers: 20_000,
      why: 'half as many or half as many again: seven addresses decide it, and small countries run out of users',
    },
    {
      id: 'usersPerAddress.campus.median',
      label: 'users of a campus or large office, median',
      target: '200 to 20,000',
      mark: 'E',
      band: [200, 20_000],
      fromUsers: 20_000,
      why: 'the range itself',
      missed: {
        band: [25, 200],
        why: 'stands at fairs and sites with 100 staff, of whom 60 % have a desk, count as campus too; the campuses themselves have some 300',
      },
    },
    {
      id: 'usersPerAddress.campus.p99',
      label: 'users of a campus or large office, 99th percentile',
      target: '200 to 20,000',
      mark: 'E',
      band: [200, 20_000],
      why: 'the range itself',
    },
    {
      id: 'usersPerAddress.cafe.median',
      label: 'users of a café or hotel, median',
      target: '20 to 2,000',
      mark: 'E',
      band: [20, 2_000],
      why: 'the range itself',
    },
    {
      id: 'usersPerAddress.vpn.median',
      label: 'users of a VPN exit, median',
      target: 'up to 100,000',
      mark: 'E',
      band: [20, 100_000],
      why: 'only an upper end is known; an exit with fewer than 20 users hides nobody',
    },
    {
      id: 'v6Rotates',
      label: 'IPv6 devices with another address on another day',
      target: 'all: rotates within 24 h',
      mark: 'E',
      unit: 'share',
      band: [0.99, 1],
      why: 'RFC 8981 lets an address live a day',
    },
    {
      id: 'addressesPerUser',
      label: 'addresses (blocks) per user in 90 days',
      target: '44',
      mark: 'P',
      band: relative(44, 0.3),
      why: 'of one business, over its whole history',
      missed: {
        band: [10, 25],
        why: 'a user here looks in 0.35 times a day (S), so 90 days have 32 visits; the 44 were gathered over years',
      },
    },
  ],
};

const people: TargetGroup = {
  name: 'people',
  title: 'People',
  rows: [
    ...seenHouseholds(typical).map((value, i): Target => ({
      id: `household.${i + 1}`,
      label: `postal addresses with ${i + 1} customer${i === 0 ? '' : 's'}`,
      target: percent(value),
      mark: 'P',
      unit: 'share',
      band: around(value, Math.max(0.004, value * 0.05)),
      why: 'sizes 28, 35, 15, 13, 9 % thinned by market share and by addresses not given; the last household is cut',
    })),
    {
      id: 'prevalence',
      label: 'users with fraud',
      target: 'as asked: 5 %',
      mark: 'S',
      unit: 'share',
      band: around(0.05, 0.0005),
      why: 'rounding to whole users',
    },
    {
      id: 'giantComponent',
      label: 'users in the giant component of raw links',
      target: 'nearly everybody',
      mark: 'P',
      unit: 'share',
      band: [0.97, 1],
      why: 'some people have no link at all yet',
    },
    {
      id: 'cardsPerUser',
      label: 'cards per user',
      target: '3.5',
      mark: 'P',
      band: relative(3.5, 0.2),
      why: 'of one business',
      missed: {
        band: [0.9, 1.2],
        why: 'a user has one card here, that of the current account; nothing looks at cards yet',
      },
    },
    {
      id: 'eventsPerUserDay',
      label: 'events per user and day',
      target: 'about 0.8',
      mark: 'S',
      band: [0.65, 1.05],
      why: 'our own choice; a quarter off would make old figures of speed meaningless',
    },
    {
      id: 'hours.night',
      label: 'visits from 0 to 6 h by the own clock',
      target: '5 %',
      mark: 'S',
      unit: 'share',
      band: [0.035, 0.06],
      why: 'our own choice; uniform would be 25 %',
    },
    {
      id: 'hours.evening',
      label: 'visits from 17 to 22 h',
      target: '36 %',
      mark: 'S',
      unit: 'share',
      band: [0.32, 0.4],
      why: 'our own choice; uniform would be 21 %',
    },
  ],
};

const money: TargetGroup = {
  name: 'money',
  title: 'Money',
  rows: [
    {
      id: 'transfersPerUser',
      label: 'transfers between people, per user in 90 days',
      target: 'about 3',
      mark: 'P',
      band: [2, 4.5],
      why: '"about", of one business; half as many again would be another business',
      missed: {
        band: [3.5, 6],
        why: 'a median of 4 and a 99th percentile of 60 counterparties take more transfers than 3 on average',
      },
      levels: { easy: [2, 4.5] },
    },
    {
      id: 'counterparties.median',
      label: 'counterparties in 90 days, median',
      target: '4',
      mark: 'E',
      band: [3, 5],
      why: 'whole numbers: one to either side',
    },
    {
      id: 'counterparties.p99',
      label: 'counterparties in 90 days, 99th percentile',
      target: '60',
      mark: 'E',
      band: relative(60, 0.3),
      levels: { easy: [10, 25] },
      why: 'an estimate to one figure',
    },
    {
      id: 'cycles.two',
      label: 'loops of two innocents per 10,000 users and 30 days',
      target: '300 to 800',
      mark: 'E',
      band: [300, 800],
      levels: { easy: [150, 400] },
      why: 'the range itself',
    },
    {
      id: 'cycles.three',
      label: 'loops of three',
      target: '20 to 60',
      mark: 'E',
      band: [20, 60],
      levels: { easy: [2, 20] },
      why: 'the range itself',
    },
    {
      id: 'cycles.conservedThree',
      label: 'loops of three that keep the money within 10 %',
      target: '2 to 6',
      mark: 'E',
      band: [2, 6],
      levels: { easy: [0, 2] },
      why: 'the range itself',
    },
    {
      id: 'cycles.conservedLonger',
      label: 'longer ones that keep it',
      target: '0.5 to 2',
      mark: 'E',
      band: [0.5, 2],
      levels: { easy: [0, 1] },
      why: 'the range itself',
    },
    {
      id: 'cycles.conservedThree.self',
      label: 'loops of three of one owner that keep it, beside these',
      target: 'some: own accounts, cash pools',
      mark: 'E',
      band: [5, 30],
      levels: { easy: [2, 15] },
      why: 'no number is known; they bind nothing, and are counted apart',
    },
  ],
};

const rings: TargetGroup = {
  name: 'rings',
  title: 'Rings, look-alikes and labels',
  rows: [
    ...Object.entries(RING_SIZES).map(([name, value]): Target => ({
      id: `ringSize.${name}`,
      label: `rings of ${name === 'more' ? 'more than 60' : name}`,
      target: percent(value),
      mark: 'E',
      unit: 'share',
      band: around(value, value > 0.1 ? 0.06 : 0.03),
      levels: name === '16-60' ? { easy: around(0.15, 0.06) } : {},
      why: 'no ring may have more than a quarter of all members, so large ones are cut in small worlds',
    })),
    {
      id: 'plantedPerRing',
      label:
        'look-alike groups of several people or accounts per ring, without families, employers and carriers',
      target: '5 to 10',
      mark: 'E',
      band: [5, 10],
      levels: { easy: [0.5, 4], hard: [5, 25], adversarial: [5, 25] },
      why: 'the range itself, at 5 % fraud; hard levels mean to have more; the rarer fraud is, the more there are',
    },
    {
      id: 'overlap.all',
      label: 'rings that overlap look-alikes on every single feature',
      target: 'at least 30 %',
      mark: 'E',
      unit: 'share',
      band: [0.3, 1],
      levels: { easy: null },
      why: 'the range itself',
    },
    {
      id: 'joins.median',
      label: 'days from the first to the last sign-up of a ring, median',
      target: '1 to 6',
      mark: 'S',
      band: [1, 6],
      levels: { easy: [0.5, 4], hard: null, adversarial: null },
      why: 'the range itself',
    },
    {
      id: 'joins.slow',
      label: 'rings that take more than ten days',
      target: '25 %',
      mark: 'S',
      unit: 'share',
      band: around(0.2, 0.1),
      levels: { easy: [0, 0.02], hard: null, adversarial: null },
      why: 'a quarter of the rings draws 10 to 45 days, within which a small one may still sign up at once',
    },
    {
      id: 'labels.share',
      label: 'ring members with a label by the end',
      target: '50 %, less those still on their way',
      mark: 'S',
      unit: 'share',
      band: [0.38, 0.52],
      why: 'late acts are labelled after the end',
    },
    {
      id: 'labels.delayMean',
      label: 'days from the act to the label, mean',
      target: '5',
      mark: 'S',
      band: [4.25, 5.25],
      why: 'log-normal: labels that take longer than the 30 days that are left are not seen, which costs a quarter of a day',
    },
    {
      id: 'labels.delaySigma',
      label: 'sigma of its logarithm',
      target: '0.9',
      mark: 'S',
      band: around(0.9, 0.08),
      why: 'cut as above',
    },
  ],
};

/** Every target that worlds are measured against, in the order of the page. */
export const TARGETS: readonly TargetGroup[] = [people, devices, addresses, money, rings];
