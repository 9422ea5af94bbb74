import { describe, expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { featureMatrix, readRow, takeRows } from '../../../../src/risk/models/feature-matrix.ts';
import { trainingSet, type TrainingSet } from '../../../../src/risk/models/training-set.ts';
import { packScorer, readScorer } from '../../../../src/risk/scoring/scorer-artefact.ts';
import type { Scorer } from '../../../../src/risk/scoring/scorer.ts';
import { fitForest, fitScorer } from '../../../../src/risk/training/fit-scorer.ts';
import { MODEL_NAMES, type ModelName } from '../../../../src/risk/training/model-names.ts';

/** Fraud is likely where a and b are high; c is noise, a fifth of it missing. */
function madeUp(rows: number, seed: number): TrainingSet {
  const rng = rngFor(seed, 'scorer test');
  const columns = ['a', 'b', 'c'].map(() => Float64Array.from({ length: rows }, () => rng.normal()));
  const labels = Uint8Array.from({ length: rows }, (_, i) =>
    Number(columns[0][i] + columns[1][i] + rng.normal() > 2.5),
  );
  for (let i = 0; i < rows; i += 5) columns[2][i] = NaN;
  return trainingSet(featureMatrix(['a', 'b', 'c'], columns), labels);
}

const fit = madeUp(1_500, 1);
const choose = madeUp(800, 2);
const judge = madeUp(300, 3);

function trained(model: ModelName): Scorer {
  return model === 'isolation-forest'
    ? fitForest({ model }, fit.matrix)
    : fitScorer({ model, parameters: model === 'gbdt' ? { trees: 40 } : undefined }, fit, choose);
}

describe.each(MODEL_NAMES)('a scorer of %s', (name) => {
  const scorer = trained(name);
  const row = new Float64Array(3);

  it('gives shares that add up to the margin, and risks that rise with it', () => {
    let last = { margin: -Infinity, risk: -Infinity };
    const margins = scorer.margins(judge.matrix);
    for (const i of Array.from(margins.keys()).sort((a, b) => margins[a] - margins[b])) {
      readRow(judge.matrix, i, row);
      const { margin, base, shares, riskOf } = scorer.explained(scorer.opinion(row), row);
      expect(margin).toBe(margins[i]);
      expect(shares!.reduce((sum, one) => sum + one, base)).toBeCloseTo(margin, 8);
      const risk = riskOf(margin);
      expect(risk).toBeGreaterThanOrEqual(last.risk);
      expect(risk).toBeGreaterThanOrEqual(0);
      expect(risk).toBeLessThanOrEqual(100);
      last = { margin, risk };
    }
  });

  it('gives the same after it was kept and read, to the bit', () => {
    const kept = JSON.parse(JSON.stringify(packScorer(scorer.kept)));
    expect(readScorer(kept).margins(judge.matrix)).toEqual(scorer.margins(judge.matrix));
    const margin = scorer.margins(takeRows(judge.matrix, [0]))[0];
    expect(readScorer(kept).riskOf(margin)).toBe(scorer.riskOf(margin));
  });

  it('tells frauds from others', () => {
    const margins = scorer.margins(judge.matrix);
    const mean = (label: number): number => {
      const some = margins.filter((_, i) => judge.labels[i] === label);
      return some.reduce((sum, one) => sum + one, 0) / some.length;
    };
    expect(mean(1)).toBeGreaterThan(mean(0));
  });
});

it('refuses a kept scorer that was changed, naming the place', () => {
  const kept = packScorer(trained('gbdt').kept);
  const changed = { ...kept, intercept: kept.intercept + 1 };
  expect(() => readScorer(changed)).toThrow(
    expect.objectContaining({ code: 'MODEL_INVALID', facts: { field: 'checksum' } }),
  );
  expect(() => readScorer({ ...kept, parts: [] })).toThrow(
    expect.objectContaining({ code: 'MODEL_INVALID' }),
  );
});

it('tunes the penalty over whole groups, and makes frauds up only when asked', () => {
  const groups = Int32Array.from(fit.labels, (_, i) => i % 30);
  const tuned = fitScorer({ model: 'logistic-regression', tune: true, groups }, fit, choose);
  const [{ model }] = tuned.kept.parts;
  expect([0.1, 1, 10, 100]).toContain((model.options as { l2: number }).l2);
  const [{ model: filled }] = fitScorer({ model: 'logistic-regression', smote: {} }, fit, choose).kept.parts;
  const intercept = (one: typeof model): number => (one.kind === 'logistic-regression' ? one.intercept : NaN);
  // With frauds made up, everybody looks more like one; calibration takes that back.
  expect(intercept(filled)).toBeGreaterThan(intercept(model) + 0.5);
});
