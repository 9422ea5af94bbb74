import { findRing, listRings } from '../app/list-rings.ts';
import { ringGraphInMemory } from '../app/ring-graphs.ts';
import { ringReasons } from '../app/subject-risk.ts';
import { connection } from './connection.ts';
import { withEvents } from './events.ts';
import { entityOf, nodeId } from './ids.ts';
import type { Resolvers } from './schema-types.ts';

/** Events of a reason that are shown. */
const PROOF = 25;

export const ring = {
  RingStep: {
    at: ({ at }) => at.at,
    finding: ({ finding }, _args, { serving }) => serving.engine.view.finding(finding),
    other: ({ other }) => other ?? null,
  },
  RingReason: {
    findings: ({ findings }, _args, { serving }) =>
      findings.map((id) => serving.engine.view.finding(id)).filter((found) => found !== null),
    nodeIds: ({ nodes }, _args, { principal }) => nodes.map((ref) => nodeId(ref, principal)),
    evidence: ({ events }, _args, context) =>
      withEvents(events.slice(0, PROOF), context, (found) => found.flatMap((event) => event ?? [])),
  },
  Ring: {
    id: ({ id }) => `Ring:${id}`,
    ringId: ({ id }) => id,
    version: (found, _args, { serving }) => serving.engine.view.version(found),
    strength: ({ strength }) => strength / 10_000,
    risk: ({ risk }) => risk ?? 0,
    reasons: (found, _args, { serving }) => ringReasons(serving, found),
    memberCount: ({ members }) => members.length,
    findings: ({ findings }, _args, { serving }) =>
      findings.map((id) => serving.engine.view.finding(id)).filter((found) => found !== null),
    graph: (found, _args, { serving, loaders }) =>
      ringGraphInMemory(serving, found) ?? loaders.ringGraph.load(found),
  },
  Query: {
    ring: (_root, { id }, { serving }) => findRing(serving, id),
    rings: (_root, { filter, sort, first, after }, { serving }) => {
      const { minStrength, member, ...rest } = filter ?? {};
      const page = listRings(serving, {
        ...rest,
        minStrength: minStrength ? minStrength * 10_000 : null,
        member: member ? entityOf(member) : null,
        sort: sort ?? null,
        first: first ?? null,
        after: after ?? null,
      });
      return connection(page, after);
    },
  },
} satisfies Resolvers;
