import type { FeatureDefinition } from './definition.ts';
import { definer } from './feature-makers.ts';

const { number } = definer({ group: 'graph', source: 'C', asOf: 'before' });
const MISSING = 'nobody is known to make it';

/** Of those to whom the user is tied closest, as of the last UTC midnight. */
export const COMMUNITY_FEATURES: readonly FeatureDefinition[] = [
  number({
    name: 'community_users',
    unit: 'users',
    window: '90 d',
    formula:
      'Users of the community (see above) that the user was in at the last UTC midnight, by what was known before it; 0 without one.',
    missing: MISSING,
    read: ({ state, user }) => (user < 0 ? NaN : state.sharing.communities.usersOf(user)),
  }),
  number({
    name: 'community_density',
    unit: 'ratio',
    window: '90 d',
    formula:
      'Pairs of users of that community who share something over all pairs of its users; 0 without one.',
    missing: MISSING,
    read: ({ state, user }) => (user < 0 ? NaN : state.sharing.communities.densityOf(user)),
  }),
];
