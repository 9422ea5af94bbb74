import { ingestEvents, type IngestOutcome as Outcome } from '../app/ingest-events.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { IngestOutcome, Resolvers } from './schema-types.ts';

/** Events in one mutation; more go by REST. */
const MOST = 1_000;

export const ingest = {
  Mutation: {
    ingest: async (_root, { events }, { serving }) => {
      if (events.length > MOST)
        throw new RingfenceError('REQUEST_TOO_LARGE', `${events.length} events; at most ${MOST} at once`);
      const outcomes = await ingestEvents(serving, events);
      const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
      return {
        accepted: count('accepted'),
        duplicates: count('duplicate'),
        conflicts: count('conflict'),
        refused: count('refused'),
        outcomes: outcomes.map(view),
      };
    },
  },
} satisfies Resolvers;

function view(outcome: Outcome): IngestOutcome {
  const [source, eventId] = outcome.key ?? [null, null];
  const told = 'code' in outcome ? outcome : { code: null, message: null, field: null };
  const { code, message, field } = told;
  const seq = 'seq' in outcome ? outcome.seq : null;
  return { outcome: outcome.outcome, source, eventId, seq, code, message, field };
}
