import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { Finding } from '../graph/model/finding.ts';
import { Earliest, later } from './earliest.ts';
import type { Participant } from './participants.ts';
import { StandingFindings } from './standing-findings.ts';

/**
 * From which event on each finding binds, or null when it does not (definitions.md, "Rings";
 * docs/algorithms/rings.md, "Corroboration").
 *
 * A finding barred for good (hub, self cycle, crowd, lead) never does. A circumstantial one proves little alone, so it
 * binds only once one of its suspect users (two, where it is about money) is a suspect in another finding, not barred
 * itself, along another line of evidence: from the event by which it may bind itself, the other one may, and that user
 * is in both. Until the other may bind it counts as barred, so that a replay tells of each moment what a run at that
 * moment told. One about settled people binds beside a finding that stands alone, once two of its users are suspects
 * there. All others bind from the event they name.
 *
 * @param parts the participants of each finding. Time O(participants + of each settled person the findings that stand
 * alone times those about settled people), space O(participants).
 */
export function bindingStarts(
  findings: readonly Finding[],
  parts: readonly (readonly Participant[])[],
): (EventOrder | null)[] {
  const lines = findings.map(lineOfEvidence);
  const seen = new Map<string, Sightings>();
  findings.forEach((finding, f) => {
    const { binds } = finding;
    if (typeof binds === 'string') return;
    for (const part of parts[f])
      if (part.type === 'User' && part.binds) addSighting(seen, part.id, lines[f], later(binds, part.since));
  });
  const standing = new StandingFindings(findings, parts);
  return findings.map(({ binds, circumstantial }, f) => {
    if (binds === 'established') return standing.meets(parts[f]);
    if (typeof binds === 'string') return null;
    if (!circumstantial) return binds;
    const inBoth = earliestElsewhere(seen, parts[f], lines[f]);
    return inBoth && later(binds, inBoth);
  });
}

/** The line of evidence of what is about the same transfers. */
const MONEY = 'money';

/** Detectors with circumstantial findings about the same transfers: what one of them says, another may say again. */
const OF_MONEY: ReadonlySet<string> = new Set([
  'kiting-cycle',
  'float-kiting',
  'fan-in',
  'fan-out',
  'scatter-gather',
  'gather-scatter',
  'bipartite',
  'stack',
]);

/**
 * What a finding draws on: two of one line do not bear each other out. Shared identifiers and whatever stands alone
 * bear out all that is about something else; other circumstantial findings of one detector are all of one line, since
 * pairs on a device are of the same evening, and so are those of all detectors of money: they have transfers in common.
 */
function lineOfEvidence({ detector, subject, circumstantial }: Finding): string {
  if (!circumstantial || detector === 'shared-identity') return JSON.stringify(subject);
  return OF_MONEY.has(detector) ? MONEY : detector;
}

interface Sighting {
  readonly line: string;
  readonly since: EventOrder;
}
/** A user's earliest sighting, and the earliest along any other line: enough to answer for every line. */
type Sightings = readonly [first: Sighting, elsewhere: Sighting | null];

function addSighting(seen: Map<string, Sightings>, user: string, line: string, since: EventOrder): void {
  const sighting = { line, since };
  const before = seen.get(user);
  if (!before) {
    seen.set(user, [sighting, null]);
    return;
  }
  const [first, elsewhere] = before;
  const beatsFirst = compareEvents(since, first.since) < 0;
  if (line === first.line) {
    if (beatsFirst) seen.set(user, [sighting, elsewhere]);
  } else if (beatsFirst) seen.set(user, [sighting, first]);
  else if (!elsewhere || compareEvents(since, elsewhere.since) < 0) seen.set(user, [first, sighting]);
}

/** The event by which enough users of a finding are in others along another line; null for never. */
function earliestElsewhere(
  seen: ReadonlyMap<string, Sightings>,
  parts: readonly Participant[],
  line: string,
): EventOrder | null {
  const met = new Earliest(line === MONEY ? 2 : 1);
  for (const part of parts) {
    if (part.type !== 'User' || !part.binds) continue;
    const [first, elsewhere] = seen.get(part.id)!;
    const other = first.line === line ? elsewhere : first;
    if (other) met.add(later(part.since, other.since));
  }
  return met.last();
}
