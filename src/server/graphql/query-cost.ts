import {
  isListType,
  isNonNullType,
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { DEFAULT_PAGE, MAX_PAGE } from '../../app/serving/page.ts';
import { RingfenceError } from '../../kernel/errors.ts';

export interface CostedQuery {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** Items of a list that has no size of its own: members of a ring, findings, steps. */
const USUAL_LIST = 20;
/** What a field costs that looks into the store by itself, beside what it gives. */
const LOOKS: Readonly<Record<string, number>> = {
  path: 2_000,
  search: 200,
  stats: 500,
  expand: 100,
  transactions: 100,
  graph: 50,
  evaluation: 5_000,
  latestScores: 100,
  modelRuns: 100,
};

/**
 * What an operation may cost: one for each field, times the items of the lists around it as the arguments say, in
 * whatever form: literal, variable, or the default of either.
 */
export function queryCost({ schema, document, operationName, variables = {} }: CostedQuery): number {
  return getComplexity({
    schema,
    query: document,
    variables: { ...variables },
    ...(operationName === undefined ? {} : { operationName }),
    estimators: [costOf],
  });
}

/**
 * Costs of documents that cost the same whatever their variables are, for as long as the server keeps the documents; null
 * for those whose cost is counted anew each time.
 */
const known = new WeakMap<DocumentNode, number | null>();

function knownCost(query: CostedQuery): number {
  const { document } = query;
  const before = known.get(document);
  if (before !== undefined && before !== null) return before;
  const cost = queryCost(query);
  if (before === undefined) known.set(document, isFixed(document) ? cost : null);
  return cost;
}

/** Whether it has one operation, and variables only as whole arguments of fields that the cost does not look at. */
function isFixed(document: DocumentNode): boolean {
  let operations = 0;
  let fixed = true;
  visit(document, {
    OperationDefinition: () => void operations++,
    // Where a variable is declared it says nothing yet; its default is not looked at either.
    VariableDefinition: () => false,
    Argument: ({ name, value }, _key, _parent, _path, ancestors) => {
      const owner = ancestors.at(-1) as ASTNode | readonly ASTNode[];
      const field = Array.isArray(owner) ? (ancestors.at(-2) as ASTNode) : (owner as ASTNode);
      if (value.kind !== Kind.VARIABLE) return undefined;
      if (field.kind !== Kind.FIELD || SIZES.includes(name.value)) fixed = false;
      return false;
    },
    Variable: () => void (fixed = false),
  });
  return fixed && operations === 1;
}

/** Arguments that say how many items a list has. */
const SIZES: readonly string[] = ['first', 'ids'];

/** @throws RingfenceError QUERY_TOO_COSTLY; REQUEST_INVALID where variables are not as declared */
export function refuseCostly(query: CostedQuery, limit: number): void {
  let cost: number;
  try {
    cost = knownCost(query);
  } catch {
    throw new RingfenceError('REQUEST_INVALID', 'the variables are not as the operation declares them');
  }
  if (cost > limit)
    throw new RingfenceError(
      'QUERY_TOO_COSTLY',
      `the query may cost ${cost}, and ${limit} is the most that is taken`,
    );
}

function costOf({ args, childComplexity, field, type }: ComplexityEstimatorArgs): number {
  const own = 1 + (LOOKS[field.name] ?? 0);
  // The lists inside a connection have the size that the connection was asked for.
  const inConnection = type.name.endsWith('Connection') && ['edges', 'nodes'].includes(field.name);
  const items = inConnection ? 1 : itemsOf(field.type, args as Readonly<Record<string, unknown>>);
  return own + items * childComplexity;
}

function itemsOf(type: GraphQLOutputType, args: Readonly<Record<string, unknown>>): number {
  if (Array.isArray(args.ids)) return args.ids.length;
  if ('first' in args)
    return Math.min(typeof args.first === 'number' ? Math.max(args.first, 0) : DEFAULT_PAGE, MAX_PAGE);
  return isListType(isNonNullType(type) ? type.ofType : type) ? USUAL_LIST : 1;
}
