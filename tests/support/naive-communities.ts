import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import type { Event } from '../../src/graph/model/event.ts';
import { components } from './components.ts';
import { DAYS, isScoredEvent, known, NaiveLog, nameOf, thingsUsed, type Scored } from './naive-live-log.ts';

/** Of a user: users of its community and their density; not there for those without one. */
export type NaiveCommunities = ReadonlyMap<string, { readonly users: number; readonly density: number }>;

interface Tie {
  last: number;
  uses: number;
  isSettled: boolean;
}

/** The communities at a midnight, worked out anew from all that was known before it. */
export function naiveCommunities(events: readonly Event[], midnight: number): NaiveCommunities {
  const found = new Map<string, { users: number; density: number }>();
  const groups = sharedAt(events, midnight);
  for (const users of components(groups)) {
    const own = groups.filter(([first]) => users.includes(first));
    for (const { members, density } of cut(users, own))
      if (members.length > 1) for (const user of members) found.set(user, { users: members.length, density });
  }
  return found;
}

/** The users of each device and identity value that two or more share at a midnight, hubs left out. */
function sharedAt(events: readonly Event[], midnight: number): string[][] {
  const before = events.filter((event) => known(event) < midnight);
  // The log is asked as of a transaction: of one of nobody, at the midnight.
  const nobody = { id: '', source: '', kind: 'payment', at: midnight, observedAt: midnight } as Scored;
  const log = new NaiveLog([...before, nobody], nobody);
  // No log of the tests has a crowd that carries one value, so nobody is asked whether it was settled.
  const carried = log.carryings().flatMap(({ user, thing, ended }) => {
    return ended || thing === null ? [] : [{ user, thing, isSettled: false }];
  });
  const all = [...usedAt(before, log, midnight), ...carried];
  return [...Map.groupBy(all, ({ thing }) => thing)].flatMap(([thing, ties]) => {
    const settled = ties.filter(({ isSettled }) => isSettled).length;
    const isCrowd = ties.length >= 50 && settled >= ties.length / 2;
    const isListed = before.some(
      (event) =>
        event.kind === 'reference' &&
        nameOf(event.subject) === thing &&
        (event.allowList?.expiry ?? -Infinity) > midnight,
    );
    return ties.length < 2 || isCrowd || isListed ? [] : [ties.map(({ user }) => user)];
  });
}

/** Devices in use at a midnight: each use, and what takes one back, in the order in which they were learned. */
function usedAt(before: readonly Event[], log: NaiveLog, midnight: number) {
  const ties = new Map<string, Tie & { user: string; thing: string }>();
  const gone = new Set<string>();
  const learned = before.toSorted(
    (a, b) =>
      known(a) - known(b) ||
      rank(a) - rank(b) ||
      a.at - b.at ||
      Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
  );
  for (const event of learned) {
    const target =
      event.kind === 'retraction' && !gone.has(event.of.join('\0'))
        ? learned.find(({ source, id }) => source === event.of[0] && id === event.of[1])
        : event;
    if (event.kind === 'retraction') gone.add(event.of.join('\0'));
    else if (gone.has(`${event.source}\0${event.id}`)) continue;
    const isUse = target && (isScoredEvent(target) || ['registration', 'session'].includes(target.kind));
    if (!isUse) continue;
    const user = isScoredEvent(target) ? log.who(target) : 'user' in target ? target.user : undefined;
    if (user === undefined) continue;
    for (const thing of thingsUsed(target)) {
      if (!thing.startsWith('device:')) continue;
      const key = `${user}\0${thing}`;
      const tie = ties.get(key);
      const isAlive = tie !== undefined && tie.last >= known(event) - 90 * DAYS;
      if (event !== target) {
        // What is taken back as it becomes known was never used.
        if (isAlive && known(target) < known(event) && --tie.uses === 0) ties.delete(key);
      } else if (isAlive) {
        tie.uses++;
        tie.last = Math.max(tie.last, event.at);
      } else {
        const isSettled = registered(log, user, event) <= event.at - 90 * DAYS;
        ties.set(key, { user, thing, last: event.at, uses: 1, isSettled });
      }
    }
  }
  return [...ties.values()].filter(({ last }) => last >= midnight - 90 * DAYS);
}

/** Retractions of an instant come first, its transactions last. */
function rank(event: Event): number {
  if (event.kind === 'retraction') return 0;
  return isScoredEvent(event) ? 2 : 1;
}

/** When a user had registered by what had been learned with an event. */
function registered(log: NaiveLog, user: string, by: Event): number {
  const place = log.facts.indexOf(by);
  const mine = log
    .of('registration')
    .filter((event) => event.user === user && known(event) <= known(by))
    .filter((event) => place < 0 || log.facts.indexOf(event) <= place);
  return mine.length === 0 ? NaN : Math.min(...mine.map(({ at }) => at));
}

/** Louvain on one component: users in byte order, ties by Newman's weights. */
function cut(component: readonly string[], groups: readonly (readonly string[])[]) {
  const users = component.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const graph = new UndirectedGraph();
  for (const user of users) graph.addNode(user);
  let pairs = 0;
  users.forEach((one, i) =>
    users.slice(i + 1).forEach((other) => {
      const both = groups.filter((group) => group.includes(one) && group.includes(other));
      pairs += both.length;
      const weight = both.reduce((sum, group) => sum + Math.floor(1e6 / (group.length - 1)), 0);
      if (both.length > 0) graph.addUndirectedEdge(one, other, { weight });
    }),
  );
  const possible = (n: number) => (n * (n - 1)) / 2;
  if (pairs > 2_000) return [{ members: users, density: Math.min(1, pairs / possible(users.length)) }];
  const parts = louvain(graph, { getEdgeWeight: 'weight', randomWalk: false, rng: () => 0 });
  return [...Map.groupBy(users, (user) => parts[user]).values()].map((members) => {
    const inside = graph.filterEdges((_, __, a, b) => members.includes(a) && members.includes(b)).length;
    return { members, density: inside / possible(members.length) };
  });
}
