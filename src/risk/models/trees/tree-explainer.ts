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
 * right with 1 - g. With m and y for what o and z of the column are on the way to the split (1 and 1 where it was not asked
 * above), g = (t o + (1 - t) z) / (t m + (1 - t) y). So chances are carried down the tree and means up it, and a split adds
 * (left - right) times its chance times (o - z - (m - y) g) / (t m + (1 - t) y), the derivative of g by its own column being
 * known; the latter term takes back what the edge above was credited with (that telescoping is Linear TreeShap's; Yu and
 * others 2022).
 *
 * Time O(nodes x points) a row, points being d / 2 rounded up to fives (TreeSHAP: leaves x depth^2); no branch depends on
 * the row, and what a tree needs on the way stays in the nearest cache. Memory about 80 bytes a split. An explainer has
 * scratch of its own: one call at a time.
 */
export class TreeExplainer {
  /** The mean sum of leaves over the cover: what is expected of a row of which nothing is known. */
  readonly base: number;
  readonly #table: SplitTable;
  readonly #trees: readonly TreePoints[];
  /** The row twice, what is missing as Infinity (goes right) and as -Infinity (goes left). */
  readonly #sides: Float64Array;
  /** By edge of a tree: 1 when the row meets all conditions on the edge's column so far, else 0. */
  readonly #met: Float64Array;
  /** By place in a tree and point: the chance to come there, to go left there (g), what a difference there is worth. */
  readonly #chance: Float64Array;
  readonly #left: Float64Array;
  readonly #worth: Float64Array;
  /** The mean of the leaves below; of place 0 always 0. */
  readonly #mean: Float64Array;

  /** @param columns how many columns a row has */
  constructor(ensemble: TreeEnsemble, columns: number) {
    const table = splitTable(ensemble);
    this.base = table.expected;
    this.#table = table;
    this.#trees = table.trees.map(({ from, to, distinct }) => ({ from, to, fives: fivesFor(distinct) }));
    const places = 1 + table.trees.reduce((most, { from, to }) => Math.max(most, to - from), 0);
    this.#sides = new Float64Array(2 * columns);
    this.#met = new Float64Array(2 * places);
    this.#chance = new Float64Array(places * POINTS);
    this.#left = new Float64Array(places * POINTS);
    this.#worth = new Float64Array(places * POINTS);
    this.#mean = new Float64Array(places * POINTS);
    // Whoever comes to the top goes on by its left edge, and what was not asked above is met.
    this.#left.fill(1, 0, POINTS);
    this.#met.fill(1, 0, 2);
  }

  /** Writes the Shapley value of each column into `values`, which is as long as the row, and returns it. */
  explain(row: Float64Array, values: Float64Array): Float64Array {
    const columns = row.length;
    for (let i = 0; i < columns; i++) {
      const isMissing = Number.isNaN(row[i]);
      this.#sides[i] = isMissing ? Infinity : row[i];
      this.#sides[i + columns] = isMissing ? -Infinity : row[i];
    }
    values.fill(0);
    for (const { from, to, fives } of this.#trees) {
      this.#meet(from, to, columns);
      for (const five of fives) {
        this.#carryDown(from, to, five);
        this.#carryUp(from, to, values);
      }
    }
    return values;
  }

