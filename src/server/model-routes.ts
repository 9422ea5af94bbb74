import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { listRuns, type StagedRun } from '../app/manage-models.ts';
import type { Serving } from '../app/serving/serving.ts';
import { retrain, type RetrainRequest } from '../app/train-in-server.ts';
import { formatInstant } from '../kernel/time.ts';
import { MODEL_NAMES } from '../risk/training/model-names.ts';

const closed = { additionalProperties: false };
const RETRAIN_BODY = Type.Object(
  {
    key: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'Your own name for this act: sent again, nothing is trained twice',
      }),
    ),
    model: Type.Optional(Type.Enum([...MODEL_NAMES], { description: 'gbdt when left out' })),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]), {
        description: 'docs/models.md lists them',
      }),
    ),
    smote: Type.Optional(Type.Boolean()),
    tune: Type.Optional(Type.Boolean()),
    promote: Type.Optional(Type.Boolean({ description: 'It decides at once; else only the first one does' })),
  },
  closed,
);
const LIST_QUERY = Type.Object(
  {
    first: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })),
    after: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
);

/** Paths under which the same is served, for clients of services that Ringfence takes the place of (docs/seeds.md). */
export const MODEL_ALIASES = { retrain: '/retrain', modelRuns: '/model-runs' } as const;

/** Training, and the models there are. */
export function modelRoutes(app: FastifyInstance, serving: Serving): void {
  const train = {
    tags: ['models'],
    summary: 'Train on everything stored; answers when it is done, and scoring goes on meanwhile',
    body: RETRAIN_BODY,
  };
  for (const url of ['/v1/retrain', MODEL_ALIASES.retrain])
    app.post(url, { config: { access: 'manage' }, schema: train }, async (request) => {
      const body = request.body as Omit<RetrainRequest, 'key'> & { key?: string };
      const { result, duplicate } = await retrain(serving, { ...body, key: body.key ?? null });
      return { run: runView(result.run), notes: result.notes, duplicate };
    });
  const list = { tags: ['models'], summary: 'Trainings, the newest first', querystring: LIST_QUERY };
  for (const url of ['/v1/model-runs', MODEL_ALIASES.modelRuns])
    app.get(url, { config: { access: 'read' }, schema: list }, async (request) => {
      const { first, after } = request.query as Record<string, string | undefined>;
      const page = await listRuns(serving, {
        first: first === undefined ? null : Number(first),
        after: after ?? null,
      });
      return {
        runs: page.items.map(({ item }) => runView(item)),
        hasNext: page.hasNext,
        endCursor: page.endCursor,
      };
    });
}

/** Profiles are for drift, and long. */
function runView({ profiles: _profiles, at, interval, ...run }: StagedRun) {
  const { from, to, labelsUntil } = interval;
  return {
    ...run,
    trainedAt: formatInstant(at),
    interval: {
      from: formatInstant(from),
      to: formatInstant(to),
      labelsUntil: formatInstant(labelsUntil),
    },
  };
}
