import { compareBytes } from '../../kernel/bytes.ts';
import { utcMidnight } from '../../kernel/time.ts';
import { IDENTIFIER_KINDS, type EventGraph } from '../../graph/event-graph.ts';
import type { IdentifierKind } from '../../graph/model/entity.ts';
import { findingId, type Finding, type FindingMember, type Hub } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector } from '../detector.ts';
import { SHARED_IDENTITY_OPTIONS, type SharedIdentityOptions } from './options.ts';

/**
 * Users that carry one phone number, e-mail address or national id at the same time
 * (definitions.md, "shared-identity"; docs/algorithms/shared-identity.md).
 *
 * Time and memory O(n) in the registrations and profile changes: each is looked at once, each user enters a
 * finding once. Findings and their members are bounded by the same n, so nothing is ever cut short.
 */
export const sharedIdentity: Detector<SharedIdentityOptions> = {
  name: 'shared-identity',
  summary: 'Users that carry the same phone number, e-mail address or national id.',
  options: SHARED_IDENTITY_OPTIONS,
  detect: (graph, options) => sharedIdentityOf(graph, options, null),
};

/** What is known of one identifier while the events pass by. Events by their position. */
interface Carried {
  /** User -> the event from which on the user has carried the value without a break. */
  readonly carriers: Map<number, number>;
  /** Carriers that no completing event has counted yet. */
  readonly uncounted: Set<number>;
  /** Member -> the completing event that first counted it, and the use that made it count. */
  readonly members: Map<number, { readonly since: number; readonly use: number }>;
  first: number;
  last: number;
  peak: number;
  /** The first use that only the crowd kept from completing, and how many there were. */
  crowdedFrom: number;
  crowded: number;
}

/**
 * What the detector concludes about one identifier, given by number, or about all (null). It reads the registrations
 * and profile changes of everybody who ever carried it.
 */
export function sharedIdentityOf(
  graph: EventGraph,
  options: SharedIdentityOptions,
  only: number | null,
): Detection {
  const { event, user, kind, identifier } = graph.identityChanges;
  const wanted = IDENTIFIER_KINDS.map((name) => options.kinds.includes(name));
  const kinds = IDENTIFIER_KINDS.length;
  const current = new Int32Array(graph.users.size * kinds).fill(-1);
  const states = new Map<number, Carried>();
  for (let row = 0; row < event.length; row++) {
    if (!wanted[kind[row]]) continue;
    const slot = user[row] * kinds + kind[row];
    if (current[slot] !== identifier[row]) {
      states.get(current[slot])?.carriers.delete(user[row]);
      states.get(current[slot])?.uncounted.delete(user[row]);
      current[slot] = identifier[row];
    }
    if (identifier[row] < 0 || (only !== null && identifier[row] !== only)) continue;
    let state = states.get(identifier[row]);
    if (!state) states.set(identifier[row], (state = untouched()));
    use(state, user[row], event[row], options);
  }
  const hash = optionsHash(SHARED_IDENTITY_OPTIONS, options);
  return {
    findings: [...states]
      .filter(([, state]) => state.first >= 0)
      .map((one) => toFinding(graph, hash, ...one)),
    hubs: [...states].filter(([, state]) => state.crowded > 0).map((one) => toHub(graph, ...one)),
    truncated: [],
  };
}

function untouched(): Carried {
  return {
    carriers: new Map(),
    uncounted: new Set(),
    members: new Map(),
    first: -1,
    last: -1,
    peak: 0,
    crowdedFrom: -1,
    crowded: 0,
  };
}

/** Takes in one use of an identifier: a user sets it, or sets it again. */
function use(state: Carried, user: number, event: number, options: SharedIdentityOptions): void {
  if (!state.carriers.has(user)) {
    state.carriers.set(user, event);
    if (!state.members.has(user)) state.uncounted.add(user);
  }
  const count = state.carriers.size;
  if (count > options.hubUsers) {
    if (state.crowded++ === 0) state.crowdedFrom = event;
    return;
  }
  if (count < options.minUsers) return;
  if (state.first < 0) state.first = event;
  state.last = event;
  state.peak = Math.max(state.peak, count);
  for (const counted of state.uncounted)
    state.members.set(counted, { since: event, use: state.carriers.get(counted)! });
  state.uncounted.clear();
}

function toFinding(graph: EventGraph, hash: string, identifier: number, state: Carried): Finding {
  const { events, users } = graph;
  const [kind, value] = subjectOf(graph, identifier);
  const first = events.order(state.first);
  const members: FindingMember[] = [...state.members].map(([user, { since }]) => ({
    type: 'User',
    id: users.id(user),
    role: 'member',
    since: events.order(since),
  }));
  members.sort((a, b) => compareBytes(a.id, b.id));
  // "Identifier" sorts before "User".
  members.unshift({
    type: 'Identifier',
    id: graph.identifiers.id(identifier),
    role: 'identifier',
    since: first,
  });
  const evidence = [...state.members.values()].map((member) => member.use).sort((a, b) => a - b);
  return {
    id: findingId('shared-identity', [kind, value], events.key(state.first)),
    detector: 'shared-identity',
    subject: [kind, value],
    first,
    last: events.order(state.last),
    strength: strength(kind, state.peak),
    members,
    evidence: evidence.map((position) => events.key(position)),
    peak: state.peak,
    binds: first,
    circumstantial: true,
    owners: [],
    optionsHash: hash,
  };
}

function subjectOf(graph: EventGraph, identifier: number): [kind: IdentifierKind, value: string] {
  const id = graph.identifiers.id(identifier);
  const colon = id.indexOf(':');
  return [id.slice(0, colon) as IdentifierKind, id.slice(colon + 1)];
}

/**
 * How little an innocent reason is to be expected (basis points; docs/algorithms/shared-identity.md): families share
 * a phone number and numbers are given out again, an e-mail address is shared seldom, a national id never.
 */
const WEIGHT: Readonly<Record<IdentifierKind, number>> = { phone: 4_000, email: 7_000, nationalId: 10_000 };

function strength(kind: IdentifierKind, peak: number): number {
  return Math.floor((WEIGHT[kind] * (peak - 1)) / peak);
}

function toHub(graph: EventGraph, identifier: number, state: Carried): Hub {
  return {
    type: 'Identifier',
    id: graph.identifiers.id(identifier),
    reason: 'carriers',
    day: utcMidnight(graph.events.at[state.crowdedFrom]),
    keptOut: state.crowded,
  };
}
