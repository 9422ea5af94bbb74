import type { TemporalGraph } from '../temporal-graph.ts';
import type { CycleHooks, CycleRules, CycleSearch } from './cycle-rules.ts';
import { StrictCycleSearch } from './strict-cycles.ts';
import { TiedCycleSearch } from './tied-cycles.ts';

/** The search for what the rules ask for: with strictly rising times, or with ties, which takes more care and time. */
export function temporalCycleSearch(
  graph: TemporalGraph,
  rules: CycleRules,
  hooks: CycleHooks = {},
): CycleSearch {
  return rules.ties === 'strict'
    ? new StrictCycleSearch(graph, rules, hooks)
    : new TiedCycleSearch(graph, rules, hooks);
}
