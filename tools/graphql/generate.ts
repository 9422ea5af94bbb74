/**
 * Writes the types of the schema, src/resolvers/schema-types.ts, and the sorted schema, tests/golden/schema.graphql:
 *
 *   node tools/graphql/generate.ts
 */
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { lexicographicSortSchema, parse, printSchema, type GraphQLSchema } from 'graphql';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { makeSchema } from '../../src/resolvers/schema.ts';
import { schemaText } from '../../src/resolvers/schema-text.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const TYPES = join(ROOT, 'src/resolvers/schema-types.ts');
export const GOLDEN = join(ROOT, 'tests/golden/schema.graphql');

const MODELS = './models.ts';
const mappers = Object.fromEntries(
  ['Entity', 'User', 'Device', 'Account', 'IpAddress', 'Merchant', 'Identifier'].map((name) => [
    name,
    `${MODELS}#EntityModel`,
  ]),
);
const CONFIG = {
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  immutableTypes: true,
  avoidOptionals: { field: true },
  contextType: './context.ts#ApiContext',
  // Root fields are resolved from nothing; an interface from what any of its types is.
  rootValueType: 'unknown',
  scalars: {
    ID: 'string',
    DateTime: 'number',
    Money: `${MODELS}#MoneyModel`,
    Event: 'unknown',
    Json: 'unknown',
  },
  mappers: {
    ...mappers,
    Transaction: `${MODELS}#TransactionModel`,
    Transfer: `${MODELS}#TransferModel`,
    Payment: `${MODELS}#PaymentModel`,
    Finding: `${MODELS}#FindingModel`,
    Ring: `${MODELS}#RingModel`,
    RingStep: `${MODELS}#RingStepModel`,
    RingMetrics: `${MODELS}#RingMetricsModel`,
    RingEvent: `${MODELS}#RingEventModel`,
    Member: `${MODELS}#MemberModel`,
    Evidence: `${MODELS}#EvidenceModel`,
    Link: `${MODELS}#LinkModel`,
    Neighbour: `${MODELS}#NeighbourModel`,
    SearchHit: `${MODELS}#SearchHitModel`,
    Label: `${MODELS}#LabelModel`,
    Hub: `${MODELS}#HubModel`,
    RingGraph: '../app/ring-graphs.ts#RingGraphData',
    RingReason: `${MODELS}#RingReasonModel`,
    Risk: `${MODELS}#RiskModel`,
    Reason: `${MODELS}#ReasonModel`,
    Score: `${MODELS}#ScoreModel`,
    ScorePayload: `${MODELS}#ScorePayloadModel`,
    ScoreEvent: `${MODELS}#ScoreEventModel`,
    ModelRun: `${MODELS}#ModelRunModel`,
    Models: `${MODELS}#ModelsModel`,
    Policy: `${MODELS}#PolicyModel`,
    Evaluation: `${MODELS}#EvaluationModel`,
    Node: `${MODELS}#NodeModel`,
  },
};

/** The text of the types, formatted as all code is. */
export async function typesText(): Promise<string> {
  const plugins = { typescript, resolvers };
  const text = await codegen({
    filename: TYPES,
    schema: parse(schemaText()),
    documents: [],
    config: {},
    plugins: [{ typescript: CONFIG }, { resolvers: CONFIG }],
    pluginMap: plugins,
  });
  const header = '// Made from src/schema by `node tools/graphql/generate.ts`; not to be changed by hand.\n';
  return format(header + text, { ...(await resolveConfig(TYPES)), filepath: TYPES });
}

export function goldenText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.main) {
  writeFileSync(TYPES, await typesText());
  writeFileSync(GOLDEN, goldenText(makeSchema()));
}
