import { RingfenceError } from '../kernel/errors.ts';
import { subjectRisk, type RiskSubject } from '../app/subject-risk.ts';
import { entityOf } from './ids.ts';
import type { Resolvers, RiskSubject as RiskSubjectInput } from './schema-types.ts';

export const risk = {
  Query: {
    risk: (_root, { subject }, { serving }) => subjectRisk(serving, subjectOf(subject)),
  },
} satisfies Resolvers;

function subjectOf({ event, entity, ring }: RiskSubjectInput): RiskSubject {
  const given: RiskSubject[] = [];
  if (event) given.push({ event: [event.source, event.eventId] });
  if (entity !== null && entity !== undefined) given.push({ entity: entityOf(entity) });
  if (ring !== null && ring !== undefined) given.push({ ring });
  if (given.length === 1) return given[0];
  throw new RingfenceError('REQUEST_INVALID', 'subject is to have exactly one of event, entity and ring', {
    field: 'subject',
  });
}
