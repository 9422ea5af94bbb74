import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { featureMatrix } from '../../src/risk/models/feature-matrix.ts';
import { trainingSet, type TrainingSet } from '../../src/risk/models/training-set.ts';

export const REFERENCE_NAMES = Array.from({ length: 10 }, (_, i) => `x${i}`);

/** The numbers of `uniform` in tools/reference/models.py, bit for bit. */
export function referenceUniform(rows: number, column: number, seed: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let h = (Math.imul(row, 0x9e3779b1) + Math.imul(column, 0x85ebca77) + Math.imul(seed, 0xc2b2ae3d)) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  });
}

/** The data of `reference_data` there. */
export function referenceData(rows: number, seed: number): TrainingSet {
  const x = REFERENCE_NAMES.map((_, i) => referenceUniform(rows, i, seed));
  const away = referenceUniform(rows, 10, seed);
  const noise = [11, 12, 13].map((column) => referenceUniform(rows, column, seed));
  const labels = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const missing = away[i] < 0.2;
    let z = 4 * x[0][i] * x[1][i];
    z += (x[2][i] > 0.8 ? 1.5 : 0) * x[3][i];
    z += 2 * Math.abs(x[4][i] - 0.5) * x[5][i];
    z += missing && x[7][i] > 0.7 ? 1 : 0;
    z += (noise[0][i] + noise[1][i] + noise[2][i] - 1.5) * 0.5;
    labels[i] = Number(z > 3.3);
    x[8][i] = Math.floor(x[8][i] * 20);
    x[9][i] = 1 / (0.01 + x[9][i]);
    if (missing) x[6][i] = NaN;
  }
  return trainingSet(featureMatrix(REFERENCE_NAMES, x), labels);
}

/** A fixture that tools/reference/models.py wrote. */
export function referenceValues<Values>(name: string): Values {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/models', `${name}.json`), 'utf8'),
  ) as Values;
}
