import { gaussLegendre } from './gauss-legendre.ts';
import { splitTable, type SplitTable } from './split-table.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** Points of the quadrature are taken in fives, which the loops spell out: inner loops so short cost three times as much. */
const POINTS = 5;

/** Five points t of a rule, r = 1 - t, and their weights w. */
interface Five {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
  readonly t4: number;
  readonly r0: number;
  readonly r1: number;
  readonly r2: number;
  readonly r3: number;
  readonly r4: number;
  readonly weights: readonly number[];
}

/** The splits `from` to `to` of one tree, and the points it needs. */
interface TreePoints {
  readonly from: number;
  readonly to: number;
  readonly fives: readonly Five[];
}

/**
 * Exact Shapley values of the sum of leaves, per column, for path-dependent expectations: where a column is not known, a
 * row goes both ways in proportion to the training rows that did (`cover`). It is the game of TreeSHAP (Lundberg, Erion
 * and Lee 2018; Lundberg and others 2020): base + the sum of the values = the sum of leaves of the row.
 *
 * How. A leaf of value v is reached with the product, over the distinct columns j on its path, of o_j when the column is
 * known (1 if the row meets all its conditions there, else 0) or z_j when not (its share of cover). By Owen's multilinear
 * extension (1972) a Shapley value is the integral over t in [0, 1] of v (o_i - z_i) times the product over the other j of
 * (t o_j + (1 - t) z_j): every other column is known with probability t. That is a polynomial of degree d - 1 for d columns
 * on a path, so a Gauss-Legendre rule of at least d / 2 points gives it exactly, up to rounding.
 *
 * At a point, a row of which every column is known with probability t goes left at a split with some probability g, and
 * right with 1 - g: g = t o + (1 - t) z for a column that is new on the path; with the same of the edge above to divide by,
 * where the column was asked and met above; the share of cover where it was not met. So chances are carried down the tree
 * and means up it, m = g left + (1 - g) right, and a split adds (left - right) times its chance times the derivative of g
 * by its own column being known: o - z, or (o - z - (1 - y) g) / (t + (1 - t) y) where y is the share above, which takes
 * back what the edge above was credited with (that telescoping is Linear TreeShap's; Yu and others 2022).
 *
 * Time O(nodes x points) a row, points being d / 2 rounded up to fives (TreeSHAP: leaves x depth^2). Memory about 200 bytes
 * a split. An explainer has scratch of its own: one call at a time.
 */
export class TreeExplainer {
  /** The mean sum of leaves over the cover: what is expected of a row of which nothing is known. */
  readonly base: number;
  readonly #table: SplitTable;
  readonly #trees: readonly TreePoints[];
  /** The row twice, what is missing as Infinity (goes right) and as -Infinity (goes left). */
  readonly #sides: Float64Array;
  /** By edge: 1 when the row meets all conditions on the edge's column so far, else 0. */
  readonly #met: Float64Array;
  /** By split and point: the weight times the chance to come there. */
  readonly #chance: Float64Array;
  /** By edge and point: the mean of the leaves below; of a leaf its value, which stays. */
  readonly #mean: Float64Array;

