import { may } from '../app/access.ts';
import { findFinding, listFindings, ringsOfFinding } from '../app/list-rings.ts';
import { pageOf } from '../app/serving/page.ts';
import { EDGE_ENDS, graphFacts } from '../graph/model/graph-facts.ts';
import type { Event } from '../graph/model/event.ts';
import type { Role } from '../graph/model/finding.ts';
import { connection } from './connection.ts';
import type { ApiContext } from './context.ts';
import { withEvents } from './events.ts';
import { linkId, nodeId } from './ids.ts';
import type { FindingModel } from './models.ts';
import type { MemberRole, Resolvers } from './schema-types.ts';
import { transactionOf } from './transaction.ts';

/** Events of a proof that are read for the links they show. */
const PROOF = 200;

export const finding = {
  Member: {
    entity: ({ type, id }) => ({ type, id }),
    role: ({ role }) => roleName(role),
    since: ({ since }) => since.at,
  },
  Evidence: {
    eventId: ({ id }) => id,
    transaction: (event) => transactionOf(event),
  },
  Finding: {
    id: ({ id }) => `Finding:${id}`,
    findingId: ({ id }) => id,
    subject: ({ subject, members }, _args, { principal }) => {
      const names = members.some(({ type }) => type === 'Identifier') && !may(principal, 'personal');
      return names ? null : subject.map((part) => (typeof part === 'string' ? part : part.join(':')));
    },
    firstAt: ({ first }) => first.at,
    lastAt: ({ last }) => last.at,
    strength: ({ strength }) => strength / 10_000,
    evidence: ({ evidence }, args, context) => {
      const page = pageOf(
        evidence.map((key, place) => ({ key, place })),
        ({ place }) => [place],
        args,
      );
      const keys = page.items.map(({ item }) => item.key);
      return withEvents(keys, context, (events) => {
        const items = page.items.flatMap(({ cursor }, i) => (events[i] ? [{ item: events[i], cursor }] : []));
        return connection({ ...page, items }, args.after);
      });
    },
    nodeIds: ({ members }, _args, { principal }) => members.map((member) => nodeId(member, principal)),
    linkIds: linkIdsOf,
    binds: ({ binds }) => typeof binds !== 'string',
    notBinding: ({ binds }) => (typeof binds === 'string' ? binds : null),
    circumstantial: ({ circumstantial }) => circumstantial ?? false,
    instances: ({ instances }) => instances ?? null,
    rings: (found, _args, { serving }) => ringsOfFinding(serving, found),
  },
  Query: {
    finding: (_root, { id }, { serving }) => findFinding(serving, id),
    findings: (_root, args, { serving }) => connection(listFindings(serving, args), args.after),
  },
} satisfies Resolvers;

/** Of findings whose proof was all there: neither they nor their events ever change. */
const known = new WeakMap<FindingModel, readonly string[]>();

/** Links that the events of a proof show, each once. */
function linkIdsOf(
  found: FindingModel,
  _args: object,
  context: ApiContext,
): readonly string[] | Promise<readonly string[]> {
  const before = known.get(found);
  if (before) return before;
  return withEvents(found.evidence.slice(0, PROOF), context, (events) => {
    const ids = [...new Set(events.flatMap((event) => (event ? linksOf(event, context) : [])))];
    if (events.every((event) => event !== undefined)) known.set(found, ids);
    return ids;
  });
}

/** Ids of links are the same for everybody: no link has an end that is hidden from some. */
function linksOf(event: Event, { principal }: ApiContext): string[] {
  return graphFacts(event).edges.map(({ type, from, to }) => {
    const [fromType, toType] = EDGE_ENDS[type];
    return linkId({ type, from: { type: fromType, id: from }, to: { type: toType, id: to } }, principal);
  });
}

function roleName(role: Role): MemberRole {
  return role.toUpperCase().replace('-', '_') as MemberRole;
}
