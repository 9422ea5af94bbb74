import { may } from '../app/access.ts';
import { listFindings } from '../app/list-rings.ts';
import { searchEntities } from '../app/search-entities.ts';
import type { PropertyValue } from '../graph/model/graph-facts.ts';
import { connection } from './connection.ts';
import type { ApiContext } from './context.ts';
import { entitiesOf, nodeId, shownId } from './ids.ts';
import type { EntityModel } from './models.ts';
import type { Resolvers, UserResolvers } from './schema-types.ts';

/** Properties that say something about a person, by name. */
export const PERSONAL_PROPERTIES: ReadonlySet<string> = new Set([
  'name',
  'email',
  'phone',
  'nationalId',
  'dateOfBirth',
  'address',
  'accountNumber',
  'allowListOwner',
]);

/** Addresses of the network have a property of the name `address` too, which is their id. */
function isHidden(ref: EntityModel, name: string, { principal }: ApiContext): boolean {
  if (may(principal, 'personal')) return false;
  return ref.type === 'Identifier' || (ref.type !== 'IpAddress' && PERSONAL_PROPERTIES.has(name));
}

type Properties = Readonly<Record<string, PropertyValue>>;

/** Of an entity that no event names (any more), which a finding may still name, there are none. */
async function propertiesOf(ref: EntityModel, { loaders }: ApiContext): Promise<Properties> {
  return (await loaders.entity.load(ref))?.properties ?? {};
}

/** The value of one property as text, or null where there is none or it may not be seen. */
function property(name: string) {
  return async (ref: EntityModel, _args: object, context: ApiContext): Promise<string | null> => {
    if (isHidden(ref, name, context)) return null;
    const value = (await propertiesOf(ref, context))[name];
    return value === undefined ? null : String(value);
  };
}

/** What all entities have. */
const FIELDS = {
  id: (ref, _args, { principal }) => nodeId(ref, principal),
  entityId: (ref, _args, { principal }) => shownId(ref, principal),
  properties: async (ref, _args, context) =>
    Object.entries(await propertiesOf(ref, context))
      .filter(([name]) => !isHidden(ref, name, context))
      .map(([name, value]) => ({ name, value: String(value) })),
  labels: (ref, _args, { serving }) => serving.engine.labels.labelsOf({ type: ref.type, id: ref.id }),
  labelVersion: (ref, _args, { serving }) => serving.engine.labels.versionOf({ type: ref.type, id: ref.id }),
  rings: (ref, _args, { serving }) => serving.engine.view.ringsOf(ref),
  findings: (ref, args, { serving }) =>
    connection(listFindings(serving, { ...args, member: ref }), args.after),
  neighbourCounts: async (ref, _args, { loaders }) =>
    (await loaders.neighbourCounts.load(ref)).map((count) => ({
      ...count,
      direction: count.direction === 'out' ? 'OUT' : 'IN',
    })),
} satisfies Omit<UserResolvers, 'name' | 'email' | 'phone'>;

export const entity = {
  Entity: { __resolveType: ({ type }) => type },
  User: { ...FIELDS, name: property('name'), email: property('email'), phone: property('phone') },
  Device: { ...FIELDS, deviceType: property('deviceType'), os: property('os') },
  Account: { ...FIELDS, accountType: property('accountType'), currency: property('currency') },
  IpAddress: { ...FIELDS, block: property('block'), kind: property('kind'), country: property('country') },
  Merchant: { ...FIELDS, merchantType: property('merchantType') },
  Identifier: FIELDS,
  Query: {
    entity: (_root, ref, { loaders }) => loaders.entity.load(ref),
    entities: (_root, { ids }, { loaders }) =>
      Promise.all(entitiesOf(ids).map((ref) => loaders.entity.load(ref))),
    search: (_root, { text, first }, { serving, principal }) =>
      searchEntities(serving, text, first ?? null, may(principal, 'personal')),
  },
} satisfies Resolvers;
