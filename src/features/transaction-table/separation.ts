import type { TableColumn } from './column.ts';

/**
 * How well one column alone tells a class from the innocent: average precision (the sum over thresholds of precision
 * times the recall gained; ties together) of the best of three rankings of a number: large first, small first, empty
 * first. Of a text: its values by how often they are of the class. Time O(n log n) for all classes together.
 * @param values one per row; for a text its code; NaN for an empty cell
 * @param classOf number of each row's class; 0 is innocent
 * @returns by class, 0 for class 0
 */
export function separation(
  type: TableColumn['type'],
  values: ArrayLike<number>,
  classOf: ArrayLike<number>,
  classes: number,
): number[] {
  const groups = groupRows(values, classOf, classes);
  return Array.from({ length: classes }, (_, one) => {
    if (one === 0) return 0;
    const counts = groups.map(({ value, rows }) => ({ value, positive: rows[one], negative: rows[0] }));
    const filled = counts.filter(({ value }) => !Number.isNaN(value));
    const empty = counts.filter(({ value }) => Number.isNaN(value));
    if (type === 'text') return averagePrecision(counts.toSorted((a, b) => rate(b) - rate(a)));
    return Math.max(
      averagePrecision([...filled, ...empty]),
      averagePrecision([...filled.toReversed(), ...empty]),
      averagePrecision([...empty, { positive: sum(filled, 'positive'), negative: sum(filled, 'negative') }]),
    );
  });
}

interface Count {
  readonly positive: number;
  readonly negative: number;
}

/** Rows of each different value by class, values rising, the empty ones last. */
function groupRows(values: ArrayLike<number>, classOf: ArrayLike<number>, classes: number) {
  const byValue = new Map<number, number[]>();
  for (let row = 0; row < values.length; row++) {
    let rows = byValue.get(values[row]);
    if (!rows) byValue.set(values[row], (rows = Array<number>(classes).fill(0)));
    rows[classOf[row]]++;
  }
  return [...byValue]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : a.value - b.value));
}

function averagePrecision(ranked: readonly Count[]): number {
  const all = sum(ranked, 'positive');
  let [hits, found, area] = [0, 0, 0];
  for (const { positive, negative } of ranked) {
    hits += positive;
    found += positive + negative;
    if (positive > 0) area += (positive * hits) / found;
  }
  return all === 0 ? 0 : area / all;
}

function rate({ positive, negative }: Count): number {
  return positive + negative === 0 ? 0 : positive / (positive + negative);
}

function sum(counts: readonly Count[], field: keyof Count): number {
  return counts.reduce((total, count) => total + count[field], 0);
}
