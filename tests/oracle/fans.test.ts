import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FanOptions } from '../../src/detectors/fan-detector.ts';
import { fanIn } from '../../src/detectors/fan-in/detect.ts';
import { fanOut } from '../../src/detectors/fan-out/detect.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { naiveEpisodes, type Completing } from '../support/naive-episodes.ts';
import {
  byFlowId,
  flowHubs,
  flowsOf,
  isTypeHub,
  plainFlow,
  plainNaiveFlow,
  transferLogs,
  windowOf,
  WINDOWS,
} from '../support/naive-flows.ts';

// A second reading of definitions.md, "fan-in / fan-out": the window of every transfer is counted afresh.

const DETECTORS = { in: fanIn, out: fanOut };

function naive(log: readonly Event[], direction: 'in' | 'out', { minCounterparties, window }: FanOptions) {
  const all = flowsOf(log);
  const [end, other] = direction === 'in' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const keptOut = new Set<string>();
  const findings = [...new Set(all.map((flow) => flow[end]))].flatMap((subject) => {
    const own = all.filter((flow) => flow[end] === subject);
    const completing = own.flatMap((event, i): Completing[] => {
      const counted = new Map<string, Event[]>();
      const barred = new Set<string>();
      for (const flow of windowOf(own, i, window)) {
        if (isTypeHub(flow[other], event.at)) barred.add(flow[other]);
        else if (!counted.has(flow[other])) counted.set(flow[other], [flow]);
      }
      if (counted.size + barred.size < minCounterparties) return [];
      const hubs = isTypeHub(subject, event.at) ? [subject] : [];
      if (counted.size < minCounterparties || !counted.has(event[other])) hubs.push(...barred);
      for (const hub of hubs) keptOut.add(`${hub} of ${subject}`);
      return hubs.length === 0 ? [{ event, counted }] : [];
    });
    return naiveEpisodes(completing, window).map((episode) =>
      plainNaiveFlow(log, episode, {
        detector: `fan-${direction}`,
        subject: [subject],
        fixed: { [subject]: direction === 'in' ? 'collector' : 'organiser' },
        roleOf: () => 'member',
      }),
    );
  });
  return { findings: byFlowId(findings), keptOut: keptOut.size };
}

const options = fc.record({ minCounterparties: fc.integer({ min: 2, max: 4 }), window: WINDOWS });

test.each(['in', 'out'] as const)('fan-%s finds what counting every window afresh gives', (direction) => {
  const met = { found: 0, self: 0, hub: 0, keptOut: 0 };
  const property = fc.property(transferLogs(40), options, (log, set) => {
    const graph = buildEventGraph(log);
    const { findings, hubs, truncated } = DETECTORS[direction].detect(graph, set, flowHubs(graph));
    const wanted = naive(log, direction, set);
    expect(byFlowId(findings.map(plainFlow))).toEqual(wanted.findings);
    const byType = hubs.filter(({ reason }) => reason === 'account-type');
    expect(byType.reduce((sum, hub) => sum + hub.keptOut, 0)).toBe(wanted.keptOut);
    expect(truncated).toEqual([]);
    for (const { strength, binds } of findings) {
      expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
      met.found++;
      if (binds === 'self') met.self++;
      if (binds === 'hub') met.hub++;
    }
    met.keptOut += wanted.keptOut;
  });
  fc.assert(property, { numRuns: 400 });
  expect(met.found).toBeGreaterThan(400);
  expect(Math.min(met.hub, met.keptOut)).toBeGreaterThan(50);
  expect(met.self).toBeGreaterThan(0);
});
