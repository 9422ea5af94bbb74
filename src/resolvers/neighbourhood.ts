import { expandEntity } from '../app/expand-entity.ts';
import { findPath } from '../app/find-path.ts';
import { connection } from './connection.ts';
import { entitiesOf, entityOf, linkId, nodeId } from './ids.ts';
import type { Resolvers } from './schema-types.ts';

export const neighbourhood = {
  Link: {
    id: (link, _args, { principal }) => linkId(link, principal),
  },
  Neighbour: {
    entity: ({ neighbour }) => neighbour,
  },
  Query: {
    neighbourCounts: async (_root, { ids }, { loaders, principal }) =>
      Promise.all(
        entitiesOf(ids).map(async (ref) => ({
          id: nodeId(ref, principal),
          counts: (await loaders.neighbourCounts.load(ref)).map((count) => ({
            ...count,
            direction: count.direction === 'out' ? ('OUT' as const) : ('IN' as const),
          })),
        })),
      ),
    expand: async (_root, { id, exclude, ...rest }, { serving }) => {
      const request = { ...rest, exclude: exclude ? entitiesOf(exclude) : null };
      const { page, truncated } = await expandEntity(serving, entityOf(id), request);
      return { ...connection(page, rest.after), truncated };
    },
    path: async (_root, { a, b, maxHops }, { serving }) => {
      const path = await findPath(serving, entityOf(a), entityOf(b), maxHops ?? undefined);
      return { ...path, found: path.nodes.length > 0 };
    },
  },
} satisfies Resolvers;
