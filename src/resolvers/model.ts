import { findRun, listRuns, modelsNow, promoteModel, rollBackModel } from '../app/manage-models.ts';
import { evaluation, retrain } from '../app/train-in-server.ts';
import { connection } from './connection.ts';
import type { Resolvers } from './schema-types.ts';

export const model = {
  ModelRun: {
    trainedAt: ({ at }) => at,
    from: ({ interval }) => interval.from,
    to: ({ interval }) => interval.to,
    labelsUntil: ({ interval }) => interval.labelsUntil,
    parameters: ({ parameters }) => JSON.stringify(parameters),
    rows: ({ rows }) => Object.entries(rows).map(([name, count]) => ({ name, count })),
    metrics: ({ metrics }) => Object.entries(metrics).map(([name, value]) => ({ name, value })),
  },
  Models: {
    champion: ({ champion }, _args, { serving }) => (champion === null ? null : findRun(serving, champion)),
    challenger: ({ challenger }, _args, { serving }) =>
      challenger === null ? null : findRun(serving, challenger),
  },
  Evaluation: {
    from: ({ judged }) => judged.from,
    to: ({ judged }) => judged.to,
    rows: ({ judged }) => judged.rows,
    frauds: ({ judged }) => judged.frauds,
    ablation: ({ ablation }) =>
      ablation.map(({ features, averagePrecision: { estimate, low, high }, f1, rocAuc }) => ({
        features,
        averagePrecision: estimate,
        low,
        high,
        f1,
        rocAuc,
      })),
    alerts: ({ alerts }) => [...alerts],
    calibration: ({ calibration }) => [...calibration.bands],
    brierSkill: ({ calibration }) => calibration.brierSkill,
    calibrationSlope: ({ calibration }) => calibration.slope,
  },
  Query: {
    modelRuns: async (_root, args, { serving }) => connection(await listRuns(serving, args), args.after),
    models: (_root, _args, { serving }) => modelsNow(serving),
    evaluation: (_root, args, { serving }) => evaluation(serving, args),
  },
  Mutation: {
    train: async (_root, { input }, { serving }) => {
      const parameters = input.parameters as Readonly<Record<string, number | string>> | null | undefined;
      const { result, duplicate } = await retrain(serving, { ...input, parameters });
      return { ...result, duplicate };
    },
    promote: async (_root, { input }, { serving }) => {
      const { result, duplicate } = await promoteModel(serving, input);
      return { models: result, duplicate };
    },
    rollBack: async (_root, { input }, { serving }) => {
      const { result, duplicate } = await rollBackModel(serving, input);
      return { models: result, duplicate };
    },
  },
} satisfies Resolvers;
