import { detectBeside } from '../app/detect-thread.ts';
import { listDetectors } from '../app/list-detectors.ts';
import type { Resolvers } from './schema-types.ts';

export const detector = {
  Query: {
    detectors: (_root, _args, { serving }) => listDetectors(serving),
  },
  Mutation: {
    detect: (_root, { detectors }, { serving }) => detectBeside(serving, detectors ?? null),
  },
} satisfies Resolvers;
