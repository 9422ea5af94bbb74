import type { EventGraph } from '../../graph/event-graph.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { LiveUser } from '../../projection/live-entities.ts';
import { EventGraphBuilder } from '../../projection/event-graph-builder.ts';
import type { Episode } from '../episode-fold.ts';
import type { Slice } from './slices.ts';

/** The graph of a slice, and where its events are in it. */
export interface SliceGraph {
  readonly graph: EventGraph;
  readonly positionOf: (event: Event) => number;
  readonly eventAt: (position: number) => Event;
}

/**
 * Time O(n log n) in the events of the slice.
 *
 * @param withActivity whether the graph gets its activity tables too
 */
export function sliceGraph(slice: Slice, withActivity = false): SliceGraph {
  const events = [...slice].sort(compareEvents);
  const builder = new EventGraphBuilder(withActivity);
  const positions = new Map<Event, number>();
  for (const event of events) {
    positions.set(event, positions.size);
    builder.add(event);
  }
  return {
    graph: builder.finish(null),
    positionOf: (event) => positions.get(event)!,
    eventAt: (position) => events[position],
  };
}

/** Adds the events that an episode names. */
export function addEpisode(slice: Slice, { first, last, members }: Episode<Event>): void {
  slice.add(first);
  slice.add(last);
  for (const { since, evidence } of members) {
    slice.add(since);
    for (const use of evidence) slice.add(use);
  }
}

/** An episode by the numbers of a slice's graph. @param users by the numbers of the episode */
export function inGraph(
  { first, last, peak, members }: Episode<Event>,
  users: readonly LiveUser[],
  { graph, positionOf }: SliceGraph,
): Episode {
  return {
    first: positionOf(first),
    last: positionOf(last),
    peak,
    members: members.map(({ user, since, evidence }) => ({
      user: graph.users.find(users[user].id),
      since: positionOf(since),
      evidence: evidence.map(positionOf),
    })),
  };
}
