import type { EventGraph, Reference } from '../../graph/event-graph.ts';
import type { IpKind } from '../../graph/model/ip.ts';

/**
 * The kind of a block as of an event: that of the latest reference that names one, not after the event in order and
 * observed by its time; `unknown` without any. Time O(references) once, then O(references of the block) a question.
 */
export function blockKinds(graph: EventGraph): (block: number, event: number) => IpKind {
  const { at, observedAt } = graph.events;
  const byBlock = new Map<number, Reference[]>();
  for (const reference of graph.references) {
    if (reference.on !== 'block' || reference.ipKind === undefined) continue;
    const known = byBlock.get(reference.target);
    if (known) known.push(reference);
    else byBlock.set(reference.target, [reference]);
  }
  return (block, event) =>
    byBlock.get(block)?.findLast((known) => known.event <= event && observedAt[known.event] <= at[event])
      ?.ipKind ?? 'unknown';
}
