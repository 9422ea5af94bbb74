import { gaussLegendre } from './gauss-legendre.ts';
import { splitTable, type SplitTable } from './split-table.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** Points of the quadrature are taken in fours, which the inner loops spell out: short loops cost three times as much. */
const POINTS = 4;

/** Four points t of a rule, r = 1 - t, and their weights w. */
interface Four {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
  readonly r0: number;
  readonly r1: number;
  readonly r2: number;
  readonly r3: number;
  readonly weights: readonly number[];
}

/** The splits `from` to `to` of one tree, and the points it needs. */
interface TreePoints {
  readonly from: number;
  readonly to: number;
  readonly fours: readonly Four[];
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
 * on a path, so a Gauss-Legendre rule of at least d / 2 points gives it exactly, up to rounding. At a point the products
 * of nodes are carried down the tree and the leaves' values up; a column that is asked again below replaces its factor, and
 * what it was credited with above is taken back, as in Linear TreeShap (Yu and others 2022), whose polynomials these points
 * stand in for. Factors are never below 0, so nothing cancels.
 *
 * Time O(nodes x points) a row, points being d / 2 rounded up to fours (TreeSHAP: leaves x depth^2). Memory about 100 bytes
 * a node. An explainer has scratch of its own: one call at a time.
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
  /** By split and point: the weight times the product of the factors above. */
  readonly #down: Float64Array;
  /** By edge and point: what the leaves below add, without the factors of this edge and those above. */
  readonly #up: Float64Array;

