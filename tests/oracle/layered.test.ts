import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bipartite } from '../../src/detectors/bipartite/detect.ts';
import { stack } from '../../src/detectors/stack/detect.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import type { Completing, NaiveEpisode } from '../support/naive-episodes.ts';
import {
  byFlowId,
  flowHubs,
  flowsOf,
  isTypeHub,
  plainFlow,
  plainNaiveFlow,
  transferLogs,
  windowOf,
  type PlainFlow,
  type Transfer,
} from '../support/naive-flows.ts';

// A second reading of docs/algorithms/stack.md: at every transfer all transfers of the window are put on all layers,
// and taken off one by one until the rule holds.

const DAY = 86_400_000;

interface Rule {
  readonly levels: number;
  readonly minSources: number;
  readonly minTargets: number;
  readonly window: number;
}

/** A transfer on a layer, from level `layer` to the next one. */
interface Placed {
  readonly flow: Transfer;
  readonly layer: number;
}

function distinct(placed: readonly Placed[], end: 'from' | 'to'): number {
  return new Set(placed.map(({ flow }) => flow[end])).size;
}

function holds({ flow, layer }: Placed, all: readonly Placed[], rule: Rule): boolean {
  const on = (n: number) => all.filter((one) => one.layer === n);
  if (
    distinct(
      on(layer).filter((one) => one.flow.from === flow.from),
      'to',
    ) < rule.minTargets
  )
    return false;
  if (
    distinct(
      on(layer).filter((one) => one.flow.to === flow.to),
      'from',
    ) < rule.minSources
  )
    return false;
  if (layer > 0) {
    const arriving = on(layer - 1).filter((one) => one.flow.to === flow.from);
    if (distinct(arriving, 'from') < rule.minSources) return false;
    if (arriving.every((one) => one.flow.at >= flow.at)) return false;
  }
  if (layer < rule.levels - 2) {
    const leaving = on(layer + 1).filter((one) => one.flow.from === flow.to);
    if (distinct(leaving, 'to') < rule.minTargets) return false;
    if (leaving.every((one) => one.flow.at <= flow.at)) return false;
  }
  return true;
}

function whatHolds(all: Placed[], rule: Rule): Placed[] {
  for (;;) {
    const bad = all.findIndex((one) => !holds(one, all, rule));
    if (bad < 0) return all;
    all = all.toSpliced(bad, 1);
  }
}

const ends = ({ flow, layer }: Placed): string[] => [`${layer} ${flow.from}`, `${layer + 1} ${flow.to}`];
const accountOf = (node: string): string => node.slice(2);

/** What hangs together with a transfer on the last layer. */
function around(event: Transfer, all: readonly Placed[], rule: Rule): Placed[] {
  const start = all.find(({ flow, layer }) => flow === event && layer === rule.levels - 2);
  if (!start) return [];
  const nodes = new Set(ends(start));
  for (let size = 0; size !== nodes.size;) {
    size = nodes.size;
    for (const one of all)
      if (ends(one).some((node) => nodes.has(node))) for (const node of ends(one)) nodes.add(node);
  }
  return all.filter((one) => ends(one).some((node) => nodes.has(node)));
}

function groupOf(event: Transfer, window: readonly Transfer[], rule: Rule): Map<string, Transfer[]> {
  const honest = window.filter(({ from, to }) => !isTypeHub(from, event.at) && !isTypeHub(to, event.at));
  const layers = Array.from({ length: rule.levels - 1 }, (_, layer) => layer);
  let all = honest.flatMap((flow) => layers.map((layer) => ({ flow, layer })));
  all = around(event, whatHolds(all, rule), rule);
  const nodes = [...new Set(all.flatMap(ends))];
  const twice = nodes.filter((node) =>
    nodes.some((other) => other !== node && accountOf(other) === accountOf(node)),
  );
  all = all.filter((one) => !ends(one).some((node) => twice.includes(node)));
  all = around(event, whatHolds(all, rule), rule);
  const group = new Map<string, Transfer[]>();
  for (const node of new Set(all.flatMap(ends))) {
    const own = all.filter((one) => ends(one).includes(node));
    const firsts = new Map<string, Transfer>();
    for (const one of own) if (!firsts.has(ends(one).join())) firsts.set(ends(one).join(), one.flow);
    group.set(node, [...firsts.values()]);
  }
  return group;
}

interface Open {
  completing: Completing[];
  members: Map<string, { since: Event; uses: readonly Event[] }>;
}

