import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scatterGather } from '../../src/detectors/scatter-gather/detect.ts';
import type { ScatterGatherOptions } from '../../src/detectors/scatter-gather/options.ts';
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

// A second reading of docs/algorithms/scatter-gather.md: every source, every target, every transfer afresh.

type Rule = Omit<ScatterGatherOptions, 'maxVisits'>;

/** The first pair of transfers, in a window given in order, that leads from a source through a middle to a target. */
function wayThrough(window: readonly Transfer[], middle: string, rule: Rule): Transfer[] | null {
  const own = window.filter(({ from, to }) => from === middle || to === middle);
  for (const [i, first] of own.entries())
    for (const second of own.slice(i + 1)) {
      if ((first.to === middle) === (second.to === middle)) continue;
      const [arriving, leaving] = first.to === middle ? [first, second] : [second, first];
      if (rule.order === 'in-time' && arriving.at >= leaving.at) continue;
      if (keepsWithin([arriving], [leaving], rule)) return [first, second];
    }
  return null;
}

function naive(log: readonly Event[], rule: Rule) {
  const all = flowsOf(log);
  const accounts = [...new Set(all.flatMap(({ from, to }) => [from, to]))];
  const keptOut = new Set<string>();
  const pairs = accounts.flatMap((source) => accounts.map((target) => [source, target] as const));
  const findings = pairs.flatMap(([source, target]) => {
    if (source === target) return [];
    const own = all.filter(
      ({ from, to }) => (from === source && to !== target) || (to === target && from !== source),
    );
    const completing = own.flatMap((event, i): Completing[] => {
      const window = windowOf(own, i, rule.window);
      const middleOf = ({ from, to }: Transfer) => (from === source ? to : from);
      const counted = new Map<string, Event[]>();
      const barred = new Set<string>();
      for (const middle of new Set(window.map(middleOf))) {
        const way = wayThrough(
          window.filter((flow) => middleOf(flow) === middle),
          middle,
          rule,
        );
        if (way && isTypeHub(middle, event.at)) barred.add(middle);
        else if (way) counted.set(middle, way);
      }
      const middle = middleOf(event);
      if (counted.size + barred.size < rule.minMiddles || !(counted.has(middle) || barred.has(middle)))
        return [];
      const hubs = [source, target].filter((account) => isTypeHub(account, event.at));
      if (counted.size < rule.minMiddles || barred.has(middle)) hubs.push(...barred);
      for (const hub of hubs) keptOut.add(`${hub} of ${source} ${target}`);
      return hubs.length === 0 ? [{ event, counted }] : [];
    });
    return naiveEpisodes(completing, rule.window).map((episode) =>
      plainNaiveFlow(log, episode, {
        detector: 'scatter-gather',
        subject: [source, target],
        fixed: { [source]: 'organiser', [target]: 'collector' },
        roleOf: () => 'mule',
      }),
    );
  });
  return { findings: byFlowId(findings), keptOut: keptOut.size };
}

const MIDDLES = ['b', '\u{1f600}', '__proto__', 'shop', 'big'];
const logs = transferLogs(
  40,
  ['a', 'A', ...MIDDLES.slice(0, 3)],
  [
    [['a'], MIDDLES],
    [MIDDLES, ['A']],
  ],
);

const rules = fc.record({
  minMiddles: fc.integer({ min: 2, max: 3 }),
  window: WINDOWS,
  minRetention: fc.constantFrom(null, null, 8_000, 10_000),
  maxRetention: fc.constantFrom(null, null, 10_500),
  order: fc.constantFrom('in-time' as const, 'any' as const),
});

test('scatter-gather finds what looking at every source, target and transfer afresh gives', () => {
  const met = { found: 0, hub: 0, self: 0, keptOut: 0, any: 0 };
  const property = fc.property(logs, rules, (log, rule) => {
    const graph = buildEventGraph(log);
    const result = scatterGather.detect(graph, { ...rule, maxVisits: 1e9 }, flowHubs(graph));
    const wanted = naive(log, rule);
    expect(byFlowId(result.findings.map(plainFlow))).toEqual(wanted.findings);
    const byType = result.hubs.filter(({ reason }) => reason === 'account-type');
    expect(byType.reduce((sum, hub) => sum + hub.keptOut, 0)).toBe(wanted.keptOut);
    expect(result.truncated).toEqual([]);
    for (const { strength, binds } of result.findings) {
      expect(Number.isInteger(strength) && strength > 0 && strength <= 10_000).toBe(true);
      met.found++;
      if (rule.order === 'any') met.any++;
      if (binds === 'hub') met.hub++;
      if (binds === 'self') met.self++;
    }
    met.keptOut += wanted.keptOut;
  });
  fc.assert(property, { numRuns: 1_500 });
  expect(met.found).toBeGreaterThan(150);
  expect(Math.min(met.hub, met.keptOut, met.any, met.found - met.any)).toBeGreaterThan(10);
  expect(met.self).toBeGreaterThan(0);
});

test('work that is cut short is said, and what is found then is found without a limit too', () => {
  const log = logs;
  let cut = 0;
  fc.assert(
    fc.property(log, fc.integer({ min: 1, max: 5_000 }), (events, maxVisits) => {
      const graph = buildEventGraph(events);
      const rule = {
        minMiddles: 2,
        window: Infinity,
        minRetention: null,
        maxRetention: null,
        order: 'any',
      } as const;
      const whole = scatterGather.detect(graph, { ...rule, maxVisits: 1e9 }, flowHubs(graph));
      const part = scatterGather.detect(graph, { ...rule, maxVisits }, flowHubs(graph));
      const ids = new Set(whole.findings.map(({ id }) => id));
      expect(part.findings.filter(({ id }) => !ids.has(id))).toEqual([]);
      if (part.findings.length < whole.findings.length) {
        expect(part.truncated).toHaveLength(1);
        cut++;
      }
    }),
    { numRuns: 50 },
  );
  expect(cut).toBeGreaterThan(5);
});
