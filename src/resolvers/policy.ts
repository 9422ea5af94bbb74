import { policyInForce, setPolicy } from '../app/set-policy.ts';
import type { Resolvers } from './schema-types.ts';

export const policy = {
  Policy: {
    decides: ({ decides }) => (decides === 'legitimacy' ? 'LEGITIMACY' : 'EXPECTED_COST'),
    approve: ({ legitimacy }) => legitimacy.approve,
    deny: ({ legitimacy }) => legitimacy.deny,
    document: (found) => JSON.stringify(found),
  },
  Query: {
    policy: (_root, _args, { serving }) => policyInForce(serving),
  },
  Mutation: {
    setPolicy: async (_root, { input }, { serving }) => {
      const { result, duplicate } = await setPolicy(serving, input);
      return { policy: result, duplicate };
    },
  },
} satisfies Resolvers;
