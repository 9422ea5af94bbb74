import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import { expect, test } from 'vitest';
import { denseCommunity } from '../../src/detectors/dense-community/detect.ts';
import type { DenseCommunityOptions } from '../../src/detectors/dense-community/options.ts';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { inOrder } from '../support/naive-episodes.ts';
import { BLOCK_OF, useLogs } from '../support/use-logs.ts';

// A second reading of docs/algorithms/dense-community.md: every midnight afresh, over the plain list of events.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NAMES = ['ann', 'Ann', 'bob', 'cid', 'dée', '__proto__', 'fay', 'gus'];
const NORMAL: Record<string, string> = { 'X@y.z ': 'x@y.z', 'ab-1': 'AB1' };

type Options = Omit<DenseCommunityOptions, 'maxPairs'>;

interface Use {
  readonly event: Event;
  readonly user: string;
  readonly thing: string;
}

function usesOf(events: readonly Event[]): Use[] {
  return events.flatMap((event, i) => {
    const uses: Use[] = [];
    const add = (user: string | undefined, kind: string, value: string | undefined) => {
      if (user !== undefined && value !== undefined)
        uses.push({ event, user, thing: `${kind} ${NORMAL[value] ?? value}` });
    };
    const { user, device, ip, phone, email } = event as unknown as Record<string, string | undefined>;
    if (['registration', 'session', 'payment', 'transfer'].includes(event.kind)) {
      add(user, 'device', device);
      add(user, 'block', ip && BLOCK_OF[ip]);
    }
    if (event.kind === 'registration') {
      add(user, 'phone', phone);
      add(user, 'email', email);
    }
    if (event.kind === 'profile-change' && !['name', 'address'].includes(event.field))
      add(user, event.field, event.value);
    if (event.kind === 'transfer') {
      const owners = events
        .slice(0, i)
        .flatMap((one) => (one.kind === 'account-opened' && one.account === event.from ? [one.user] : []));
      for (const payer of user === undefined ? new Set(owners) : [user]) add(payer, 'payee', event.to);
    }
    return uses;
  });
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Users of every thing that ties, as of a midnight, with all uses that count. */
function sharingAt(uses: readonly Use[], midnight: number, { window, maxShared }: Options) {
  const counted = uses.filter(
    ({ event }) => event.at < midnight && event.observedAt <= midnight && event.at >= midnight - window,
  );
  const things = new Map<string, Set<string>>();
  for (const { thing, user } of counted) things.set(thing, (things.get(thing) ?? new Set()).add(user));
  for (const [thing, users] of things)
    if (users.size < 2 || users.size > maxShared || ['device kiosk', 'payee hub'].includes(thing))
      things.delete(thing);
  return { counted, things };
}

type Weights = Map<string, Map<string, number>>;

function weightsOf(things: ReadonlyMap<string, ReadonlySet<string>>): Weights {
  const weights: Weights = new Map();
  for (const users of things.values())
    for (const a of users)
      for (const b of users) {
        if (a === b) continue;
        const row = weights.get(a) ?? new Map<string, number>();
        weights.set(a, row.set(b, (row.get(b) ?? 0) + Math.floor(1e6 / (users.size - 1))));
      }
  return weights;
}

function componentsOf(weights: Weights): string[][] {
  const left = new Set(weights.keys());
  const components: string[][] = [];
  for (const start of left) {
    const users = new Set([start]);
    for (const user of users) for (const other of weights.get(user)!.keys()) users.add(other);
    for (const user of users) left.delete(user);
    components.push([...users].toSorted(byBytes));
  }
  return components;
}

function cut(weights: Weights, users: readonly string[]): string[][] {
  const graph = new UndirectedGraph();
  users.forEach((_, i) => graph.addNode(i));
  users.forEach((a, i) =>
    users.forEach((b, j) => {
      const weight = weights.get(a)!.get(b);
      if (j > i && weight) graph.addUndirectedEdge(i, j, { weight });
    }),
  );
  if (graph.size === 0) return users.map((user) => [user]);
  const home = louvain(graph, { randomWalk: false, rng: () => 0 });
  const parts = Map.groupBy(users, (_, i) => home[i]);
  return [...parts.values()];
}

function held(
  users: readonly string[],
  weights: Weights,
  things: ReadonlyMap<string, ReadonlySet<string>>,
  set: Options,
): string[][] {
  if (users.length < set.minUsers) return [];
  let pairs = 0;
  let out = 0;
  let volume = 0;
  for (const user of users)
    for (const [other, weight] of weights.get(user)!) {
      volume += weight;
      if (users.includes(other)) pairs += 0.5;
      else out += weight;
    }
  if (pairs / ((users.length * (users.length - 1)) / 2) < (set.minDensity ?? 0) / 10_000 - 1e-12) {
    const parts = cut(weights, users);
    return parts.length === 1 ? [] : parts.flatMap((part) => held(part, weights, things, set));
  }
  if (out / volume > (set.maxConductance ?? 10_000) / 10_000 + 1e-12) return [];
  const shared = [...things.values()].filter((of) => users.filter((user) => of.has(user)).length > 1);
  return shared.length >= set.minThings ? [[...users]] : [];
}

interface Episode {
  readonly subject: string;
  readonly midnights: number[];
  readonly members: Map<string, { since: number; evidence: string[] }>;
  peak: number;
  size: number;
}

function naive(log: readonly Event[], set: Options) {
  const events = inOrder(log);
  const uses = usesOf(events);
  const episodes: Episode[] = [];
  const latest = new Map<string, Episode>();
  const end = Math.floor(events.at(-1)!.at / DAY) * DAY;
  for (let midnight = Math.ceil(events[0].at / DAY) * DAY; midnight <= end; midnight += DAY) {
    const { counted, things } = sharingAt(uses, midnight, set);
    const weights = weightsOf(things);
    const communities = componentsOf(weights)
      .flatMap((users) => held(users, weights, things, set))
      .toSorted((a, b) => byBytes(a[0], b[0]));
    const going = communities.map((users) =>
      episodes.find(
        (one) =>
          users.filter((user) => latest.get(user) === one).length * 2 > one.size &&
          midnight - one.midnights.at(-1)! <= set.window,
      ),
    );
    communities.forEach((users, i) => {
      const proofs = users.map((user) => {
        const inside = (thing: string) => users.filter((one) => things.get(thing)?.has(one)).length > 1;
        const own = counted.filter((use) => use.user === user && inside(use.thing));
        return [...new Map(own.toReversed().map((use) => [use.thing, use.event])).values()];
      });
      const starts = proofs.map((proof) => Math.min(...proof.map((event) => events.indexOf(event))));
      const subject = users[starts.indexOf(Math.min(...starts))];
      let episode = going[i];
      if (!episode)
        episodes.push((episode = { subject, midnights: [], members: new Map(), peak: 0, size: 0 }));
      episode.midnights.push(midnight);
      episode.size = users.length;
      episode.peak = Math.max(episode.peak, users.length);
      users.forEach((user, n) => {
        latest.set(user, episode);
        if (!episode.members.has(user))
          episode.members.set(user, {
            since: midnight,
            evidence: proofs[n].map((e) => `${e.source}/${e.id}`),
          });
      });
    });
  }
  return episodes.map((episode) => {
    const date = (at: number) => new Date(at).toISOString().slice(0, 10);
    const first = date(episode.midnights[0]);
    const body = JSON.stringify(['dense-community', 'v1', [episode.subject], ['', first]]);
    return {
      id: createHash('sha256').update(body).digest('hex').slice(0, 32),
      first,
      last: date(episode.midnights.at(-1)!),
      peak: episode.peak,
      members: [...episode.members].map(([user, { since }]) => `${user} ${date(since)}`).toSorted(),
      evidence: [...new Set([...episode.members.values()].flatMap(({ evidence }) => evidence))].toSorted(),
    };
  });
}

function hubsOf({ devices, accounts }: ReturnType<typeof buildEventGraph>): HubCalendar {
  return {
    device: (device) => (devices.id(device) === 'kiosk' ? 'benign-sharing' : null),
    block: () => null,
    account: (account) => (accounts.id(account) === 'hub' ? 'counterparties' : null),
  };
}

const byId = <T extends { id: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1));

