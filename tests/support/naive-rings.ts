import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import type { EventOrder } from '../../src/graph/model/event.ts';
import type { Finding } from '../../src/graph/model/finding.ts';

/**
 * Rings straight from the words of docs/algorithms/rings.md, with nothing of src/rings: every state is worked out
 * again from all edges so far, and histories are differences of states. Only for a handful of findings.
 */
export interface NaiveRing {
  /** Ids, eldest first. */
  readonly findings: readonly string[];
  /** `type id`, sorted; users and accounts only. */
  readonly members: readonly string[];
  readonly history: readonly NaiveStep[];
  /** The eldest finding of the ring it was split from. */
  readonly parent: string | null;
}
export interface NaiveStep {
  readonly at: EventOrder;
  readonly change: string;
  readonly joined: readonly string[];
  readonly finding: string;
  /** The eldest finding of the other ring. */
  readonly other?: string;
}

interface Edge {
  readonly finding: string;
  readonly who: string;
  readonly vertex: boolean;
  readonly actor: boolean;
  readonly from: EventOrder;
}
interface State {
  readonly findings: readonly string[];
  readonly members: ReadonlySet<string>;
}

const INNOCENT = ['victim', 'bystander', 'host', 'identifier'];
const cmp = (a: EventOrder, b: EventOrder): number =>
  a.at - b.at ||
  Buffer.compare(Buffer.from(a.source), Buffer.from(b.source)) ||
  Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
