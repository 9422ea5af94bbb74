import { DAY, HOUR } from '../../kernel/time.ts';
import { choicesOption, durationOption, integerOption, unset, type OptionTable } from '../options.ts';

export const TIER_NAMES = ['many', 'burst', 'signup-burst', 'slow'] as const;
export type TierName = (typeof TIER_NAMES)[number];

export interface DeviceSharingOptions {
  readonly tiers: readonly TierName[];
  readonly minUsers: number | undefined;
  /** Milliseconds. */
  readonly window: number | undefined;
  /** Milliseconds. */
  readonly maxAccountAge: number | undefined;
}

/** One way in which sharing a device is too much. */
export interface Tier {
  /** Stands in the subject, so it is part of a finding's id. */
  readonly name: TierName | 'custom';
  readonly minUsers: number;
  /** Milliseconds, Infinity for no limit. */
  readonly window: number;
  /** Oldest account that counts, milliseconds; Infinity: every account, also one without a registration. */
  readonly maxAccountAge: number;
  /** Only registrations are uses. */
  readonly registrationsOnly: boolean;
  /** Basis points by which a finding's strength is multiplied. */
  readonly weight: number;
}

const TIERS: Readonly<Record<TierName, Tier>> = {
  many: tier('many', { minUsers: 6, window: 7 * DAY }),
  burst: tier('burst', { minUsers: 3, window: 24 * HOUR, maxAccountAge: 72 * HOUR }),
  'signup-burst': tier('signup-burst', { minUsers: 2, window: HOUR, registrationsOnly: true }),
  slow: tier('slow', { minUsers: 3, window: 90 * DAY, weight: 3_000 }),
};

function tier(
  name: Tier['name'],
  set: Pick<Tier, 'minUsers' | 'window'> & Partial<Omit<Tier, 'name'>>,
): Tier {
  return { name, maxAccountAge: Infinity, registrationsOnly: false, weight: 10_000, ...set };
}

/** The tiers that options ask for: the chosen ones, or `custom` alone as soon as one of its three values is set. */
export function tiersOf({ tiers, minUsers, window, maxAccountAge }: DeviceSharingOptions): Tier[] {
  if (minUsers === undefined && window === undefined && maxAccountAge === undefined)
    return TIER_NAMES.filter((name) => tiers.includes(name)).map((name) => TIERS[name]);
  return [
    tier('custom', {
      minUsers: minUsers ?? 3,
      window: window ?? 7 * DAY,
      maxAccountAge: maxAccountAge ?? Infinity,
    }),
  ];
}

/** Whether a use (epoch ms) makes its user count in a tier, by when that user had registered, as far as known then. */
export function isYoungEnough(
  { maxAccountAge }: Tier,
  at: number,
  registeredAt: () => number | undefined,
): boolean {
  if (maxAccountAge === Infinity) return true;
  const registered = registeredAt();
  return registered !== undefined && at - registered <= maxAccountAge;
}

export const DEVICE_SHARING_OPTIONS: OptionTable<DeviceSharingOptions> = {
  tiers: choicesOption(TIER_NAMES, TIER_NAMES, {
    doc:
      'Tiers that are looked for: many (6 users in 7 days), burst (3 users in 24 hours with accounts up to 72 hours ' +
      'old), signup-burst (2 registrations in 1 hour), slow (3 users in 90 days, low strength).',
    source:
      'many: more than 5 users, the usual rule of thumb. burst, slow: expert estimates. signup-burst: on the ' +
      'e-commerce set fraud-data, users that sign up within 24 hours on one device are fraud in 91 % of cases.',
  }),
  minUsers: unset(
    integerOption(
      3,
      { min: 2 },
      {
        doc: 'Replaces all tiers by one, custom: distinct users in the window (3 if only another value is set).',
        source:
          'On the e-commerce set fraud-data, devices with 3 users or more: precision 0.91, recall 0.36.',
      },
    ),
  ),
  window: unset(
    durationOption('7d', {
      doc: 'Replaces all tiers by one, custom: length of the window (7d if only another value is set).',
      source: 'The window of the tier many.',
    }),
  ),
  maxAccountAge: unset(
    durationOption('none', {
      doc: 'Replaces all tiers by one, custom: oldest account that counts, at its use (none if only another value is set).',
      source: 'No limit unless asked for.',
    }),
  ),
};
