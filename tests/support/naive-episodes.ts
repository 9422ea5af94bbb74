import { createHash } from 'node:crypto';
import type { Event } from '../../src/graph/model/event.ts';
import type { Finding } from '../../src/graph/model/finding.ts';

// A slow, plain reading of definitions.md, "Findings", for tests to hold detectors against. Shares no code with them.

/** Events in order: time, then source and id as bytes. */
export function inOrder(events: readonly Event[]): Event[] {
  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return events.toSorted((a, b) => a.at - b.at || bytes(a.source, b.source) || bytes(a.id, b.id));
}

/** What holds at one event that completes: who is counted, each with the uses that make it so. */
export interface Completing {
  readonly event: Event;
  readonly counted: ReadonlyMap<string, readonly Event[]>;
}

export interface NaiveEpisode {
  readonly completing: readonly Completing[];
  /** User -> the completing event that counted it first, and its uses there. */
  readonly members: ReadonlyMap<string, { readonly since: Event; readonly uses: readonly Event[] }>;
}

/** Splits completing events, given in order, wherever more than a window lies between two. */
export function naiveEpisodes(all: readonly Completing[], window: number): NaiveEpisode[] {
  const runs: Completing[][] = [];
  for (const one of all) {
    const previous = runs.at(-1)?.at(-1);
    if (previous && one.event.at - previous.event.at <= window) runs.at(-1)!.push(one);
    else runs.push([one]);
  }
  return runs.map((completing) => {
    const members = new Map<string, { since: Event; uses: readonly Event[] }>();
    for (const { event, counted } of completing)
      for (const [user, uses] of counted) if (!members.has(user)) members.set(user, { since: event, uses });
    return { completing, members };
  });
}

/** All of a finding but its strength and options, in a form that is easy to compare. */
export interface PlainFinding {
  readonly id: string;
  readonly subject: unknown;
  readonly first: string;
  readonly last: string;
  readonly peak: number;
  /** `type id role since`. */
  readonly members: readonly string[];
  readonly evidence: readonly string[];
  readonly binds: string;
}

interface About {
  readonly detector: string;
  readonly subject: unknown;
  /** `Type id` of the shared things. */
  readonly shared: readonly string[];
  readonly host?: string;
  readonly binds: string;
}

export function plainEpisode({ completing, members }: NaiveEpisode, about: About): PlainFinding {
  const first = completing[0].event;
  const canonical = JSON.stringify([about.detector, 'v1', about.subject, [first.source, first.id]]);
  return {
    id: createHash('sha256').update(canonical).digest('hex').slice(0, 32),
    subject: about.subject,
    first: name(first),
    last: name(completing.at(-1)!.event),
    peak: Math.max(...completing.map(({ counted }) => counted.size)),
    members: [
      ...about.shared.map((thing) => `${thing} identifier ${name(first)}`),
      ...[...members].map(
        ([user, { since }]) => `User ${user} ${user === about.host ? 'host' : 'member'} ${name(since)}`,
      ),
    ].toSorted(),
    evidence: inOrder([...new Set([...members.values()].flatMap(({ uses }) => uses))]).map(name),
    binds: about.binds,
  };
}

export function plainFinding(finding: Finding): PlainFinding {
  return {
    id: finding.id,
    subject: finding.subject,
    first: name(finding.first),
    last: name(finding.last),
    peak: finding.peak,
    members: finding.members
      .map(({ type, id, role, since }) => `${type} ${id} ${role} ${name(since)}`)
      .toSorted(),
    evidence: finding.evidence.map(([source, id]) => `${source}/${id}`),
    binds:
      typeof finding.binds === 'string'
        ? finding.binds
        : `${name(finding.binds)}${finding.circumstantial ? ' beside another' : ''}`,
  };
}

export function byId(findings: readonly PlainFinding[]): PlainFinding[] {
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function name(event: { readonly source: string; readonly id: string }): string {
  return `${event.source}/${event.id}`;
}

/** The registration time of a user that is known at an event: `all` in order, the event among them. */
export function naiveRegisteredAt(all: readonly Event[], user: string, event: Event): number | undefined {
  const times = all
    .slice(0, all.indexOf(event) + 1)
    .filter((one) => one.kind === 'registration' && one.user === user)
    .filter((one) => one === event || one.observedAt <= event.at)
    .map((one) => one.at);
  return times.length === 0 ? undefined : Math.min(...times);
}
