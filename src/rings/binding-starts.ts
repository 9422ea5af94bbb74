import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { Finding } from '../graph/model/finding.ts';
import type { Participant } from './participants.ts';

/**
 * From which event on each finding binds, or null when it does not (definitions.md, "Rings").
 *
 * A finding barred for good (hub, self cycle, crowd) never does. A shared identifier alone proves little, so such a
 * finding binds only once one of its suspect users is a suspect in another finding about something else that is not
 * barred itself (another shared identifier will do): from the event by which it may bind itself, the other one may,
 * and that user is in both. Until the other may bind it counts as barred, so that a replay tells of each moment what a
 * run at that moment told. All others bind from the event they name.
 *
 * @param parts the participants of each finding. Time and space O(participants).
 */
export function bindingStarts(
  findings: readonly Finding[],
  parts: readonly (readonly Participant[])[],
): (EventOrder | null)[] {
  const subjects = findings.map((finding) => JSON.stringify(finding.subject));
  const seen = new Map<string, Sightings>();
  findings.forEach((finding, f) => {
    const { binds } = finding;
    if (typeof binds === 'string') return;
    for (const part of parts[f])
      if (part.type === 'User' && part.binds)
        addSighting(seen, part.id, subjects[f], later(binds, part.since));
  });
  return findings.map((finding, f) => {
    if (typeof finding.binds === 'string') return null;
    if (finding.detector !== 'shared-identity') return finding.binds;
    const inBoth = earliestElsewhere(seen, parts[f], subjects[f]);
    return inBoth && later(finding.binds, inBoth);
  });
}

interface Sighting {
  readonly subject: string;
  readonly since: EventOrder;
}
/** A user's earliest sighting, and the earliest about any other subject: enough to answer for every subject. */
type Sightings = readonly [first: Sighting, elsewhere: Sighting | null];

function addSighting(seen: Map<string, Sightings>, user: string, subject: string, since: EventOrder): void {
  const sighting = { subject, since };
  const before = seen.get(user);
  if (!before) {
    seen.set(user, [sighting, null]);
    return;
  }
  const [first, elsewhere] = before;
  const beatsFirst = compareEvents(since, first.since) < 0;
  if (subject === first.subject) {
    if (beatsFirst) seen.set(user, [sighting, elsewhere]);
  } else if (beatsFirst) seen.set(user, [sighting, first]);
  else if (!elsewhere || compareEvents(since, elsewhere.since) < 0) seen.set(user, [first, sighting]);
}

function earliestElsewhere(
  seen: ReadonlyMap<string, Sightings>,
  parts: readonly Participant[],
  subject: string,
): EventOrder | null {
  let earliest: EventOrder | null = null;
  for (const part of parts) {
    if (part.type !== 'User' || !part.binds) continue;
    const [first, elsewhere] = seen.get(part.id)!;
    const other = first.subject === subject ? elsewhere : first;
    if (!other) continue;
    const inBoth = later(part.since, other.since);
    if (!earliest || compareEvents(inBoth, earliest) < 0) earliest = inBoth;
  }
  return earliest;
}

function later(a: EventOrder, b: EventOrder): EventOrder {
  return compareEvents(a, b) < 0 ? b : a;
}
