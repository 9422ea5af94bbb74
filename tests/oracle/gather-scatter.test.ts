import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherScatter } from '../../src/detectors/gather-scatter/detect.ts';
import type { GatherScatterOptions } from '../../src/detectors/gather-scatter/options.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { naiveEpisodes, type Completing } from '../support/naive-episodes.ts';
import {
  byFlowId,
  flowHubs,
  flowsOf,
  isTypeHub,
  keepsWithin,
  plainFlow,
  plainNaiveFlow,
  transferLogs,
  windowOf,
  WINDOWS,
  type Transfer,
} from '../support/naive-flows.ts';

// A second reading of docs/algorithms/gather-scatter.md: both sides are counted afresh at every transfer out.

/** The first transfer with each, those that are hubs by type at a time apart. */
function countAt(flows: readonly Transfer[], end: 'from' | 'to', at: number) {
  const counted = new Map<string, Transfer>();
  const barred = new Set<string>();
  for (const flow of flows) {
    if (isTypeHub(flow[end], at)) barred.add(flow[end]);
    else if (!counted.has(flow[end])) counted.set(flow[end], flow);
  }
  return { counted, barred };
}

function naive(log: readonly Event[], rule: GatherScatterOptions) {
  const all = flowsOf(log);
  const keptOut = new Set<string>();
  const findings = [...new Set(all.map(({ from }) => from))].flatMap((centre) => {
    const paid = all.filter(({ from }) => from === centre);
    const got = all.filter(({ to }) => to === centre);
    if (got.length < rule.minSources || paid.length < rule.minTargets) return [];
    const gatheredAt = (out: Transfer) =>
      countAt(
        got.filter(({ at }) => at < out.at && at >= out.at - rule.window),
        'from',
        out.at,
      );
    const completing = paid.flatMap((event, i): Completing[] => {
      const window = windowOf(paid, i, rule.window);
      const opening = window.findIndex((out) => gatheredAt(out).counted.size >= rule.minSources);
      if (opening < 0) {
        const { counted, barred } = gatheredAt(event);
        if (counted.size + barred.size >= rule.minSources)
          for (const hub of barred) keptOut.add(`${hub} of ${centre}`);
        return [];
      }
      const since = window[opening].at - rule.window;
      const arriving = got.filter(({ at }) => at < event.at && at >= since);
      const leaving = window.slice(opening);
      if (!keepsWithin(arriving, leaving, rule)) return [];
      const sources = countAt(arriving, 'from', event.at);
      const targets = countAt(leaving, 'to', event.at);
      if (sources.counted.size + sources.barred.size < rule.minSources) return [];
      if (targets.counted.size + targets.barred.size < rule.minTargets) return [];
      const hubs = isTypeHub(centre, event.at) ? [centre] : [];
      if (sources.counted.size < rule.minSources) hubs.push(...sources.barred);
      if (targets.counted.size < rule.minTargets || targets.barred.has(event.to))
        hubs.push(...targets.barred);
      for (const hub of hubs) keptOut.add(`${hub} of ${centre}`);
      if (hubs.length > 0) return [];
      const counted = new Map([
        ...[...sources.counted].map(([account, flow]) => [`<${account}`, [flow]] as const),
        ...[...targets.counted].map(([account, flow]) => [`>${account}`, [flow]] as const),
      ]);
      return [{ event, counted }];
    });
    return naiveEpisodes(completing, rule.window).map((episode) =>
      plainNaiveFlow(log, episode, {
        detector: 'gather-scatter',
        subject: [centre],
        fixed: { [centre]: 'collector' },
        roleOf: () => 'member',
        accountOf: (counted) => counted.slice(1),
      }),
    );
  });
  return { findings: byFlowId(findings), keptOut: keptOut.size };
}

const MANY = ['b', '\u{1f600}', '__proto__', 'A', 'shop', 'big'];
const logs = transferLogs(
  40,
  ['a', ...MANY.slice(0, 4)],
  [
    [MANY, ['a']],
    [['a'], MANY],
  ],
);

const rules = fc.record({
  minSources: fc.constantFrom(2, 2, 3),
  minTargets: fc.constantFrom(2, 2, 3),
  window: WINDOWS,
  minRetention: fc.constantFrom(null, null, null, 5_000, 10_000),
  maxRetention: fc.constantFrom(null, null, null, 10_500, 20_000),
});

test('gather-scatter finds what counting both sides afresh at every transfer out gives', () => {
  const met = { found: 0, hub: 0, keptOut: 0, bounded: 0, both: 0 };
  const property = fc.property(logs, rules, (log, rule) => {
    const graph = buildEventGraph(log);
    const result = gatherScatter.detect(graph, rule, flowHubs(graph));
    const wanted = naive(log, rule);
    expect(byFlowId(result.findings.map(plainFlow))).toEqual(wanted.findings);
    const byType = result.hubs.filter(({ reason }) => reason === 'account-type');
    expect(byType.reduce((sum, hub) => sum + hub.keptOut, 0)).toBe(wanted.keptOut);
    expect(result.truncated).toEqual([]);
    for (const { strength, binds, peak, members } of result.findings) {
      expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
      met.found++;
      if (rule.minRetention !== null || rule.maxRetention !== null) met.bounded++;
      if (binds === 'hub') met.hub++;
      if (peak > members.length - 1) met.both++;
    }
    met.keptOut += wanted.keptOut;
  });
  fc.assert(property, { numRuns: 2_500 });
  expect(met.found).toBeGreaterThan(200);
  expect(Math.min(met.keptOut, met.bounded, met.both)).toBeGreaterThan(20);
  expect(met.hub).toBeGreaterThan(3);
});