function naive(log: readonly Event[], detector: string, rule: Rule): PlainFlow[] {
  const all = flowsOf(log);
  const episodes: Open[] = [];
  for (const [i, event] of all.entries()) {
    const counted = groupOf(event, windowOf(all, i, rule.window), rule);
    if (counted.size === 0) continue;
    let episode = episodes.find(
      ({ completing, members }) =>
        event.at - completing.at(-1)!.event.at <= rule.window &&
        [...counted.keys()].some((node) => members.has(node)),
    );
    if (!episode) episodes.push((episode = { completing: [], members: new Map() }));
    episode.completing.push({ event, counted });
    for (const [node, uses] of counted)
      if (!episode.members.has(node)) episode.members.set(node, { since: event, uses });
  }
  return byFlowId(
    episodes.map((episode: NaiveEpisode) =>
      plainNaiveFlow(log, episode, {
        detector,
        subject: [...episode.completing[0].counted.keys()]
          .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          .map(accountOf),
        fixed: {},
        roleOf: (node) => {
          if (node.startsWith('0')) return 'member';
          return node.startsWith(String(rule.levels - 1)) ? 'collector' : 'mule';
        },
        accountOf,
      }),
    ),
  );
}

/** The accounts of each level, some on two of them, the hub by type and the other hub among them. */
const LEVELS: Readonly<Record<number, readonly (readonly string[])[]>> = {
  2: [
    ['a', 'A', 'big'],
    ['b', '\u{1f600}', 'shop', 'a'],
  ],
  3: [
    ['a', 'A'],
    ['b', '\u{1f600}', 'shop'],
    ['c', '__proto__', 'big'],
  ],
};

function compare(levels: number, numRuns: number, maxLength: number): Record<string, number> {
  const met = { found: 0, several: 0, hub: 0, grown: 0 };
  const lanes = LEVELS[levels].slice(1).map((payees, i) => [LEVELS[levels][i], payees] as const);
  const logs = transferLogs(
    maxLength,
    ['a', 'A', 'b'],
    // Named several times, so that few transfers leave them.
    [...lanes, ...lanes, ...lanes, ...lanes],
  );
  const numbers = fc.record({
    minSources: fc.constantFrom(2, 2, 2, 2, 3),
    minTargets: fc.constantFrom(2, 2, 2, 2, 3),
    window: fc.constantFrom(DAY, 3 * DAY, 5 * DAY, Infinity, Infinity),
  });
  const property = fc.property(logs, numbers, (log, set) => {
    const graph = buildEventGraph(log);
    const rule = { ...set, levels };
    const options = { ...set, layers: levels - 1, maxVisits: 1e9 };
    const detector = levels === 2 ? bipartite : stack;
    const { findings, truncated } = detector.detect(graph, options, flowHubs(graph));
    expect(byFlowId(findings.map(plainFlow))).toEqual(naive(log, detector.name, rule));
    expect(truncated).toEqual([]);
    if (findings.length > 1) met.several++;
    for (const finding of findings) {
      expect(Number.isInteger(finding.strength) && finding.strength > 0).toBe(true);
      met.found++;
      if (finding.binds === 'hub') met.hub++;
      if (finding.members.length > finding.subject.length) met.grown++;
    }
  });
  fc.assert(property, { numRuns });
  return met;
}

test('bipartite finds what taking transfers off one by one leaves', () => {
  const met = compare(2, 400, 26);
  expect(met.found).toBeGreaterThan(100);
  expect(Math.min(met.hub, met.grown)).toBeGreaterThan(5);
}, 60_000);

test('stack finds what taking transfers off one by one leaves', () => {
  const met = compare(3, 300, 40);
  expect(met.found).toBeGreaterThan(25);
}, 60_000);

test('work that is cut short is said, and a transfer that is given up begins nothing', () => {
  let cut = 0;
  const lanes = LEVELS[2].slice(1).map((payees, i) => [LEVELS[2][i], payees] as const);
  const property = fc.property(
    transferLogs(26, ['a'], [...lanes, ...lanes]),
    fc.nat(6_000),
    (log, maxVisits) => {
      const graph = buildEventGraph(log);
      const rule = { minSources: 2, minTargets: 2, window: Infinity };
      const whole = bipartite.detect(graph, { ...rule, maxVisits: 1e9 }, flowHubs(graph));
      const part = bipartite.detect(graph, { ...rule, maxVisits }, flowHubs(graph));
      if (part.truncated.length === 0)
        expect(part).toMatchObject({ findings: whole.findings.map(({ id }) => ({ id })) });
      else cut++;
      expect(part.findings.length === whole.findings.length || part.truncated.length === 1).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 100 });
  expect(cut).toBeGreaterThan(10);
  expect(cut).toBeLessThan(100);
});
