import { labelSubject } from '../app/label-subject.ts';
import { entityOf } from './ids.ts';
import type { FraudAxis, Resolvers } from './schema-types.ts';

const AXES = { FIRST_PARTY: 'first-party', THIRD_PARTY: 'third-party', SCAM: 'scam' } as const;
const NAMES = {
  'first-party': 'FIRST_PARTY',
  'third-party': 'THIRD_PARTY',
  scam: 'SCAM',
} as const satisfies Record<string, FraudAxis>;

export const label = {
  Label: {
    eventId: ({ id }) => id,
    axis: ({ axis }) => (axis ? NAMES[axis] : null),
    type: ({ type }) => type ?? null,
    role: ({ role }) => role ?? null,
  },
  Mutation: {
    label: async (_root, { input }, { serving, loaders }) => {
      const { subject, axis, ...rest } = input;
      const ref = entityOf(subject);
      const result = await labelSubject(serving, { ...rest, subject: ref, axis: axis ? AXES[axis] : null });
      return { ...result, entity: await loaders.entity.load(ref) };
    },
  },
} satisfies Resolvers;