const max = (a: EventOrder, b: EventOrder): EventOrder => (cmp(a, b) < 0 ? b : a);
const min = (list: readonly EventOrder[]): EventOrder => list.reduce((a, b) => (cmp(b, a) < 0 ? b : a));
const byteSorted = (list: Iterable<string>): string[] =>
  [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

export function naiveRings(
  input: readonly Finding[],
  maxRingSize: number,
): { rings: NaiveRing[]; aliases: [old: string, holder: string][] } {
  const findings = [...input].sort((a, b) => cmp(a.first, b.first) || (a.id < b.id ? -1 : 1));
  const age = new Map(findings.map((finding, i) => [finding.id, i]));
  const byAge = (a: string, b: string): number => age.get(a)! - age.get(b)!;
  const edges = findings.flatMap((finding) => naiveEdges(finding, findings));
  const steps = [...Map.groupBy(edges, (edge) => JSON.stringify([edge.from, edge.finding])).values()]
    .map((list) => ({ at: list[0].from, finding: list[0].finding, edges: list }))
    .sort((a, b) => cmp(a.at, b.at) || byAge(a.finding, b.finding));

  let states: State[] = [];
  const histories = new Map<string, NaiveStep[]>();
  const sofar: Edge[] = [];
  let unseen: { at: EventOrder; finding: string }[] = [];
  const divided = new Set<string>();
  const stepCount = new Map<string, number>();

  const settle = (component: readonly string[], parts: readonly string[][], pending: typeof unseen): void => {
    const old = states.filter((state) => state.findings.some((finding) => component.includes(finding)));
    const rest = states.filter((state) => !old.includes(state));
    const fresh = parts.map((part) => ({
      findings: part,
      members: new Set(sofar.filter((edge) => part.includes(edge.finding)).map((edge) => edge.who)),
    }));
    for (const state of fresh) {
      const latest = (among: readonly string[]): (typeof unseen)[number] | undefined =>
        pending
          .filter((step) => among.includes(step.finding))
          .sort((a, b) => cmp(b.at, a.at) || byAge(a.finding, b.finding))[0];
      const cause = latest(state.findings) ?? latest(component)!;
      const name = state.findings[0];
      const steps = difference(old, state, (part) =>
        sofar.filter((edge) => part.includes(edge.finding)).map((edge) => edge.who),
      ).map((step) => ({ ...step, ...cause }));
      histories.set(name, [...(histories.get(name) ?? []), ...steps]);
    }
    states = [...rest, ...fresh];
  };
  const endDay = (last: boolean): void => {
    for (const component of components(sofar, byAge)) {
      const pending = unseen.filter((step) => component.includes(step.finding));
      if (pending.length === 0) continue;
      const total = component.reduce((sum, finding) => sum + (stepCount.get(finding) ?? 0), 0);
      const first = !component.some((finding) => divided.has(finding));
      if (!last && !first && pending.length * 8 < total) continue;
      settle(component, naiveSplit(component, sofar, maxRingSize), pending);
      for (const finding of component) divided.add(finding);
      unseen = unseen.filter((step) => !component.includes(step.finding));
    }
  };

  let day: string | null = null;
  for (const step of steps) {
    const today = new Date(step.at.at).toISOString().slice(0, 10);
    if (today !== day) endDay(false);
    day = today;
    sofar.push(...step.edges);
    stepCount.set(step.finding, (stepCount.get(step.finding) ?? 0) + 1);
    const component = components(sofar, byAge).find((list) => list.includes(step.finding))!;
    const cause = { at: step.at, finding: step.finding };
    if (actorsOf(component, sofar).length > maxRingSize) unseen.push(cause);
    else settle(component, [component], [cause]);
  }
  endDay(true);

  const parts = components(sofar, byAge);
  const rings = states.map(({ findings, members }) => {
    const elder = parts.find((part) => part.includes(findings[0]))![0];
    return {
      findings,
      members: byteSorted(members),
      history: histories.get(findings[0])!,
      parent: elder === findings[0] ? null : elder,
    };
  });
  const names = new Set(states.map((state) => state.findings[0]));
  const aliases = [...histories.keys()]
    .filter((name) => !names.has(name))
    .map((name): [string, string] => [
      name,
      states.find((state) => state.findings.includes(name))!.findings[0],
    ]);
  return { rings: rings.sort((a, b) => byAge(a.findings[0], b.findings[0])), aliases };
}

/** What happened to one ring between two states. */
function difference(
  old: readonly State[],
  now: State,
  membersOf: (findings: readonly string[]) => string[],
): Pick<NaiveStep, 'change' | 'joined' | 'other'>[] {
  const name = now.findings[0];
  const same = old.find((state) => state.findings[0] === name);
  const known = new Set(same?.members);
  const out: Pick<NaiveStep, 'change' | 'joined' | 'other'>[] = [];
  const add = (change: string, who: Iterable<string>, other?: string): void => {
    const joined = byteSorted(new Set([...who].filter((one) => now.members.has(one) && !known.has(one))));
    for (const one of joined) known.add(one);
    out.push({ change, joined, ...(other === undefined ? {} : { other }) });
  };
  const inNone = now.findings.filter((finding) => !old.some((state) => state.findings.includes(finding)));
  if (!same) {
    const origin = old.find((state) => state.findings.includes(name));
    if (origin) add('split', origin.members, origin.findings[0]);
    else add('formed', membersOf(inNone));
  }
  const swallowed = old
    .filter((state) => state.findings[0] !== name && now.findings.includes(state.findings[0]))
    .sort((a, b) => now.findings.indexOf(a.findings[0]) - now.findings.indexOf(b.findings[0]));
  for (const state of swallowed) add('merged', state.members, state.findings[0]);
  const rest = [...now.members].some((who) => !known.has(who));
  if (rest || (same && swallowed.length === 0 && inNone.length > 0)) add('grew', now.members);
  return out;
}

/** Findings that hang together by a vertex, eldest first, by repeated closure. */
function components(edges: readonly Edge[], byAge: (a: string, b: string) => number): string[][] {
  const out: string[][] = [];
  for (const finding of new Set(edges.map((edge) => edge.finding))) {
    if (out.some((list) => list.includes(finding))) continue;
    let reach = [finding];
    for (let before = 0; before !== reach.length;) {
      before = reach.length;
      const who = new Set(
        edges.filter((edge) => edge.vertex && reach.includes(edge.finding)).map((edge) => edge.who),
      );
      reach = [
        ...new Set([
          finding,
          ...edges.filter((edge) => edge.vertex && who.has(edge.who)).map((edge) => edge.finding),
        ]),
      ];
    }
    out.push(reach.sort(byAge));
  }
  return out;
}

function actorsOf(findings: readonly string[], edges: readonly Edge[]): string[] {
  return byteSorted(
    new Set(edges.filter((edge) => edge.actor && findings.includes(edge.finding)).map((edge) => edge.who)),
  );
}

function naiveSplit(component: readonly string[], edges: readonly Edge[], maxRingSize: number): string[][] {
  const actors = new Map(component.map((finding) => [finding, actorsOf([finding], edges)]));
  const cut = (part: readonly string[]): string[][] => {
    if (part.length <= maxRingSize) return [[...part]];
    const graph = new UndirectedGraph();
    const label = new Map(part.map((who, i) => [who, `v${i}`]));
    for (const who of part) graph.addNode(label.get(who));
    for (const [i, a] of part.entries()) {
      for (const b of part.slice(i + 1)) {
        let weight = 0;
        for (const list of actors.values())
          if (list.includes(a) && list.includes(b)) weight += Math.floor(1e6 / (list.length - 1));
        if (weight > 0) graph.addEdge(label.get(a), label.get(b), { weight });
      }
    }
    const found = louvain(graph, { randomWalk: false, resolution: 1 });
    const groups = [...Map.groupBy(part, (who) => found[label.get(who)!]).values()];
    return groups.length === 1 ? groups : groups.flatMap(cut);
  };
  const parts = cut(actorsOf(component, edges)).sort((a, b) =>
    Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])),
  );
  const held: string[][] = parts.map(() => []);
  for (const finding of component) {
    const votes = parts.map((part) => actors.get(finding)!.filter((who) => part.includes(who)).length);
    const most = Math.max(...votes);
    const tied = parts
      .keys()
      .filter((p) => votes[p] === most)
      .toArray();
    const eldest = (p: number): number => (held[p].length > 0 ? component.indexOf(held[p][0]) : Infinity);
    const winner = tied.reduce((best, p) => (eldest(p) < eldest(best) ? p : best));
    held[winner].push(finding);
  }
  return held.filter((list) => list.length > 0);
}

