import { compareBytes } from '../kernel/bytes.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import {
  findingId,
  type Finding,
  type FindingMember,
  type NotBinding,
  type Subject,
} from '../graph/model/finding.ts';
import type { Episode, EpisodeMember } from './episode-fold.ts';

/** An episode with what its detector concluded; users and events by number, events being positions in the graph. */
export interface WindowMatch {
  readonly detector: string;
  readonly subject: Subject;
  readonly first: number;
  readonly last: number;
  readonly peak: number;
  readonly users: readonly EpisodeMember[];
  /** The user that is the host, -1 for none. */
  readonly host: number;
  /** The shared things: members in the role `identifier`, from the crossing on. */
  readonly shared: readonly EntityRef[];
  /** Basis points. */
  readonly strength: number;
  readonly binds: number | NotBinding;
  readonly circumstantial?: boolean;
  readonly optionsHash: string;
}

/** Writes a match of a window-counting detector as a finding. Time O(members x log members). */
export function windowFinding(graph: EventGraph, match: WindowMatch): Finding {
  const { events, users } = graph;
  const first = events.order(match.first);
  const members: FindingMember[] = match.users.map(({ user, since }) => ({
    type: 'User',
    id: users.id(user),
    role: user === match.host ? 'host' : 'member',
    since: events.order(since),
  }));
  for (const thing of match.shared) members.push({ ...thing, role: 'identifier', since: first });
  members.sort((a, b) => compareBytes(a.type, b.type) || compareBytes(a.id, b.id));
  const evidence = new Set(match.users.flatMap((member) => member.evidence).sort((a, b) => a - b));
  return {
    id: findingId(match.detector, match.subject, events.key(match.first)),
    detector: match.detector,
    subject: match.subject,
    first,
    last: events.order(match.last),
    strength: match.strength,
    members,
    evidence: Array.from(evidence, (position) => events.key(position)),
    peak: match.peak,
    binds: typeof match.binds === 'number' ? events.order(match.binds) : match.binds,
    ...(match.circumstantial ? { circumstantial: true as const } : {}),
    owners: [],
    optionsHash: match.optionsHash,
  };
}

/** An episode over a subject's rows, with the rows turned into what they stand for. */
export function relocate(episode: Episode, events: ArrayLike<number>): Episode {
  const { first, last, peak, members } = episode;
  return { first: events[first], last: events[last], peak, members: relocateAll(members, events) };
}

/** Members, with rows turned into what they stand for. */
export function relocateAll(members: readonly EpisodeMember[], events: ArrayLike<number>): EpisodeMember[] {
  return members.map(({ user, since, evidence }) => ({
    user,
    since: events[since],
    evidence: evidence.map((row) => events[row]),
  }));
}
