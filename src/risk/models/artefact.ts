import Type, { type Static } from 'typebox';
import { digest } from '../../kernel/canonical.ts';
import type { Calibrator } from './calibrator.ts';
import type { GbdtModel } from './gbdt/train-gbdt.ts';
import type { IsolationModel } from './isolation/isolation-forest.ts';
import type { LogisticModel } from './logistic/train-logistic.ts';
import type { Model } from './model.ts';
import { NODE_LISTS } from './trees/read-ensemble.ts';
import type { TreeEnsemble } from './trees/tree-ensemble.ts';

const Numbers = Type.Array(Type.Number());
const closed = { additionalProperties: false };

/** A model as it is kept: JSON, the same text for the same model, complete in itself. */
export const ARTEFACT = Type.Object(
  {
    format: Type.Literal('ringfence-model'),
    version: Type.Literal(1),
    kind: Type.Enum(['gbdt', 'logistic-regression', 'isolation-forest']),
    features: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    parameters: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])),
    seed: Type.Union([Type.Integer(), Type.Null()]),
    numbers: Type.Record(Type.String(), Type.Number()),
    arrays: Type.Record(Type.String(), Numbers),
    calibration: Type.Union([
      Type.Null(),
      Type.Object({ kind: Type.Literal('platt'), slope: Type.Number(), intercept: Type.Number() }, closed),
      Type.Object({ kind: Type.Literal('isotonic'), scores: Numbers, probabilities: Numbers }, closed),
    ]),
    checksum: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  closed,
);

export type Artefact = Static<typeof ARTEFACT>;

/** Writes a model, with what calibrates it, if anything does. Time O(size). */
export function packModel(model: Model, calibration: Calibrator | null = null): Artefact {
  const { seed, ...parameters } = { seed: null, ...model.options };
  const content = {
    format: 'ringfence-model' as const,
    version: 1 as const,
    kind: model.kind,
    features: [...model.features],
    parameters: parameters as Artefact['parameters'],
    seed,
    ...innards(model),
    calibration: calibration as Artefact['calibration'],
  };
  return { ...content, checksum: checksumOf(content) };
}

/** SHA-256 of the canonical JSON of all but the checksum. */
export function checksumOf(content: Omit<Artefact, 'checksum'>): string {
  return digest(content);
}

function innards(model: Model): Pick<Artefact, 'numbers' | 'arrays'> {
  if (model.kind === 'gbdt') return ofGbdt(model);
  return model.kind === 'logistic-regression' ? ofLogistic(model) : ofForest(model);
}

function ofGbdt({ ensemble }: GbdtModel): Pick<Artefact, 'numbers' | 'arrays'> {
  return { numbers: { base: ensemble.base }, arrays: listsOf(ensemble) };
}

function ofForest({ ensemble, sample, threshold }: IsolationModel): Pick<Artefact, 'numbers' | 'arrays'> {
  return { numbers: { base: ensemble.base, sample, threshold }, arrays: listsOf(ensemble) };
}

function ofLogistic(model: LogisticModel): Pick<Artefact, 'numbers' | 'arrays'> {
  const { means, scales } = model.scaling;
  return {
    numbers: { intercept: model.intercept },
    arrays: { means: [...means], scales: [...scales], coefficients: [...model.coefficients] },
  };
}

function listsOf(ensemble: TreeEnsemble): Record<string, number[]> {
  return Object.fromEntries(NODE_LISTS.map((name) => [name, Array.from(ensemble[name])]));
}
