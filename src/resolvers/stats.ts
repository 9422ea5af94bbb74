import { servingStats, timeSeries } from '../app/serving-stats.ts';
import type { Resolvers } from './schema-types.ts';

export const stats = {
  Hub: {
    entity: ({ type, id }) => ({ type, id }),
  },
  Query: {
    stats: (_root, _args, { serving }) => servingStats(serving),
    hubs: (_root, _args, { serving }) => serving.engine.view.hubs,
    timeSeries: (_root, { metric, from, to }, { serving }) => timeSeries(serving, metric, from, to),
  },
} satisfies Resolvers;