  /** Without branches, which would be mispredicted for every second split. */
  #meet(from: number, to: number, columns: number): void {
    const { column, threshold, missingLeft, asked } = this.#table;
    const met = this.#met;
    const sides = this.#sides;
    for (let i = from, edge = 2; i < to; i++, edge += 2) {
      const left = Number(sides[column[i] + columns * missingLeft[i]] <= threshold[i]);
      const still = met[asked[i]];
      met[edge] = left * still;
      met[edge + 1] = (1 - left) * still;
    }
  }

  #carryDown(from: number, to: number, { t0, t1, t2, t3, t4, r0, r1, r2, r3, r4, weights }: Five): void {
    const { edge, asked, shareAbove, shareLeft } = this.#table;
    const met = this.#met;
    const chance = this.#chance;
    const left = this.#left;
    const worth = this.#worth;
    for (let point = 0; point < POINTS; point++) chance[point] = weights[point];
    for (let i = from, place = 1; i < to; i++, place++) {
      const above = (edge[i] >> 1) * POINTS;
      const at = place * POINTS;
      // The chance times g by a left edge, times 1 - g by a right one.
      const isRight = edge[i] & 1;
      const sign = 1 - 2 * isRight;
      const o = met[2 * place];
      const m = met[asked[i]];
      const z = shareLeft[i];
      const y = shareAbove[i];
      const c0 = chance[above] * (isRight + sign * left[above]);
      const c1 = chance[above + 1] * (isRight + sign * left[above + 1]);
      const c2 = chance[above + 2] * (isRight + sign * left[above + 2]);
      const c3 = chance[above + 3] * (isRight + sign * left[above + 3]);
      const c4 = chance[above + 4] * (isRight + sign * left[above + 4]);
      const v0 = 1 / (t0 * m + r0 * y);
      const v1 = 1 / (t1 * m + r1 * y);
      const v2 = 1 / (t2 * m + r2 * y);
      const v3 = 1 / (t3 * m + r3 * y);
      const v4 = 1 / (t4 * m + r4 * y);
      left[at] = (t0 * o + r0 * z) * v0;
      left[at + 1] = (t1 * o + r1 * z) * v1;
      left[at + 2] = (t2 * o + r2 * z) * v2;
      left[at + 3] = (t3 * o + r3 * z) * v3;
      left[at + 4] = (t4 * o + r4 * z) * v4;
      chance[at] = c0;
      chance[at + 1] = c1;
      chance[at + 2] = c2;
      chance[at + 3] = c3;
      chance[at + 4] = c4;
      worth[at] = c0 * v0;
      worth[at + 1] = c1 * v1;
      worth[at + 2] = c2 * v2;
      worth[at + 3] = c3 * v3;
      worth[at + 4] = c4 * v4;
    }
  }

  #carryUp(from: number, to: number, values: Float64Array): void {
    const { column, asked, shareAbove, shareLeft, leftLeaf, rightLeaf } = this.#table;
    const leftOf = this.#table.left;
    const rightOf = this.#table.right;
    const met = this.#met;
    const left = this.#left;
    const worth = this.#worth;
    const mean = this.#mean;
    for (let i = to - 1, place = to - from; i >= from; i--, place--) {
      const a = leftOf[i] * POINTS;
      const b = rightOf[i] * POINTS;
      const at = place * POINTS;
      const credit = met[2 * place] - shareLeft[i];
      const back = met[asked[i]] - shareAbove[i];
      const right = rightLeaf[i];
      const apart = leftLeaf[i] - right;
      const d0 = apart + mean[a] - mean[b];
      const d1 = apart + mean[a + 1] - mean[b + 1];
      const d2 = apart + mean[a + 2] - mean[b + 2];
      const d3 = apart + mean[a + 3] - mean[b + 3];
      const d4 = apart + mean[a + 4] - mean[b + 4];
      const g0 = left[at];
      const g1 = left[at + 1];
      const g2 = left[at + 2];
      const g3 = left[at + 3];
      const g4 = left[at + 4];
      mean[at] = right + mean[b] + g0 * d0;
      mean[at + 1] = right + mean[b + 1] + g1 * d1;
      mean[at + 2] = right + mean[b + 2] + g2 * d2;
      mean[at + 3] = right + mean[b + 3] + g3 * d3;
      mean[at + 4] = right + mean[b + 4] + g4 * d4;
      const first = worth[at] * d0 * (credit - back * g0) + worth[at + 1] * d1 * (credit - back * g1);
      const last =
        worth[at + 2] * d2 * (credit - back * g2) +
        worth[at + 3] * d3 * (credit - back * g3) +
        worth[at + 4] * d4 * (credit - back * g4);
      values[column[i]] += first + last;
    }
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
