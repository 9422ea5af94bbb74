import type { TemporalGraph } from '../temporal-graph.ts';
import type { CycleRules } from './cycle-rules.ts';
import { addExact, type ExactCount } from './exact-count.ts';
import { temporalCycleSearch } from './temporal-cycles.ts';

/** How much may be looked at, in edge visits (10 to 30 million a second on one core). */
export interface CycleBudget {
  /** In all. */
  readonly total: number;
  /** For any one completing edge, so that one dense burst can't use up everything. */
  readonly perEdge: number;
}

/** A minute or two of work; one completing edge gets at most a hundredth of it. */
export const DEFAULT_CYCLE_BUDGET: CycleBudget = { total: 2_000_000_000, perEdge: 20_000_000 };

export interface CycleCounts {
  /** Exact number of cycles by length; numbers up to 2^53 - 1, bigints beyond. Lengths without any are left out. */
  readonly byLength: ReadonlyMap<number, ExactCount>;
  readonly total: ExactCount;
  /** Completing edges whose cycles are not in the counts because the budget was used up, rising. */
  readonly unfinished: readonly number[];
  readonly visits: number;
}

/**
 * Counts all temporal cycles of a graph by length. Exact for every completing edge that it finished; one that it did not
 * finish counts nothing. Time and memory: those of the search.
 */
export function countTemporalCycles(
  graph: TemporalGraph,
  rules: CycleRules,
  budget: CycleBudget = DEFAULT_CYCLE_BUDGET,
): CycleCounts {
  const search = temporalCycleSearch(graph, rules);
  const totals: ExactCount[] = [];
  const unfinished: number[] = [];
  let found: ExactCount[] = [];
  for (let edge = 0; edge < graph.edges; edge++) {
    const left = Math.min(budget.perEdge, budget.total - search.visits);
    const finished =
      left > 0 && search.completedBy(edge, left, ({ length, count }) => add(found, length, count));
    if (!finished) unfinished.push(edge);
    else found.forEach((count, length) => add(totals, length, count));
    if (found.length > 0) found = [];
  }
  const byLength = new Map<number, ExactCount>();
  totals.forEach((count, length) => byLength.set(length, count));
  return { byLength, total: totals.reduce<ExactCount>(addExact, 0), unfinished, visits: search.visits };
}

function add(counts: ExactCount[], length: number, count: ExactCount): void {
  counts[length] = addExact(counts[length] ?? 0, count);
}
