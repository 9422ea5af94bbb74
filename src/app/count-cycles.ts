import type { Clock } from '../kernel/clock.ts';
import { formatInstant } from '../kernel/time.ts';
import type { CycleRules } from '../graph/algorithms/cycle-rules.ts';
import {
  countTemporalCycles,
  DEFAULT_CYCLE_BUDGET,
  type CycleBudget,
} from '../graph/algorithms/count-temporal-cycles.ts';
import type { ExactCount } from '../graph/algorithms/exact-count.ts';
import { buildTemporalGraph } from '../graph/temporal-graph.ts';
import { readEdgeList } from '../ingest/edge-list.ts';

export interface CountCyclesRequest {
  /** Longest time from first to last transfer, milliseconds; may be Infinity. */
  readonly windowMs: number;
  /** Unset: any length. */
  readonly maxLength?: number;
  readonly ties?: CycleRules['ties'];
  readonly clock: Clock;
  readonly budget?: CycleBudget;
}

/** Counts are numbers up to 2^53 - 1 and bigints beyond, so that none is rounded. */
export interface CycleCount {
  /** After self-loops are dropped. */
  readonly edges: number;
  /** For building the graph and searching it, without reading the file. */
  readonly seconds: number;
  readonly total: ExactCount;
  /** By number of transfers; lengths without any cycle are left out. */
  readonly byLength: Readonly<Record<string, ExactCount>>;
  /** Whether the budget cut the search short; then all counts are lower bounds. */
  readonly truncated: boolean;
  /** What was left out, when truncated. */
  readonly leftOut?: {
    /** Transfers whose cycles (those of which they are the last) are not counted. */
    readonly completingEdges: number;
    /** ISO 8601 times of the first and last of them. */
    readonly from: string;
    readonly to: string;
  };
}

/**
 * Counts the temporal cycles of an edge list (docs/algorithms/temporal-cycles.md).
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN as {@link readEdgeList}
 */
export async function countCycles(file: string, request: CountCyclesRequest): Promise<CycleCount> {
  const list = await readEdgeList(file);
  const { clock } = request;
  const start = clock.elapsed();
  const graph = buildTemporalGraph(list, list.vertices.size);
  const rules: CycleRules = {
    window: request.windowMs,
    minLength: 2,
    maxLength: request.maxLength ?? Infinity,
    ties: request.ties ?? 'strict',
  };
  const { total, byLength, unfinished } = countTemporalCycles(
    graph,
    rules,
    request.budget ?? DEFAULT_CYCLE_BUDGET,
  );
  const counts: CycleCount = {
    edges: graph.edges,
    seconds: (clock.elapsed() - start) / 1000,
    total,
    byLength: Object.fromEntries(byLength),
    truncated: unfinished.length > 0,
  };
  if (unfinished.length === 0) return counts;
  const timeOf = (edge: number): string => formatInstant(graph.at[edge]);
  const leftOut = {
    completingEdges: unfinished.length,
    from: timeOf(unfinished[0]),
    to: timeOf(unfinished[unfinished.length - 1]),
  };
  return { ...counts, leftOut };
}
