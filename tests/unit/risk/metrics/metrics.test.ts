import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../../src/risk/metrics/average-precision.ts';
import { brierScore, brierSkill } from '../../../../src/risk/metrics/brier.ts';
import { calibrationBands, calibrationSlope } from '../../../../src/risk/metrics/calibration.ts';
import {
  bestF1,
  f1At,
  precisionAtK,
  precisionRecallCurve,
  type CurvePoint,
} from '../../../../src/risk/metrics/precision-recall.ts';
import { rocAuc } from '../../../../src/risk/metrics/roc-auc.ts';
import { calibrate, fitIsotonic, fitPlatt } from '../../../../src/risk/models/calibrator.ts';
import { referenceValues } from '../../../support/reference-data.ts';

interface Line {
  readonly slope: number;
  readonly intercept: number;
}
const reference = referenceValues<{
  readonly probabilities: readonly number[];
  readonly labels: readonly number[];
  readonly averagePrecision: number;
  readonly rocAuc: number;
  readonly brier: number;
  readonly bestF1: { readonly threshold: number; readonly f1: number };
  readonly curve: readonly CurvePoint[];
  readonly calibration: Line;
  readonly platt: Line;
  readonly isotonic: { readonly at: readonly number[]; readonly gives: readonly number[] };
}>('metrics');
const { probabilities } = reference;
const labels = Uint8Array.from(reference.labels);

describe('measures beside scikit-learn, on scores with many ties', () => {
  it('agree on average precision, area under the curve and Brier score', () => {
    expect(averagePrecision(probabilities, labels)).toBeCloseTo(reference.averagePrecision, 9);
    expect(rocAuc(probabilities, labels)).toBeCloseTo(reference.rocAuc, 9);
    expect(brierScore(probabilities, labels)).toBeCloseTo(reference.brier, 9);
  });

  it('agree on every point of the precision-recall curve, up to full recall', () => {
    const curve = precisionRecallCurve(probabilities, labels);
    // scikit-learn leaves out, or keeps, points beyond full recall; ours goes on to the lowest score.
    expect(curve.length).toBeGreaterThanOrEqual(reference.curve.length);
    for (const [i, point] of reference.curve.entries()) {
      expect(curve[i].threshold).toBe(point.threshold);
      expect(curve[i].precision).toBeCloseTo(point.precision, 9);
      expect(curve[i].recall).toBeCloseTo(point.recall, 9);
    }
  });

  it('agree on the threshold with the best F1', () => {
    const { threshold, f1 } = bestF1(probabilities, labels);
    expect(threshold).toBe(reference.bestF1.threshold);
    expect(f1).toBeCloseTo(reference.bestF1.f1, 9);
    expect(f1At(probabilities, labels, threshold)).toBeCloseTo(f1, 12);
  });

  it('agree on calibration slope, Platt scaling and isotonic regression', () => {
    const { slope, intercept } = calibrationSlope(probabilities, labels);
    expect(slope).toBeCloseTo(reference.calibration.slope, 4);
    expect(intercept).toBeCloseTo(reference.calibration.intercept, 4);
    const platt = fitPlatt(probabilities, labels);
    expect(platt.slope).toBeCloseTo(reference.platt.slope, 4);
    expect(platt.intercept).toBeCloseTo(reference.platt.intercept, 4);
    const isotonic = fitIsotonic(probabilities, labels);
    for (const [i, at] of reference.isotonic.at.entries())
      expect(calibrate(isotonic, at)).toBeCloseTo(reference.isotonic.gives[i], 9);
  });
});

describe('measures by hand', () => {
  const scores = [0.9, 0.8, 0.8, 0.4, NaN];
  const truth = Uint8Array.of(1, 0, 1, 0, 1);

  it('share out a tie at the k-th place', () => {
    expect(precisionAtK(scores, truth, 1)).toBe(1);
    expect(precisionAtK(scores, truth, 2)).toBe(0.75);
    expect(precisionAtK(scores, truth, 3)).toBeCloseTo(2 / 3, 12);
    expect(precisionAtK(scores, truth, 99)).toBe(0.6);
    expect(precisionAtK(scores, truth, 0)).toBe(0);
  });

  it('rank what is not a number last, and raise ties together', () => {
    // 1/3 x 1, 1/3 x 2/3, 1/3 x 3/5.
    expect(averagePrecision(scores, truth)).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 12);
    expect(averagePrecision([1, 1, 1, 1], Uint8Array.of(1, 0, 0, 0))).toBe(0.25);
    expect(averagePrecision([1, 2], Uint8Array.of(0, 0))).toBe(0);
    expect(rocAuc([1, 1, 1], Uint8Array.of(1, 0, 0))).toBe(0.5);
    expect(rocAuc([1, 2], Uint8Array.of(1, 1))).toBeNaN();
    expect(averagePrecision([-Infinity, Infinity], Uint8Array.of(0, 1))).toBe(1);
  });

  it('say that the share of everybody has no skill', () => {
    const half = Uint8Array.of(1, 0, 0, 0);
    expect(brierSkill([0.25, 0.25, 0.25, 0.25], half)).toBeCloseTo(0, 12);
    expect(brierSkill([1, 0, 0, 0], half)).toBe(1);
    expect(brierSkill([0, 1, 1, 1], half)).toBeLessThan(-1);
    expect(brierSkill([0.5, 0.5], Uint8Array.of(0, 0))).toBeNaN();
  });

  it('compare observed and expected by band', () => {
    const bands = calibrationBands([0.1, 0.2, 0.4, 0.7, 1], Uint8Array.of(0, 1, 1, 0, 1), [0.4, 0.7]);
    expect(bands.map(({ rows, observed }) => [rows, observed])).toEqual([
      [2, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(bands[0].expected).toBeCloseTo(0.3, 12);
    expect(bands[2].ratio).toBeCloseTo(1 / 1.7, 12);
    expect(calibrationBands([0.9], Uint8Array.of(1), [0.5])[0].ratio).toBeNull();
  });

  it('have one label for each score', () => {
    expect(() => averagePrecision([1, 2], Uint8Array.of(1))).toThrow(/labels: 1 for 2 scores/);
  });
});

describe('calibration', () => {
  it('undoes probabilities that are twice too sure in log-odds', () => {
    const sure = probabilities.map((p) => 1 / (1 + ((1 - p) / p) ** 2));
    const right = calibrationSlope(probabilities, labels);
    expect(calibrationSlope(sure, labels).slope).toBeCloseTo(right.slope / 2, 6);
    const platt = fitPlatt(sure, labels);
    const calibrated = sure.map((p) => calibrate(platt, p));
    expect(calibrationSlope(calibrated, labels).slope).toBeCloseTo(1, 1);
  });

  it('ends where scores part the labels without a mistake', () => {
    expect(fitPlatt([0.1, 0.2, 0.8, 0.9], Uint8Array.of(0, 0, 1, 1)).slope).toBeGreaterThan(0);
    const steps = fitIsotonic([0.1, 0.2, 0.8, 0.9], Uint8Array.of(0, 0, 1, 1));
    expect(steps).toEqual({ kind: 'isotonic', scores: [0.1, 0.2, 0.8, 0.9], probabilities: [0, 0, 1, 1] });
    expect(calibrate(steps, 0.5)).toBeCloseTo(0.5, 12);
    expect([calibrate(steps, 0), calibrate(steps, 1), calibrate(steps, NaN)]).toEqual([0, 1, 0]);
  });
});
