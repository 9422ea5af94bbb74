import { expect, test } from 'vitest';
import type { HubCalendar } from '../../../src/detectors/detector.ts';
import { kitingCycle } from '../../../src/detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS, type KitingOptions } from '../../../src/detectors/kiting-cycle/options.ts';
import { defaultsOf } from '../../../src/detectors/options.ts';
import type { EventOf } from '../../../src/graph/model/event.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const HOUR = 3_600_000;
const NO_HUBS: HubCalendar = { device: () => null, block: () => null, account: () => null };

let count = 0;

function transfer(from: string, to: string, hour: number, minor: number): EventOf<'transfer'> {
  const at = hour * HOUR;
  const ids = { source: 's', id: String(count++), kind: 'transfer' as const, at, observedAt: at };
  return { ...ids, from, to, amount: { minor, currency: 'USD' } };
}

function detect(events: readonly EventOf<'transfer'>[], options: Partial<KitingOptions>, hubs = NO_HUBS) {
  return kitingCycle.detect(buildEventGraph(events), { ...defaultsOf(KITING_OPTIONS), ...options }, hubs);
}

/** A cycle over accounts a0, a1, … with parallel transfers on every hop. */
function thickCycle(length: number, parallel: number) {
  return Array.from({ length: length * parallel }, (_, i) => {
    const hop = Math.floor(i / parallel);
    return transfer(`a${hop}`, `a${(hop + 1) % length}`, hop, 100);
  });
}

const LARGEST = Number.MAX_SAFE_INTEGER;

test.each([
  { sent: LARGEST - 1, minRetention: 10_000, maxRetention: null, found: 0 },
  { sent: LARGEST, minRetention: 10_000, maxRetention: 10_000, found: 1 },
  { sent: LARGEST - 1, minRetention: 9_999, maxRetention: null, found: 1 },
])('retention is exact at the largest amounts: $sent, $minRetention', ({ sent, found, ...limits }) => {
  const hops = [transfer('a', 'b', 0, LARGEST), transfer('b', 'c', 1, sent), transfer('c', 'a', 2, sent)];
  expect(detect(hops, limits).findings).toHaveLength(found);
});

test('instances beyond 2^53 are counted exactly, without listing them', () => {
  const { findings, truncated } = detect(thickCycle(8, 128), {});
  expect(findings).toHaveLength(1);
  expect(findings[0].instances).toBe(String(128n ** 8n));
  expect(findings[0].evidence).toHaveLength(8);
  expect(truncated).toEqual([]);
});

test('two accounts: an instance that has left the window before there are enough is not counted', () => {
  const backAndForth = [0, 1, 13, 14, 16].map((hour, i) =>
    transfer(i % 2 === 0 ? 'a' : 'b', i % 2 === 0 ? 'b' : 'a', hour, 100),
  );
  const { findings } = detect(backAndForth, { minLength: 2, minRepeats2: 2, window: 10 * HOUR });
  expect(findings.map(({ instances, peak }) => ({ instances, peak }))).toEqual([{ instances: '2', peak: 2 }]);
});

test('work beyond maxVisits is left out and named, and what is found stays whole', () => {
  const early = [transfer('x', 'y', 0, 100), transfer('y', 'z', 1, 100), transfer('z', 'x', 2, 100)];
  const dense = Array.from({ length: 900 }, (_, i) =>
    transfer(`d${i % 30}`, `d${(i * 7 + Math.floor(i / 30)) % 30}`, 3 + (i % 100), 100),
  );
  const { findings, truncated } = detect([...early, ...dense], { maxVisits: 20_000 });
  expect(findings.some(({ subject }) => subject.join('') === 'xyz')).toBe(true);
  expect(truncated).toHaveLength(1);
  expect(truncated[0]).toMatchObject({ detector: 'kiting-cycle', what: 'cycles', cap: 20_000 });
  expect(truncated[0].leftOut).toMatch(
    /^cycles completed by \d+ of \d+ transfers, from s\/\d+ at .* to s\/\d+ at /,
  );
});

test('what hubs keep out is counted on a budget of its own', () => {
  const hubs: HubCalendar = { ...NO_HUBS, account: (account) => (account < 30 ? 'account-type' : null) };
  const dense = Array.from({ length: 900 }, (_, i) =>
    transfer(`d${i % 30}`, `d${(i * 7 + Math.floor(i / 30)) % 30}`, i % 100, 100),
  );
  const late = [transfer('x', 'y', 200, 100), transfer('y', 'z', 201, 100), transfer('z', 'x', 202, 100)];
  const { findings, truncated } = detect([...dense, ...late], { maxVisits: 20_000 }, hubs);
  expect(findings.map(({ subject }) => subject)).toEqual([['x', 'y', 'z']]);
  expect(truncated.map(({ what }) => what)).toEqual(['count of cycles through hubs']);
});

test('a shorter time, a longer way round and amounts nearer to each other make a finding stronger', () => {
  const strengthOf = (hours: number[], amounts: number[]): number => {
    const hops = hours.map((hour, i) => transfer(`a${i}`, `a${(i + 1) % hours.length}`, hour, amounts[i]));
    return detect(hops, {}).findings[0].strength;
  };
  const plain = strengthOf([0, 1, 2], [100, 90, 90]);
  expect(plain).toBe(Math.floor((9_000 * 7_000 * (10_000 - 59)) / 1e8));
  expect(strengthOf([0, 50, 100], [100, 90, 90])).toBeLessThan(plain);
  expect(strengthOf([0, 1, 2], [100, 85, 85])).toBeLessThan(plain);
  expect(strengthOf([0, 1, 2, 3], [100, 90, 90, 90])).toBeGreaterThan(plain);
});

test('a shortest length above the longest is refused by name', () => {
  expect(() => detect([], { minLength: 9 })).toThrow(/kiting-cycle.minLength is 9/);
});
