import type { Resolvers } from './schema-types.ts';

export const ringEvent = {
  Subscription: {
    ringEvents: {
      subscribe: async function* (_root, { sinceSeq, stream }, { serving, stop }) {
        const { engine, clock } = serving;
        const since =
          sinceSeq === null || sinceSeq === undefined ? null : { seq: sinceSeq, stream: stream ?? null };
        for await (const event of engine.feed.read(since, stop, () => clock.now()))
          yield { ringEvents: event };
      },
    },
  },
} satisfies Resolvers;