  /** @param columns how many columns a row has */
  constructor(ensemble: TreeEnsemble, columns: number) {
    const table = splitTable(ensemble);
    this.base = table.expected;
    this.#table = table;
    this.#trees = table.trees.map(({ from, to, distinct }) => ({ from, to, fives: fivesFor(distinct) }));
    this.#sides = new Float64Array(2 * columns);
    this.#met = new Float64Array(table.leaf.length);
    this.#chance = new Float64Array(table.column.length * POINTS);
    this.#mean = Float64Array.from(
      { length: table.leaf.length * POINTS },
      (_, i) => table.leaf[Math.floor(i / POINTS)],
    );
  }

  /** Writes the Shapley value of each column into `values`, which is as long as the row, and returns it. */
  explain(row: Float64Array, values: Float64Array): Float64Array {
    values.fill(0);
    this.#meet(row);
    for (const { from, to, fives } of this.#trees)
      for (const five of fives) {
        this.#carryDown(from, to, five);
        this.#carryUp(from, to, five, values);
      }
    return values;
  }

  /** Without branches, which would be mispredicted for every second split. */
  #meet(row: Float64Array): void {
    const { column, threshold, missingLeft, asked } = this.#table;
    const met = this.#met;
    const sides = this.#sides;
    const columns = row.length;
    for (let i = 0; i < columns; i++) {
      sides[i] = Number.isNaN(row[i]) ? Infinity : row[i];
      sides[i + columns] = Number.isNaN(row[i]) ? -Infinity : row[i];
    }
    for (let i = 0; i < column.length; i++) {
      const left = Number(sides[column[i] + columns * missingLeft[i]] <= threshold[i]);
      const still = asked[i] < 0 ? 1 : met[asked[i]];
      met[2 * i] = left * still;
      met[2 * i + 1] = (1 - left) * still;
    }
  }

  #carryDown(from: number, to: number, { t0, t1, t2, t3, t4, r0, r1, r2, r3, r4, weights }: Five): void {
    const { asked, edge, share } = this.#table;
    const chance = this.#chance;
    const met = this.#met;
    chance.set(weights, from * POINTS);
    for (let i = from + 1; i < to; i++) {
      const o = met[edge[i]];
      const z = share[edge[i]];
      const above = (edge[i] >> 1) * POINTS;
      const old = asked[edge[i] >> 1];
      const at = i * POINTS;
      if (old >= 0 && met[old] === 0) {
        // Where there is no cover above, the chance to come there is 0 already.
        const part = share[old] > 0 ? z / share[old] : 0;
        chance[at] = chance[above] * part;
        chance[at + 1] = chance[above + 1] * part;
        chance[at + 2] = chance[above + 2] * part;
        chance[at + 3] = chance[above + 3] * part;
        chance[at + 4] = chance[above + 4] * part;
        continue;
      }
      chance[at] = chance[above] * (t0 * o + r0 * z);
      chance[at + 1] = chance[above + 1] * (t1 * o + r1 * z);
      chance[at + 2] = chance[above + 2] * (t2 * o + r2 * z);
      chance[at + 3] = chance[above + 3] * (t3 * o + r3 * z);
      chance[at + 4] = chance[above + 4] * (t4 * o + r4 * z);
      if (old < 0) continue;
      const y = share[old];
      chance[at] /= t0 + r0 * y;
      chance[at + 1] /= t1 + r1 * y;
      chance[at + 2] /= t2 + r2 * y;
      chance[at + 3] /= t3 + r3 * y;
      chance[at + 4] /= t4 + r4 * y;
    }
  }

  #carryUp(from: number, to: number, five: Five, values: Float64Array): void {
    const { t0, t1, t2, t3, t4, r0, r1, r2, r3, r4 } = five;
    const { column, edge, share, asked } = this.#table;
    const mean = this.#mean;
    const chance = this.#chance;
    const met = this.#met;
    for (let i = to - 1; i >= from; i--) {
      if (asked[i] >= 0) {
        if (met[asked[i]] === 0) this.#passUp(i);
        else this.#creditAgain(i, five, values);
        continue;
      }
      const a = 2 * i * POINTS;
      const b = a + POINTS;
      const at = edge[i] * POINTS;
      const c = i * POINTS;
      const o = met[2 * i];
      const z = share[2 * i];
      const b0 = mean[b];
      const b1 = mean[b + 1];
      const b2 = mean[b + 2];
      const b3 = mean[b + 3];
      const b4 = mean[b + 4];
      const d0 = mean[a] - b0;
      const d1 = mean[a + 1] - b1;
      const d2 = mean[a + 2] - b2;
      const d3 = mean[a + 3] - b3;
      const d4 = mean[a + 4] - b4;
      mean[at] = b0 + (t0 * o + r0 * z) * d0;
      mean[at + 1] = b1 + (t1 * o + r1 * z) * d1;
      mean[at + 2] = b2 + (t2 * o + r2 * z) * d2;
      mean[at + 3] = b3 + (t3 * o + r3 * z) * d3;
      mean[at + 4] = b4 + (t4 * o + r4 * z) * d4;
      const first = chance[c] * d0 + chance[c + 1] * d1;
      const last = chance[c + 2] * d2 + chance[c + 3] * d3 + chance[c + 4] * d4;
      values[column[i]] += (o - z) * (first + last);
    }
  }

  /** A split whose column failed above: it fails here too, and nothing depends on it. */
  #passUp(i: number): void {
    const { edge, share, asked } = this.#table;
    const mean = this.#mean;
    const y = share[asked[i]];
    const part = y > 0 ? share[2 * i] / y : 0;
    const a = 2 * i * POINTS;
    const b = a + POINTS;
    const at = edge[i] * POINTS;
    mean[at] = mean[b] + part * (mean[a] - mean[b]);
    mean[at + 1] = mean[b + 1] + part * (mean[a + 1] - mean[b + 1]);
    mean[at + 2] = mean[b + 2] + part * (mean[a + 2] - mean[b + 2]);
    mean[at + 3] = mean[b + 3] + part * (mean[a + 3] - mean[b + 3]);
    mean[at + 4] = mean[b + 4] + part * (mean[a + 4] - mean[b + 4]);
  }

  /** A split whose column was asked and met above: what it adds, less what the edge above was credited with. */
  #creditAgain(i: number, { t0, t1, t2, t3, t4, r0, r1, r2, r3, r4 }: Five, values: Float64Array): void {
    const { column, edge, share, asked } = this.#table;
    const mean = this.#mean;
    const chance = this.#chance;
    const a = 2 * i * POINTS;
    const b = a + POINTS;
    const at = edge[i] * POINTS;
    const c = i * POINTS;
    const y = share[asked[i]];
    const o = this.#met[2 * i];
    const z = share[2 * i];
    const back = 1 - y;
    const v0 = 1 / (t0 + r0 * y);
    const v1 = 1 / (t1 + r1 * y);
    const v2 = 1 / (t2 + r2 * y);
    const v3 = 1 / (t3 + r3 * y);
    const v4 = 1 / (t4 + r4 * y);
    const g0 = (t0 * o + r0 * z) * v0;
    const g1 = (t1 * o + r1 * z) * v1;
    const g2 = (t2 * o + r2 * z) * v2;
    const g3 = (t3 * o + r3 * z) * v3;
    const g4 = (t4 * o + r4 * z) * v4;
    const d0 = mean[a] - mean[b];
    const d1 = mean[a + 1] - mean[b + 1];
    const d2 = mean[a + 2] - mean[b + 2];
    const d3 = mean[a + 3] - mean[b + 3];
    const d4 = mean[a + 4] - mean[b + 4];
    mean[at] = mean[b] + g0 * d0;
    mean[at + 1] = mean[b + 1] + g1 * d1;
    mean[at + 2] = mean[b + 2] + g2 * d2;
    mean[at + 3] = mean[b + 3] + g3 * d3;
    mean[at + 4] = mean[b + 4] + g4 * d4;
    const first = chance[c] * v0 * d0 * (o - z - back * g0) + chance[c + 1] * v1 * d1 * (o - z - back * g1);
    const last =
      chance[c + 2] * v2 * d2 * (o - z - back * g2) +
      chance[c + 3] * v3 * d3 * (o - z - back * g3) +
      chance[c + 4] * v4 * d4 * (o - z - back * g4);
    values[column[i]] += first + last;
  }
}

/** A rule that is exact for products over that many columns, in fives. */
function fivesFor(columns: number): Five[] {
  const { points, weights } = gaussLegendre(Math.ceil(columns / (2 * POINTS)) * POINTS);
  return Array.from({ length: points.length / POINTS }, (_, i) => {
    const [t0, t1, t2, t3, t4] = points.subarray(i * POINTS);
    return {
      t0,
      t1,
      t2,
      t3,
      t4,
      r0: 1 - t0,
      r1: 1 - t1,
      r2: 1 - t2,
      r3: 1 - t3,
      r4: 1 - t4,
      weights: [...weights.subarray(i * POINTS, (i + 1) * POINTS)],
    };
  });
}
