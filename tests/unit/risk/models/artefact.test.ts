import { describe, expect, it } from 'vitest';
import { checksumOf, packModel, type Artefact } from '../../../../src/risk/models/artefact.ts';
import { fitIsotonic, fitPlatt, type Calibrator } from '../../../../src/risk/models/calibrator.ts';
import { trainGbdt } from '../../../../src/risk/models/gbdt/train-gbdt.ts';
import { trainIsolationForest } from '../../../../src/risk/models/isolation/isolation-forest.ts';
import { trainLogistic } from '../../../../src/risk/models/logistic/train-logistic.ts';
import { scoreRows } from '../../../../src/risk/models/model.ts';
import { readModel } from '../../../../src/risk/models/read-artefact.ts';
import { referenceData } from '../../../support/reference-data.ts';

const set = referenceData(800, 7);
const models = {
  gbdt: trainGbdt(set, { trees: 4, positiveWeight: 'balanced', seed: 9 }).model,
  'logistic-regression': trainLogistic(set).model,
  'isolation-forest': trainIsolationForest(set.matrix, { trees: 5 }),
};
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** An artefact with something changed and the checksum to match. */
function forged(change: (content: Record<string, never> & Artefact) => void): unknown {
  const { checksum: _checksum, ...content } = structuredClone(packModel(models.gbdt));
  change(content as never);
  return { ...content, checksum: checksumOf(content) };
}

const refusal = (field: string) => expect.objectContaining({ code: 'MODEL_INVALID', facts: { field } });

describe('a kept model', () => {
  it.each(Object.values(models))('of kind $kind is read as it was written, and scores the same', (model) => {
    const kept = readModel(json(packModel(model)));
    expect(kept).toEqual({ model, calibration: null });
    expect(scoreRows(kept.model, set.matrix)).toEqual(scoreRows(model, set.matrix));
  });

  it('keeps what calibrates it', () => {
    const scores = scoreRows(models.gbdt, set.matrix);
    for (const fitted of [fitPlatt(scores, set.labels), fitIsotonic(scores, set.labels)] as Calibrator[])
      expect(readModel(json(packModel(models.gbdt, fitted))).calibration).toEqual(fitted);
  });

  it('has the same checksum each time, and another when anything differs', () => {
    const { checksum } = packModel(models.gbdt);
    expect(packModel(trainGbdt(set, { trees: 4, positiveWeight: 'balanced', seed: 9 }).model).checksum).toBe(
      checksum,
    );
    expect(packModel(models.gbdt, { kind: 'platt', slope: 1, intercept: 0 }).checksum).not.toBe(checksum);
  });

  it('is refused when a single number was changed', () => {
    const changed = structuredClone(packModel(models.gbdt));
    changed.arrays.value[2] += 1e-12;
    expect(() => readModel(changed)).toThrow(refusal('checksum'));
  });

  it('is refused when its shape is wrong, naming the place', () => {
    const good = json(packModel(models.gbdt)) as object;
    expect(() => readModel(null)).toThrow(refusal('content'));
    expect(() => readModel({ ...good, version: 2 })).toThrow(refusal('version'));
    expect(() => readModel({ ...good, features: [''] })).toThrow(refusal('features.0'));
    expect(() => readModel({ ...good, arrays: { value: [1, 'x'] } })).toThrow(refusal('arrays.value.1'));
    expect(() => readModel({ ...good, extra: 1 })).toThrow(/MODEL_INVALID|model: /);
  });

  it('is refused when its trees are none, even with a checksum to match', () => {
    const cases: [string, (content: Artefact) => void][] = [
      ['arrays.left', ({ arrays }) => (arrays.left[0] = 0)],
      ['arrays.right', ({ arrays }) => (arrays.right[0] = arrays.left[0])],
      ['arrays.right', ({ arrays }) => (arrays.right[0] = arrays.feature.length)],
      ['arrays.left', ({ arrays }) => (arrays.feature[0] = -1)],
      ['arrays.feature', ({ arrays }) => (arrays.feature[0] = 10)],
      ['arrays.missingLeft', ({ arrays }) => (arrays.missingLeft[0] = 2)],
      // A tree, but with a child before its parent.
      [
        'arrays.left',
        ({ arrays }) => {
          for (const name of ['threshold', 'missingLeft', 'value', 'cover']) arrays[name] = [1, 1, 1, 1, 1];
          arrays.roots = [0];
          arrays.feature = [0, -1, -1, 0, -1];
          arrays.left = [2, -1, -1, 1, -1];
          arrays.right = [3, -1, -1, 4, -1];
        },
      ],
      ['arrays.cover', ({ arrays }) => (arrays.cover[0] = -1)],
      ['arrays.roots', ({ arrays }) => (arrays.roots[0] = 1)],
      ['arrays.value', ({ arrays }) => arrays.value.pop()],
      ['arrays.cover', ({ arrays }) => delete arrays.cover],
      ['arrays.more', ({ arrays }) => (arrays.more = [])],
      ['numbers.more', ({ numbers }) => (numbers.more = 1)],
      ['parameters', ({ parameters }) => (parameters.leaves = 0)],
      ['features', ({ features }) => (features[1] = features[0])],
    ];
    for (const [field, change] of cases)
      expect(() => readModel(forged(change)), field).toThrow(refusal(field));
  });

  it('is refused when its calibration falls', () => {
    const falling = { kind: 'isotonic' as const, scores: [0, 1], probabilities: [0.5, 0.2] };
    expect(() => readModel(packModel(models.gbdt, falling))).toThrow(refusal('calibration'));
  });

  it('is refused when a linear model has no coefficient for a column', () => {
    const { checksum: _checksum, ...content } = packModel(models['logistic-regression']);
    content.arrays.coefficients = [1];
    expect(() => readModel({ ...content, checksum: checksumOf(content) })).toThrow(
      refusal('arrays.coefficients'),
    );
  });
});