function naiveEdges(finding: Finding, all: readonly Finding[]): Edge[] {
  const start = naiveStart(finding, all);
  const people = naivePeople(finding);
  const suspects = people.filter((person) => !INNOCENT.includes(person.role));
  if (!start || suspects.length === 0) return [];
  const opens = max(start, min(suspects.map((person) => person.since)));
  return people.map(({ who, role, since, owners }) => {
    const vertex = !INNOCENT.includes(role);
    const represented = people.some((p) => owners.includes(p.who) && !INNOCENT.includes(p.role));
    return { finding: finding.id, who, vertex, actor: vertex && !represented, from: max(opens, since) };
  });
}

interface Person {
  readonly who: string;
  readonly role: string;
  readonly since: EventOrder;
  readonly owners: readonly string[];
}

function naivePeople(finding: Finding): Person[] {
  const listedRole = (user: string): string | undefined =>
    finding.members.find((m) => m.type === 'User' && m.id === user)?.role ??
    finding.owners.find((o) => o.user === user && o.role !== undefined)?.role;
  const accounts = finding.members
    .filter((m) => m.type === 'Account' && m.role !== 'identifier')
    .map((m) => {
      const owners = finding.owners.filter((o) => o.account === m.id).map((o) => o.user);
      const roles = owners.map(listedRole);
      const allInnocent =
        roles.length > 0 && roles.every((role) => role !== undefined && INNOCENT.includes(role));
      const role = m.role === 'member' && allInnocent ? INNOCENT.find((r) => roles.includes(r))! : m.role;
      return { id: m.id, who: `Account ${m.id}`, role: role as string, since: m.since, owners };
    });
  const ids = new Set([
    ...finding.members.filter((m) => m.type === 'User').map((m) => m.id),
    ...accounts.flatMap((account) => account.owners),
  ]);
  const users = [...ids].map((id): Person => {
    const listed = finding.members.find((m) => m.type === 'User' && m.id === id);
    const owned = accounts.filter((account) => account.owners.includes(id));
    const accused = owned.filter((account) => !INNOCENT.includes(account.role));
    const named = listedRole(id);
    const role =
      named ??
      (accused.length > 0 ? 'member' : INNOCENT.find((r) => owned.some((account) => account.role === r))!);
    const by = named === undefined && accused.length > 0 ? accused : owned;
    const since = min([...(listed ? [listed.since] : []), ...by.map((account) => account.since)]);
    return { who: `User ${id}`, role, since, owners: [] };
  });
  return [
    ...accounts.map((account) => ({ ...account, owners: account.owners.map((o) => `User ${o}`) })),
    ...users,
  ].filter((person) => person.role !== 'identifier');
}

