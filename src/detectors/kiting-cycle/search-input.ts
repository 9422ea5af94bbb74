import type { EventGraph } from '../../graph/event-graph.ts';
import { buildTemporalGraph, type TemporalGraph } from '../../graph/temporal-graph.ts';
import type { KitingOptions } from './options.ts';

/** Turned so that the account with the byte-smallest id comes first. */
export function fromSmallest(vertices: readonly number[], ranks: Int32Array): number[] {
  let start = 0;
  for (let i = 1; i < vertices.length; i++) if (ranks[vertices[i]] < ranks[vertices[start]]) start = i;
  return [...vertices.slice(start), ...vertices.slice(0, start)];
}

/** The transfers that can be part of an instance, by event order; the graph leaves out those from an account to itself. */
export function transfersToSearch(graph: EventGraph, options: KitingOptions): TemporalGraph {
  const { event, from, to, minor } = graph.transfers;
  const at = new Float64Array(event.length);
  for (let row = 0; row < event.length; row++) at[row] = graph.events.at[event[row]];
  const keep = options.minAmount > 0 ? (row: number) => minor[row] >= options.minAmount : undefined;
  return buildTemporalGraph({ from, to, at }, graph.accounts.size, keep);
}
