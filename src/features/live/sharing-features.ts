import { DAY } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';
import { WALK_LIMITS } from './limits.ts';
import type { ThingView, UserCounts } from './thing-view.ts';

const { number, flag } = definer({ group: 'graph', source: 'R', asOf: 'with it' });
const WINDOWS = [
  { name: '24h', window: '24 h', read: ({ day }: UserCounts) => day },
  { name: '7d', window: '7 d', read: ({ week }: UserCounts) => week },
  { name: '90d', window: '90 d', read: ({ span }: UserCounts) => span },
];
const THINGS = [
  {
    users: 'device_users',
    what: 'device',
    missing: 'it names no device',
    of: ({ usedDevice }: Glance) => usedDevice,
  },
  {
    users: 'ip_users',
    what: 'address (IPv6: of the /64)',
    missing: 'it names no address',
    of: ({ usedBlock }: Glance) => usedBlock,
  },
];
const CAPPED = `${WALK_LIMITS.count.toLocaleString('en-US')} stands for that many or more`;

function isHub({ thing, isHub }: ThingView): number {
  return thing < 0 ? NaN : flagOf(isHub);
}

function tieAgeDays({ user, at }: Glance, { thing, since }: ThingView): number {
  return user < 0 || thing < 0 ? NaN : Math.max(0, at - since) / DAY;
}

/** Who else uses what the transaction uses. */
export const SHARING_FEATURES: readonly FeatureDefinition[] = [
  ...THINGS.flatMap(({ users, what, missing, of }) =>
    WINDOWS.map(({ name, window, read }) =>
      number({
        name: `${users}_${name}`,
        window,
        formula: `Different users of the ${what}, this one among them; ${CAPPED}.`,
        missing,
        read: (glance) => (of(glance).thing < 0 ? NaN : read(of(glance).users)),
      }),
    ),
  ),
  flag({
    name: 'device_is_hub',
    window: '90 d',
    formula: 'The device is a hub (see above).',
    asOf: 'before',
    missing: 'it names no device',
    read: ({ usedDevice }) => isHub(usedDevice),
  }),
  flag({
    name: 'ip_is_hub',
    window: '90 d',
    formula: 'The address is a hub (see above).',
    asOf: 'before',
    missing: 'it names no address',
    read: ({ usedBlock }) => isHub(usedBlock),
  }),
  number({
    name: 'shared_weight',
    unit: 'weight',
    window: '90 d',
    source: 'A',
    formula: `Sum of 1 / log2(n) over the devices, addresses and identity values that n >= 2 users use or hold, hubs apart; of the user’s latest ${WALK_LIMITS.tiesOfUser} ties and what the transaction uses.`,
    missing: 'nobody is known to make it',
    read: (glance) => (glance.user < 0 ? NaN : glance.sharing),
  }),
  number({
    name: 'device_tie_age_days',
    unit: 'days',
    window: '90 d',
    formula: 'Since the user first used the device with no 90 days between two uses; 0 when it is new.',
    asOf: 'before',
    missing: 'no user or no device',
    read: (glance) => tieAgeDays(glance, glance.usedDevice),
  }),
  number({
    name: 'ip_tie_age_days',
    unit: 'days',
    window: '90 d',
    formula: 'Since the user was first at the address with no 90 days between two uses; 0 when it is new.',
    asOf: 'before',
    missing: 'no user or no address',
    read: (glance) => tieAgeDays(glance, glance.usedBlock),
  }),
  number({
    name: 'payee_tie_age_days',
    unit: 'days',
    window: '90 d',
    formula: 'Since the payer first paid the payee with no 90 days between two transfers; 0 when it is new.',
    asOf: 'before',
    missing: 'a payment',
    read: ({ state, account, payee, at }) => {
      if (payee < 0) return NaN;
      const tie = state.money.find(account, payee);
      return tie < 0 ? 0 : Math.max(0, at - state.money.first(tie)) / DAY;
    },
  }),
  number({
    name: 'component_users',
    unit: 'users',
    window: 'ever',
    formula: 'Users joined with this one by devices and identity values, directly or over others.',
    asOf: 'before',
    missing: 'nobody is known to make it',
    read: ({ state, user }) => (user < 0 ? NaN : (state.sharing.componentOf(user)?.users ?? 1)),
  }),
  number({
    name: 'component_density',
    unit: 'ratio',
    window: 'ever',
    formula:
      'Ties made in that component over the ties there could be, users times things, at most 1; 0 when nothing ties the user.',
    asOf: 'before',
    missing: 'nobody is known to make it',
    read: ({ state, user }) => {
      if (user < 0) return NaN;
      const component = state.sharing.componentOf(user);
      return component ? Math.min(1, component.ties / (component.users * component.things)) : 0;
    },
  }),
];