/** Cycles, fans and what is scattered and gathered may be the same money. */
function naiveLine({ detector }: Finding): string {
  return ['kiting-cycle', 'fan-in', 'scatter-gather'].includes(detector) ? 'money' : detector;
}

/** Whether what a finding says is about its subject and not only of its detector's sort. */
function naiveStandsForSubject(finding: Finding): boolean {
  return finding.circumstantial !== true || finding.detector === 'shared-identity';
}

function naiveStart(finding: Finding, all: readonly Finding[]): EventOrder | null {
  if (finding.binds === 'established') return naiveMeeting(finding, all);
  if (typeof finding.binds === 'string') return null;
  if (finding.circumstantial !== true) return finding.binds;
  const together = new Map<string, EventOrder[]>();
  for (const other of all) {
    if (typeof other.binds === 'string') continue;
    if (JSON.stringify(other.subject) === JSON.stringify(finding.subject)) {
      // About the same thing two findings can still differ in what they are, unless both are about it alone.
      if (naiveStandsForSubject(other) && naiveStandsForSubject(finding)) continue;
    }
    if (
      !naiveStandsForSubject(finding) &&
      !naiveStandsForSubject(other) &&
      naiveLine(other) === naiveLine(finding)
    )
      continue;
    for (const [who, at] of naiveInBoth(finding, other))
      together.set(who, [...(together.get(who) ?? []), max(other.binds, at)]);
  }
  const met = [...together.values()].map(min).sort(cmp);
  const needed = !naiveStandsForSubject(finding) && naiveLine(finding) === 'money' ? 2 : 1;
  return met.length < needed ? null : max(finding.binds, met[needed - 1]);
}

/** Settled people: two of them in one finding that stands alone. */
function naiveMeeting(finding: Finding, all: readonly Finding[]): EventOrder | null {
  const meetings = all.flatMap((other) => {
    if (typeof other.binds === 'string' || other.circumstantial === true) return [];
    const { binds } = other;
    return naiveInBoth(finding, other)
      .map(([, at]) => max(binds, at))
      .sort(cmp)
      .slice(1, 2);
  });
  return meetings.length === 0 ? null : min(meetings);
}

/** Suspect users of two findings, and since when they are in both. */
function naiveInBoth(one: Finding, other: Finding): [who: string, at: EventOrder][] {
  const suspects = (finding: Finding): Person[] =>
    naivePeople(finding).filter((p) => p.who.startsWith('User ') && !INNOCENT.includes(p.role));
  return suspects(one).flatMap((mine) =>
    suspects(other)
      .filter((theirs) => theirs.who === mine.who)
      .map((theirs): [string, EventOrder] => [mine.who, max(mine.since, theirs.since)]),
  );
}
