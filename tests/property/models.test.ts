import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngFor } from '../../src/kernel/rng.ts';
import { averagePrecision } from '../../src/risk/metrics/average-precision.ts';
import { brierScore } from '../../src/risk/metrics/brier.ts';
import { drift, profileOf } from '../../src/risk/metrics/psi.ts';
import { rocAuc } from '../../src/risk/metrics/roc-auc.ts';
import { checksumOf, packModel } from '../../src/risk/models/artefact.ts';
import { calibrate, fitIsotonic } from '../../src/risk/models/calibrator.ts';
import { explainerOf } from '../../src/risk/models/explainer.ts';
import { featureMatrix, readRow } from '../../src/risk/models/feature-matrix.ts';
import { gbdtMargins, trainGbdt } from '../../src/risk/models/gbdt/train-gbdt.ts';
import { trainIsolationForest } from '../../src/risk/models/isolation/isolation-forest.ts';
import { trainLogistic } from '../../src/risk/models/logistic/train-logistic.ts';
import { logit } from '../../src/risk/models/logit.ts';
import { scoreRow, scoreRows, type Model } from '../../src/risk/models/model.ts';
import { readModel } from '../../src/risk/models/read-artefact.ts';
import { trainingSet, type TrainingSet } from '../../src/risk/models/training-set.ts';

/** Small sets of all kinds: few values or many, holes, one column or several. */
const sets = fc
  .record({
    seed: fc.integer(),
    rows: fc.integer({ min: 30, max: 120 }),
    columns: fc.integer({ min: 1, max: 5 }),
    holes: fc.constantFrom(0, 0.3),
    values: fc.constantFrom(3, 1_000),
  })
  .map(({ seed, rows, columns, holes, values }) => {
    const rng = rngFor(seed, 'property');
    const matrix = featureMatrix(
      Array.from({ length: columns }, (_, i) => `c${i}`),
      Array.from({ length: columns }, () =>
        Float64Array.from({ length: rows }, () => (rng.chance(holes) ? NaN : rng.int(0, values) / 8)),
      ),
    );
    return trainingSet(
      matrix,
      Uint8Array.from({ length: rows }, (_, i) => Number(i % 7 === 0 || rng.chance(0.3))),
    );
  });

function modelsOf(set: TrainingSet): Model[] {
  return [
    trainGbdt(set, { trees: 6, leaves: 6, minRowsInLeaf: 3 }).model,
    trainLogistic(set).model,
    trainIsolationForest(set.matrix, { trees: 6, sample: 16 }),
  ];
}

/** What the reasons of a score add up to. */
function outputOf(model: Model, score: number): number {
  return model.kind === 'isolation-forest' ? Math.log2(score) : logit(score);
}

describe('every model', () => {
  it('gives scores strictly between 0 and 1, the same for a row alone, with reasons that add up to it', () => {
    fc.assert(
      fc.property(sets, (set) => {
        for (const model of modelsOf(set)) {
          const explainer = explainerOf(model);
          const row = new Float64Array(set.matrix.names.length);
          const values = new Float64Array(row.length);
          for (const [i, score] of scoreRows(model, set.matrix).entries()) {
            readRow(set.matrix, i, row);
            const asked = row.slice();
            expect(score > 0 && score < 1).toBe(true);
            expect(scoreRow(model, row)).toBe(score);
            const sum = explainer.explain(row, values).reduce((a, b) => a + b, explainer.base);
            expect(sum).toBeCloseTo(outputOf(model, score), 7);
            expect(row).toEqual(asked);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is read back as it was, and refused when one number anywhere is another', () => {
    fc.assert(
      fc.property(sets, fc.nat(), (set, place) => {
        for (const model of modelsOf(set)) {
          const artefact = packModel(model);
          const again = readModel(JSON.parse(JSON.stringify(artefact)));
          expect(scoreRows(again.model, set.matrix)).toEqual(scoreRows(model, set.matrix));
          const lists = Object.values(artefact.arrays).filter(({ length }) => length > 0);
          const list = lists[place % lists.length];
          list[place % list.length] += 1;
          expect(() => readModel(artefact)).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('never makes scoring fail or run for ever, whatever numbers somebody with the right checksum wrote', () => {
    fc.assert(
      fc.property(
        sets,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -2, max: 12 })), { maxLength: 3 }),
        (set, changes) => {
          const { checksum: _checksum, ...content } = packModel(modelsOf(set)[0]);
          for (const [which, where, value] of changes) {
            const lists = Object.values(content.arrays).filter(({ length }) => length > 0);
            lists[which % lists.length][where % lists[which % lists.length].length] = value;
          }
          try {
            const { model } = readModel({ ...content, checksum: checksumOf(content) });
            const row = new Float64Array(set.matrix.names.length);
            expect(scoreRows(model, set.matrix).some((score) => Number.isNaN(score))).toBe(false);
            expect(
              explainerOf(model)
                .explain(row, row.slice())
                .some((value) => Number.isNaN(value)),
            ).toBe(false);
          } catch (error) {
            expect(error).toMatchObject({ code: 'MODEL_INVALID' });
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('boosted trees', () => {
  it('see only the order of values: doubling a column, or turning it into its cube, changes no margin', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const options = { trees: 5, leaves: 6, minRowsInLeaf: 3 };
        const margins = (change: (value: number) => number): Float64Array => {
          const matrix = featureMatrix(
            set.matrix.names,
            set.matrix.columns.map((column) => column.map(change)),
          );
          return gbdtMargins(trainGbdt(trainingSet(matrix, set.labels), options).model, matrix);
        };
        const plain = margins((value) => value);
        expect(margins((value) => 2 * value)).toEqual(plain);
        expect(margins((value) => value ** 3)).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });
});

describe('measures', () => {
  const scored = fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
      minLength: 2,
      maxLength: 60,
    })
    .filter((rows) => rows.some(([, label]) => label) && rows.some(([, label]) => !label))
    .map((rows) => ({ scores: rows.map(([s]) => s), labels: Uint8Array.from(rows, ([, l]) => Number(l)) }));

  it('of a ranking see only the order of scores, and not the order of rows', () => {
    fc.assert(
      fc.property(scored, fc.integer(), ({ scores, labels }, seed) => {
        const order = rngFor(seed).shuffled([...scores.keys()]);
        const doubled = order.map((i) => 2 * scores[i]);
        const shuffled = Uint8Array.from(order, (i) => labels[i]);
        for (const measure of [averagePrecision, rocAuc])
          expect(measure(doubled, shuffled)).toBeCloseTo(measure(scores, labels), 12);
      }),
    );
  });

  it('put isotonic calibration at least as near to its own labels as the scores were, and never let it fall', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const fitted = fitIsotonic(scores, labels);
        const calibrated = scores.map((score) => calibrate(fitted, score));
        expect(brierScore(calibrated, labels)).toBeLessThanOrEqual(brierScore(scores, labels) + 1e-12);
        const rising = [...scores.keys()].sort((a, b) => scores[a] - scores[b]).map((i) => calibrated[i]);
        for (const [i, value] of rising.entries())
          if (i > 0) expect(value).toBeGreaterThanOrEqual(rising[i - 1]);
      }),
    );
  });

  it('of drift are never below 0, and 0 for the same values in any order', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noDefaultInfinity: true })),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(numbers, numbers, (then, now) => {
        const profile = profileOf('a', then);
        expect(drift(profile, now).psi).toBeGreaterThanOrEqual(0);
        expect(drift(profile, then.toReversed()).psi).toBe(0);
      }),
    );
  });
});
