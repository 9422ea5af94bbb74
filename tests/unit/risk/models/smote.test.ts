import { expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';
import { smote } from '../../../../src/risk/models/smote.ts';
import { trainingSet } from '../../../../src/risk/models/training-set.ts';

const rng = rngFor(1, 'smote test');
const columns = [0, 1, 2].map((c) => Float64Array.from({ length: 300 }, () => rng.normal() * 10 ** c));
const labels = Uint8Array.from({ length: 300 }, (_, i) => Number(i % 15 === 0));
const set = trainingSet(featureMatrix(['a', 'b', 'c'], columns), labels);

it('adds rows labelled 1 up to the ratio, after the old ones', () => {
  const more = smote(set, { ratio: 0.5 });
  expect(more.labels.filter((label) => label === 1)).toHaveLength(140);
  expect(more.labels.slice(0, 300)).toEqual(labels);
  expect(more.matrix.columns.map((column) => column.slice(0, 300))).toEqual(columns);
  expect(smote(set, { ratio: 0.05 }).matrix.rows).toBe(300);
});

it('puts each between a row labelled 1 and one of its five nearest, by standardised distance', () => {
  const more = smote(set, { ratio: 0.5, seed: 4 });
  const minority = [...labels.keys()].filter((row) => labels[row] === 1);
  const sd = columns.map((column) => {
    const mean = column.reduce((a, b) => a + b, 0) / 300;
    return Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / 300);
  });
  const distance = (a: number, b: number): number =>
    columns.reduce((sum, column, c) => sum + ((column[a] - column[b]) / sd[c]) ** 2, 0);
  const used = new Set<number>();
  for (let row = 300; row < more.matrix.rows; row++) {
    const base = minority[(row - 300) % minority.length];
    const near = minority
      .filter((other) => other !== base)
      .toSorted((a, b) => distance(base, a) - distance(base, b))
      .slice(0, 5);
    const fits = near.filter((other) => {
      const parts = columns.map(
        (column, c) => (more.matrix.columns[c][row] - column[base]) / (column[other] - column[base]),
      );
      return parts.every((part) => part >= 0 && part < 1 && Math.abs(part - parts[0]) < 1e-9);
    });
    expect(fits.length, `row ${row}`).toBeGreaterThan(0);
    used.add(near.indexOf(fits[0]));
  }
  expect(used.size).toBe(5);
});

it('leaves what is missing as it is in the first row', () => {
  const holes = columns[0].map((value, i) => (i === 0 ? NaN : value));
  const holed = trainingSet(featureMatrix(['a', 'b', 'c'], [holes, columns[1], columns[2]]), labels);
  const [column] = smote(holed, { ratio: 0.5 }).matrix.columns;
  const fromFirst = column.slice(300).filter((_, i) => i % 20 === 0);
  expect(fromFirst.every((value) => Number.isNaN(value))).toBe(true);
  expect(column.slice(300).filter((value) => Number.isNaN(value))).toHaveLength(fromFirst.length);
});

it('is the same for the same seed', () => {
  expect(smote(set, { seed: 3 })).toEqual(smote(set, { seed: 3 }));
  expect(smote(set, { seed: 3 })).not.toEqual(smote(set, { seed: 5 }));
});

it('names what it cannot work with', () => {
  expect(() => smote(set, { ratio: 0 })).toThrow(/ratio/);
  expect(() => smote(set, { neighbours: 0 })).toThrow(/neighbours/);
  const one = Uint8Array.from(labels, (_, i) => Number(i === 0));
  expect(() => smote(trainingSet(set.matrix, one))).toThrow(/labels: 1 rows labelled 1/);
});
