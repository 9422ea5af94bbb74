import type { EventGraph } from '../graph/event-graph.ts';
import type { EventLog } from '../store/port.ts';
import { EventGraphBuilder } from './event-graph-builder.ts';

/**
 * The graph of a log's facts as of a time (epoch ms), or of everything stored for null. Reads the log once, batch by
 * batch. Rejects with what the log rejects with.
 *
 * @param withActivity whether the graph gets its activity tables too
 */
export async function projectGraph(
  log: EventLog,
  asOf: number | null,
  withActivity = false,
): Promise<EventGraph> {
  const builder = new EventGraphBuilder(withActivity);
  for await (const events of log.readAsOf(asOf)) for (const event of events) builder.add(event);
  return builder.finish(asOf);
}
