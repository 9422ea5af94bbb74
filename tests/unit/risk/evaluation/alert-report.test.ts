import { expect, it } from 'vitest';
import { DAY } from '../../../../src/kernel/time.ts';
import { alertLines, scoreLine, thinCurve } from '../../../../src/risk/evaluation/alert-report.ts';
import { calibrationReport } from '../../../../src/risk/evaluation/calibration-report.ts';

/** Ring r strikes on days 0, 1 and 3, loner l on day 2; the rest is innocent. */
const rows = {
  labels: Uint8Array.of(1, 0, 1, 1, 0, 1),
  at: Float64Array.of(0, 0.5, 1, 2, 2.5, 4).map((day) => day * DAY),
  groups: ['r', null, 'r', 'l', null, 'r'],
  people: ['a', 'x', 'b', 'l', 'x', 'c'],
};
const risks = Float64Array.of(10, 35, 40, 5, 20, 90);

it('counts alerts, rings found and the days until they are, by hand', () => {
  const [low, high, none] = alertLines(risks, rows, [30, 60, 95]);
  expect(low).toEqual({
    from: 30,
    alerts: 3,
    alertsPerDay: 0.75,
    precision: 2 / 3,
    recall: 0.5,
    rings: 2,
    ringsFound: 1,
    // b and c of a, b and c.
    memberOverlap: 2 / 3,
    medianDays: 1,
  });
  expect(high).toMatchObject({ alerts: 1, precision: 1, recall: 0.25, ringsFound: 1, medianDays: 4 });
  expect(none).toMatchObject({
    alerts: 0,
    precision: 0,
    ringsFound: 0,
    memberOverlap: null,
    medianDays: null,
  });
});

it('draws whole rings in its interval, and takes the threshold from other rows', () => {
  const line = scoreLine('both', risks, rows, {
    scores: Float64Array.of(50, 30, 1),
    labels: Uint8Array.of(1, 1, 0),
  });
  expect(line.threshold).toBe(30);
  // Three called, two right, four there.
  expect(line.f1).toBeCloseTo(4 / 7, 12);
  expect(line.averagePrecision.low).toBeLessThanOrEqual(line.averagePrecision.estimate);
  expect(line.averagePrecision.high).toBeGreaterThanOrEqual(line.averagePrecision.estimate);
  expect(Object.keys(line.precisionAt)).toEqual([]);
});

it('compares what was expected with what came, in the bands that are handled alike', () => {
  const probabilities = Float64Array.of(0.05, 0.05, 0.2, 0.5, 0.9, 0.9);
  const labels = Uint8Array.of(0, 0, 0, 1, 1, 1);
  const groups = [null, null, null, 'r', 'r', 's'];
  const { bands } = calibrationReport(probabilities, { labels, groups });
  expect(bands.map(({ rows: count, observed }) => [count, observed])).toEqual([
    [2, 0],
    [1, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(bands[3].ratio).toBeCloseTo(2 / 1.8, 12);
  expect(bands[3].ratio95![0]).toBeCloseTo(2 / 1.8, 12);
  expect(bands[0].ratio95).toEqual([0, 0]);
});

it('draws whole rings for the interval of a band: forty frauds of one ring say no more than one', () => {
  const probabilities = new Float64Array(80).fill(0.5);
  const labels = Uint8Array.from({ length: 80 }, (_, i) => Number(i < 40));
  const widthOf = (groups: (string | null)[]): number => {
    const [low, high] = calibrationReport(probabilities, { labels, groups }).bands[2].ratio95!;
    return high - low;
  };
  const alone = widthOf(Array.from({ length: 80 }, () => null));
  expect(widthOf(Array.from(labels, (label) => (label === 1 ? 'r' : null)))).toBeGreaterThan(2 * alone);
});

it('thins a curve to so many points and keeps its ends', () => {
  const scores = Float64Array.from({ length: 200 }, (_, i) => i);
  const labels = Uint8Array.from(scores, (score) => Number(score % 3 === 0));
  const curve = thinCurve(scores, labels, 10);
  expect(curve).toHaveLength(10);
  expect([curve[0].threshold, curve[9].threshold]).toEqual([199, 0]);
  expect(thinCurve(scores, labels, 500)).toHaveLength(200);
});
