import { temporalCycleSearch } from '../../graph/algorithms/temporal-cycles.ts';
import type { CycleRules } from '../../graph/algorithms/cycle-rules.ts';
import { buildTemporalGraph } from '../../graph/temporal-graph.ts';
import { hopsOnCycles } from './cycle-hops.ts';
import type { TransferColumns } from './transfer-log.ts';

/** Edges looked at for one closing transfer, at most; what was found until then counts. */
const MOST_VISITS = 20_000;

export interface CycleQuestion {
  readonly rules: CycleRules;
  /** Whether transfer `next` may come right after transfer `hop`; only with strict times. */
  readonly follows?: (hop: number, next: number) => boolean;
}

/**
 * Calls back for each transfer on each cycle that is closed by a transfer known with it; a cycle is the accounts in
 * order and the closing transfer. Transfers of an account to itself are on none.
 *
 * Time: that of the search, at most {@link MOST_VISITS} visits a transfer. Memory that of the temporal graph.
 * @param known of each transfer the last one known with it
 */
export function eachOnCycle(
  columns: TransferColumns,
  known: Int32Array,
  { rules, follows }: CycleQuestion,
  onCycle: (transfer: number, length: number) => void,
): void {
  const graph = buildTemporalGraph(columns, columns.accounts);
  const { row, at, tieStart } = graph;
  const passes = follows ? (hop: number, next: number): boolean => follows(row[hop], row[next]) : undefined;
  const search = temporalCycleSearch(graph, rules, { follows: passes });
  const rising = rules.ties === 'strict';
  const goesOn = (edge: number, next: number): boolean =>
    (rising ? at[edge] < at[next] : at[edge] <= at[next]) && (passes?.(edge, next) ?? true);
  for (let closing = 0; closing < graph.edges; closing++)
    search.completedBy(closing, MOST_VISITS, (bundle) => {
      const tied = rising ? null : (edge: number): boolean => tieStart[edge] === tieStart[closing];
      const hops = hopsOnCycles({ length: bundle.length, edges: (hop) => bundle.edges(hop) }, goesOn, tied);
      for (const edges of hops)
        for (const edge of edges) if (known[row[edge]] >= row[closing]) onCycle(row[edge], bundle.length);
    });
}
