import { describe, expect, it } from 'vitest';
import { judgeScores, requireLabelsInParts, scoreParts } from '../../../../src/risk/evaluation/ablation.ts';
import { raiseScores } from '../../../../src/risk/evaluation/raise-score.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';

const ROWS = 600;
const ends = [360, 480, ROWS] as const;
const labels = Uint8Array.from({ length: ROWS }, (_, i) => Number(i % 7 === 0));
const noise = Float64Array.from({ length: ROWS }, (_, i) => (i * 7_919) % 101);
const telling = Float64Array.from(noise, (value, i) => value + 200 * labels[i]);
const matrix = featureMatrix(['noise', 'telling'], [noise, telling]);

describe('an ablation', () => {
  it('chooses the threshold on the middle part and measures on the last', () => {
    const scores = {
      middle: Float64Array.from({ length: 4 }, (_, i) => [0.9, 0.2, 0.8, 0.1][i]),
      last: Float64Array.from({ length: 4 }, (_, i) => [0.85, 0.95, 0.3, 0.7][i]),
    };
    const few = Uint8Array.from([1, 0, 1, 0, 1, 0, 1, 1, 0, 0]);
    const line = judgeScores('both', scores, { labels: few, ends: [2, 6, 10] });
    // Middle: 1 0 1 0, best at 0.8. Last: 1 1 0 0, both found.
    expect(line).toEqual({ features: 'both', f1: 1, averagePrecision: 1, threshold: 0.8 });
  });

  it('tells columns that say something from those that do not', () => {
    const data = { matrix, labels, ends };
    const of = (names: readonly string[]): number =>
      judgeScores('', scoreParts(data, names), data).averagePrecision;
    expect(of(['telling'])).toBe(1);
    expect(of(['noise'])).toBeLessThan(0.5);
  });

  it('says which part has no label', () => {
    expect(() => requireLabelsInParts(labels, ends)).not.toThrow();
    expect(() =>
      requireLabelsInParts(
        labels.map((label, i) => (i < 480 ? label : 0)),
        ends,
      ),
    ).toThrow('is_sar: true for 0 of the 120 transactions of the last part');
    expect(() =>
      requireLabelsInParts(
        labels.map((label, i) => (i < 360 ? 1 : label)),
        ends,
      ),
    ).toThrow('is_sar: true for 360 of the 360 transactions of the training part');
  });
});

it('a rule moves a score half of the way to 1', () => {
  const scores = Float64Array.from([0, 0.2, 0.6, 1]);
  expect([...raiseScores(scores, Uint8Array.from([1, 0, 1, 1]))]).toEqual([0.5, 0.2, 0.8, 1]);
});
