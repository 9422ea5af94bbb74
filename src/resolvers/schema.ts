import { makeExecutableSchema } from '@graphql-tools/schema';
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql';
import { demand, PERMISSIONS, type Permission } from '../app/access.ts';
import { common } from './common.ts';
import type { ApiContext } from './context.ts';
import { detector } from './detector.ts';
import { entity } from './entity.ts';
import { finding } from './finding.ts';
import { ingest } from './ingest.ts';
import { label } from './label.ts';
import { model } from './model.ts';
import { neighbourhood } from './neighbourhood.ts';
import { policy } from './policy.ts';
import { ringEvent } from './ring-event.ts';
import { ring } from './ring.ts';
import { risk } from './risk.ts';
import { schemaText } from './schema-text.ts';
import { score } from './score.ts';
import { stats } from './stats.ts';
import { transaction } from './transaction.ts';

const RESOLVERS = [
  common,
  detector,
  entity,
  finding,
  ingest,
  label,
  model,
  neighbourhood,
  policy,
  ring,
  ringEvent,
  risk,
  score,
  stats,
  transaction,
];

/**
 * The schema with all resolvers. Every field of the three roots asks for the permission that it names.
 * @throws Error for one that names none: nothing is open by forgetting
 */
export function makeSchema(): GraphQLSchema {
  const schema = makeExecutableSchema<ApiContext>({
    typeDefs: schemaText(),
    resolvers: RESOLVERS,
    inheritResolversFromInterfaces: false,
  });
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const field of Object.values(root!.getFields())) guard(field, permissionOf(root!.name, field));
  return schema;
}

/** The permission that a field of a root names with `@needs`. */
export function permissionOf(root: string, { name, astNode }: GraphQLField<unknown, unknown>): Permission {
  const directive = astNode?.directives?.find((found) => found.name.value === 'needs');
  const value = directive?.arguments?.[0]?.value;
  const permission = PERMISSIONS.find(
    (known) => value?.kind === 'EnumValue' && value.value.toLowerCase() === known,
  );
  if (permission === undefined) throw new Error(`${root}.${name} does not say what it needs`);
  return permission;
}

type Field = GraphQLField<unknown, ApiContext>;

function guard(field: Field, permission: Permission): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (root, args, context, info) => {
    demand(context.principal, permission);
    return resolve(root, args, context, info);
  };
  if (!subscribe) return;
  field.subscribe = (root, args, context, info) => {
    demand(context.principal, permission);
    return subscribe(root, args, context, info);
  };
}
