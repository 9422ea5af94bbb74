import { COMPACTION_LIMITS, type CompactionLimits } from '../../src/detectors/live/live-compaction.ts';
import type { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { compareEvents, type Event } from '../../src/graph/model/event.ts';
import { inForce } from './in-force.ts';

/** Lets go of what it can, all the time. */
export const ALWAYS: CompactionLimits = { ...COMPACTION_LIMITS, atLeast: 0, share: 0, crowd: 1 };

/** Another process that goes on from what was written down; the same one where there is nothing to be written. */
export function restarted(live: LiveDetection, make: () => LiveDetection): LiveDetection {
  const snapshot = live.snapshot();
  if (!snapshot) return live;
  const written = JSON.parse(JSON.stringify({ ...snapshot, facts: [...snapshot.facts] }));
  live.release();
  const next = make();
  Array.from(next.resume(written));
  return next;
}

/** Whether something among the events bears on what was let go of. */
export function isOutdated(live: LiveDetection, sofar: readonly Event[]): boolean {
  const strays = new Set(live.takeStrays().map((key) => JSON.stringify(key)));
  for (const event of sofar) if (strays.has(JSON.stringify([event.source, event.id]))) live.missed(event);
  return live.isOutdated;
}

/** What a service does with what comes too late: detection over everything, anew. */
export function rebuilt(sofar: readonly Event[], make: () => LiveDetection): LiveDetection {
  const live = make();
  live.expectRetracted(sofar.flatMap((event) => (event.kind === 'retraction' ? [event.of] : [])));
  for (const event of inForce(sofar, null).toSorted(compareEvents)) {
    live.apply(event);
    live.settle();
  }
  return live;
}