  /** @param columns how many columns a row has */
  constructor(ensemble: TreeEnsemble, columns: number) {
    const table = splitTable(ensemble);
    this.base = table.expected;
    this.#table = table;
    this.#trees = table.trees.map(({ from, to, distinct }) => ({ from, to, fours: foursFor(distinct) }));
    this.#sides = new Float64Array(2 * columns);
    this.#met = new Float64Array(table.leaf.length);
    this.#down = new Float64Array(table.column.length * POINTS);
    this.#up = Float64Array.from(
      { length: table.leaf.length * POINTS },
      (_, i) => table.leaf[Math.floor(i / POINTS)],
    );
  }

  /** Writes the Shapley value of each column into `values`, which is as long as the row, and returns it. */
  explain(row: Float64Array, values: Float64Array): Float64Array {
    values.fill(0);
    this.#meet(row);
    for (const { from, to, fours } of this.#trees)
      for (const four of fours) {
        this.#carryDown(from, to, four);
        this.#carryUp(from, to, four, values);
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

  #carryDown(from: number, to: number, { t0, t1, t2, t3, r0, r1, r2, r3, weights }: Four): void {
    const { asked, edge, share } = this.#table;
    const down = this.#down;
    const mets = this.#met;
    down.set(weights, from * POINTS);
    for (let i = from + 1; i < to; i++) {
      const met = mets[edge[i]];
      const z = share[edge[i]];
      const above = (edge[i] >> 1) * POINTS;
      const old = asked[edge[i] >> 1];
      const at = i * POINTS;
      if (old >= 0 && mets[old] === 0) {
        const ratio = share[old] > 0 ? z / share[old] : 0;
        down[at] = down[above] * ratio;
        down[at + 1] = down[above + 1] * ratio;
        down[at + 2] = down[above + 2] * ratio;
        down[at + 3] = down[above + 3] * ratio;
        continue;
      }
      down[at] = down[above] * (met * t0 + z * r0);
      down[at + 1] = down[above + 1] * (met * t1 + z * r1);
      down[at + 2] = down[above + 2] * (met * t2 + z * r2);
      down[at + 3] = down[above + 3] * (met * t3 + z * r3);
      if (old < 0) continue;
      const y = share[old];
      down[at] /= t0 + y * r0;
      down[at + 1] /= t1 + y * r1;
      down[at + 2] /= t2 + y * r2;
      down[at + 3] /= t3 + y * r3;
    }
  }

  #carryUp(from: number, to: number, four: Four, values: Float64Array): void {
    const { t0, t1, t2, t3, r0, r1, r2, r3 } = four;
    const { column, edge, share, asked } = this.#table;
    const mets = this.#met;
    const up = this.#up;
    const down = this.#down;
    for (let i = to - 1; i >= from; i--) {
      if (asked[i] >= 0) {
        values[column[i]] += mets[asked[i]] === 0 ? this.#passUp(i) : this.#creditAgain(i, four);
        continue;
      }
      const a = 2 * i * POINTS;
      const b = a + POINTS;
      const at = edge[i] * POINTS;
      const d = i * POINTS;
      const metA = mets[2 * i];
      const metB = mets[2 * i + 1];
      const zA = share[2 * i];
      const zB = share[2 * i + 1];
      const a0 = up[a];
      const a1 = up[a + 1];
      const a2 = up[a + 2];
      const a3 = up[a + 3];
      const b0 = up[b];
      const b1 = up[b + 1];
      const b2 = up[b + 2];
      const b3 = up[b + 3];
      up[at] = (metA * t0 + zA * r0) * a0 + (metB * t0 + zB * r0) * b0;
      up[at + 1] = (metA * t1 + zA * r1) * a1 + (metB * t1 + zB * r1) * b1;
      up[at + 2] = (metA * t2 + zA * r2) * a2 + (metB * t2 + zB * r2) * b2;
      up[at + 3] = (metA * t3 + zA * r3) * a3 + (metB * t3 + zB * r3) * b3;
      const byA = metA - zA;
      const byB = metB - zB;
      const first = down[d] * (byA * a0 + byB * b0) + down[d + 1] * (byA * a1 + byB * b1);
      const last = down[d + 2] * (byA * a2 + byB * b2) + down[d + 3] * (byA * a3 + byB * b3);
      values[column[i]] += first + last;
    }
  }

  /** A split whose column failed above: it fails here too, only the shares change, and there is nothing to credit. */
  #passUp(i: number): number {
    const { edge, share, asked } = this.#table;
    const up = this.#up;
    const before = share[asked[i]];
    const zA = before > 0 ? share[2 * i] / before : 0;
    const zB = before > 0 ? share[2 * i + 1] / before : 0;
    const a = 2 * i * POINTS;
    const b = a + POINTS;
    const at = edge[i] * POINTS;
    up[at] = zA * up[a] + zB * up[b];
    up[at + 1] = zA * up[a + 1] + zB * up[b + 1];
    up[at + 2] = zA * up[a + 2] + zB * up[b + 2];
    up[at + 3] = zA * up[a + 3] + zB * up[b + 3];
    return 0;
  }

  /** A split whose column was asked and met above: its new credit, less what the edge above was credited with. */
  #creditAgain(i: number, { t0, t1, t2, t3, r0, r1, r2, r3 }: Four): number {
    const { edge, share, asked } = this.#table;
    const up = this.#up;
    const down = this.#down;
    const a = 2 * i * POINTS;
    const b = a + POINTS;
    const at = edge[i] * POINTS;
    const d = i * POINTS;
    const y = share[asked[i]];
    const metA = this.#met[2 * i];
    const metB = this.#met[2 * i + 1];
    const zA = share[2 * i];
    const zB = share[2 * i + 1];
    const v0 = 1 / (t0 + y * r0);
    const v1 = 1 / (t1 + y * r1);
    const v2 = 1 / (t2 + y * r2);
    const v3 = 1 / (t3 + y * r3);
    const a0 = up[a];
    const a1 = up[a + 1];
    const a2 = up[a + 2];
    const a3 = up[a + 3];
    const b0 = up[b];
    const b1 = up[b + 1];
    const b2 = up[b + 2];
    const b3 = up[b + 3];
    const u0 = v0 * ((metA * t0 + zA * r0) * a0 + (metB * t0 + zB * r0) * b0);
    const u1 = v1 * ((metA * t1 + zA * r1) * a1 + (metB * t1 + zB * r1) * b1);
    const u2 = v2 * ((metA * t2 + zA * r2) * a2 + (metB * t2 + zB * r2) * b2);
    const u3 = v3 * ((metA * t3 + zA * r3) * a3 + (metB * t3 + zB * r3) * b3);
    up[at] = u0;
    up[at + 1] = u1;
    up[at + 2] = u2;
    up[at + 3] = u3;
    const byA = metA - zA;
    const byB = metB - zB;
    const back = 1 - y;
    const first =
      down[d] * v0 * (byA * a0 + byB * b0 - back * u0) + down[d + 1] * v1 * (byA * a1 + byB * b1 - back * u1);
    const last =
      down[d + 2] * v2 * (byA * a2 + byB * b2 - back * u2) +
      down[d + 3] * v3 * (byA * a3 + byB * b3 - back * u3);
    return first + last;
  }
}

/** A rule that is exact for products over that many columns, in fours. */
function foursFor(columns: number): Four[] {
  const { points, weights } = gaussLegendre(Math.ceil(columns / (2 * POINTS)) * POINTS);
  return Array.from({ length: points.length / POINTS }, (_, i) => {
    const [t0, t1, t2, t3] = points.subarray(i * POINTS);
    return {
      t0,
      t1,
      t2,
      t3,
      r0: 1 - t0,
      r1: 1 - t1,
      r2: 1 - t2,
      r3: 1 - t3,
      weights: [...weights.subarray(i * POINTS, (i + 1) * POINTS)],
    };
  });
}
