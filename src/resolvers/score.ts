import { demand } from '../app/access.ts';
import { listScores, scoreTransaction } from '../app/score-transaction.ts';
import { connection } from './connection.ts';
import { linkId, nodeId } from './ids.ts';
import type { Decision, Resolvers } from './schema-types.ts';

export const score = {
  Reason: {
    value: ({ value }) => (value === null ? null : String(value)),
    nodeIds: ({ evidence }, _args, { principal }) => evidence.nodes.map((ref) => nodeId(ref, principal)),
    linkIds: ({ evidence }, _args, { principal }) => evidence.edges.map((edge) => linkId(edge, principal)),
  },
  Score: {
    source: ({ event }) => event[0],
    eventId: ({ event }) => event[1],
    user: ({ user }) => (user === null ? null : { type: 'User', id: user }),
    accounts: ({ accounts }) => accounts.map((id) => ({ type: 'Account', id })),
    decision: ({ decision }) => decision as Decision,
    shadow: ({ shadow }) => shadow && { ...shadow, decision: shadow.decision as Decision },
    expectedCost: ({ expectedCost, amount: { currency } }) => {
      if (expectedCost === null) return null;
      const { approve, review, deny, cheapest } = expectedCost;
      const money = (minor: number) => ({ minor, currency });
      return { approve: money(approve), review: money(review), deny: money(deny), cheapest };
    },
  },
  Query: {
    latestScores: (_root, args, { serving }) => connection(listScores(serving, args), args.after),
  },
  Mutation: {
    score: (_root, args, { serving, principal }) => {
      if (args.store) demand(principal, 'ingest');
      return scoreTransaction(serving, args);
    },
  },
  Subscription: {
    scores: {
      subscribe: async function* (_root, { sinceSeq, stream }, { serving, stop }) {
        const { engine, clock } = serving;
        const since =
          sinceSeq === null || sinceSeq === undefined ? null : { seq: sinceSeq, stream: stream ?? null };
        for await (const event of engine.scorer.book.feed.read(since, stop, () => clock.now()))
          yield { scores: event };
      },
    },
  },
} satisfies Resolvers;
