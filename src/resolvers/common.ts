import { findFinding, findRing, parseRef } from '../app/list-rings.ts';
import type { NodeModel } from './models.ts';
import type { Resolvers } from './schema-types.ts';
import { DateTime, EventInput, JsonInput, Money } from './scalars.ts';

export const common = {
  DateTime,
  Money,
  Event: EventInput,
  Json: JsonInput,
  Node: { __resolveType: typeOfNode },
  Query: {
    version: (_root, _args, { serving }) => serving.version,
    node: async (_root, { id }, { serving, loaders }): Promise<NodeModel | null> => {
      const [, type, rest] = /^(Ring|Finding):(.*)$/s.exec(id) ?? [];
      if (type === 'Ring') return findRing(serving, rest);
      if (type === 'Finding') return findFinding(serving, rest);
      const ref = parseRef(id);
      return ref && (await loaders.entity.load(ref));
    },
  },
} satisfies Resolvers;

function typeOfNode(node: NodeModel) {
  if ('history' in node) return 'Ring';
  return 'detector' in node ? 'Finding' : node.type;
}