test('dense-community finds what a naive reading of the events gives', () => {
  let found = 0;
  let grew = 0;
  const options = fc.record({
    minUsers: fc.integer({ min: 3, max: 4 }),
    window: fc.constantFrom(DAY, 3 * DAY, 30 * DAY, Infinity),
    minDensity: fc.constantFrom(null, 5_000, 8_000, 10_000),
    maxConductance: fc.constantFrom(null, 0, 3_000, 6_000),
    minThings: fc.integer({ min: 1, max: 3 }),
    maxShared: fc.integer({ min: 2, max: 6 }),
  });
  const property = fc.property(useLogs(40, NAMES), options, (log, set) => {
    const graph = buildEventGraph(log);
    const { findings } = denseCommunity.detect(graph, { ...set, maxPairs: 1e9 }, hubsOf(graph));
    const plain = findings.map((finding) => ({
      id: finding.id,
      first: finding.first.id,
      last: finding.last.id,
      peak: finding.peak,
      members: finding.members.map(({ id, since }) => `${id} ${since.id}`).toSorted(),
      evidence: finding.evidence.map(([source, id]) => `${source}/${id}`).toSorted(),
    }));
    expect(byId(plain)).toEqual(byId(naive(log, set)));
    for (const { members, first, strength } of findings) {
      found++;
      if (members.some(({ since }) => since.id !== first.id)) grew++;
      expect(Number.isInteger(strength) && strength >= 0 && strength <= 10_000).toBe(true);
    }
  });
  fc.assert(property, { numRuns: 200 });
  expect(found).toBeGreaterThan(100);
  expect(grew).toBeGreaterThan(5);
});

