import { DAY } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';
import { TIE_SPAN, WALK_LIMITS } from './limits.ts';

const { number, flag } = definer({ group: 'graph', source: 'R', asOf: 'with it' });
const WINDOWS = [
  { name: '24h', window: '24 h', span: DAY },
  { name: '7d', window: '7 d', span: 7 * DAY },
  { name: '90d', window: '90 d', span: TIE_SPAN },
] as const;
const THINGS = [
  { side: 'device', users: 'device_users', missing: 'it names no device' },
  { side: 'block', users: 'ip_users', missing: 'it names no address' },
] as const;
const CAPPED = `${WALK_LIMITS.count.toLocaleString('en-US')} stands for that many or more`;

/** Users who used a thing since so long before the transaction, its own user among them. */
function usersSince({ state, limits, user, at, now }: Glance, thing: number, span: number): number {
  if (thing < 0) return NaN;
  const { ties } = state.sharing;
  const own = user < 0 ? -1 : ties.find(user, thing, now);
  const isIn = user < 0 || (own >= 0 && ties.last(own) >= at - span);
  // All ties alive were used in the longest window, so nobody has to count them.
  const others =
    span < TIE_SPAN ? ties.countOfRight(thing, at - span, limits.count, now) : ties.sizeOfRight(thing, now);
  return Math.min(limits.count, others + (isIn ? 0 : 1));
}

function tieAgeDays({ state, user, at, now }: Glance, thing: number): number {
  if (user < 0 || thing < 0) return NaN;
  const tie = state.sharing.ties.find(user, thing, now);
  return tie < 0 ? 0 : Math.max(0, at - state.sharing.ties.first(tie)) / DAY;
}

/** Who else uses what the transaction uses. */
export const SHARING_FEATURES: readonly FeatureDefinition[] = [
  ...THINGS.flatMap(({ side, users, missing }) =>
    WINDOWS.map(({ name, window, span }) =>
      number({
        name: `${users}_${name}`,
        window,
        formula: `Different users of the ${side === 'device' ? 'device' : 'address (IPv6: of the /64)'}, this one among them; ${CAPPED}.`,
        missing,
        read: (glance) => usersSince(glance, glance[side], span),
      }),
    ),
  ),
  flag({
    name: 'device_is_hub',
    window: '90 d',
    formula: 'The device is a hub (see above).',
    asOf: 'before',
    missing: 'it names no device',
    read: ({ state, device, now }) => (device < 0 ? NaN : flagOf(state.sharing.isHub(device, now))),
  }),
  flag({
    name: 'ip_is_hub',
    window: '90 d',
    formula: 'The address is a hub (see above).',
    asOf: 'before',
    missing: 'it names no address',
    read: ({ state, block, now }) => (block < 0 ? NaN : flagOf(state.sharing.isHub(block, now))),
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
    read: (glance) => tieAgeDays(glance, glance.device),
  }),
  number({
    name: 'ip_tie_age_days',
    unit: 'days',
    window: '90 d',
    formula: 'Since the user was first at the address with no 90 days between two uses; 0 when it is new.',
    asOf: 'before',
    missing: 'no user or no address',
    read: (glance) => tieAgeDays(glance, glance.block),
  }),
  number({
    name: 'payee_tie_age_days',
    unit: 'days',
    window: '90 d',
    formula: 'Since the payer first paid the payee with no 90 days between two transfers; 0 when it is new.',
    asOf: 'before',
    missing: 'a payment',
    read: ({ state, account, payee, at, now }) => {
      if (payee < 0) return NaN;
      const tie = state.money.find(account, payee, now);
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