test('what is said of a midnight stays, whatever comes later', () => {
  const set = { minUsers: 3, window: 3 * DAY, minDensity: 5_000, maxConductance: 6_000, minThings: 1 };
  const property = fc.property(useLogs(40, NAMES), fc.nat({ max: 39 }), (log, cut) => {
    const options = { ...set, maxShared: 6, maxPairs: 1e9 };
    const events = inOrder(log);
    const early = buildEventGraph(events.slice(0, cut + 1));
    const all = buildEventGraph(events);
    const later = new Set(denseCommunity.detect(all, options, hubsOf(all)).findings.map(({ id }) => id));
    for (const { id } of denseCommunity.detect(early, options, hubsOf(early)).findings)
      expect(later.has(id)).toBe(true);
  });
  fc.assert(property, { numRuns: 100 });
});

test('a run over its budget says what it left out, and finds nothing there', () => {
  const events = Array.from({ length: 5 }, (_, n) => ['phone', 'tablet'].map((device) => ({ n, device })))
    .flat()
    .map(({ n, device }): Event => {
      const id = `${n}${device}`;
      return { kind: 'session', source: 's', id, at: n, observedAt: n, user: `u${n}`, device };
    });
  const last: Event = {
    ...events[0],
    id: 'last',
    at: 2 * DAY,
    observedAt: 2 * DAY,
    device: 'elsewhere',
  } as Event;
  const graph = buildEventGraph([...events, last]);
  const set = { minUsers: 3, window: 30 * DAY, minDensity: 5_000, maxConductance: 3_000, minThings: 1 };
  const run = (maxPairs: number) =>
    denseCommunity.detect(graph, { ...set, maxShared: 50, maxPairs }, hubsOf(graph));
  expect(run(20).findings).toHaveLength(1);
  expect(run(20).truncated).toEqual([]);
  expect(run(19).findings).toEqual([]);
  expect(run(19).truncated).toMatchObject([{ what: 'pairs of users', cap: 19 }]);
});
