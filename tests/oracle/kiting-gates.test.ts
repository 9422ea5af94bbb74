import { expect, test } from 'vitest';
import type { HubCalendar } from '../../src/detectors/detector.ts';
import { kitingCycle } from '../../src/detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS, type KitingOptions } from '../../src/detectors/kiting-cycle/options.ts';
import { defaultsOf } from '../../src/detectors/options.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { amlsimRing10k, amlworld, gabmansur, rift, type KnownCycles } from '../support/known-data.ts';

const NO_HUBS: HubCalendar = { device: () => null, block: () => null, account: () => null };
/** Runs on data without anything to fail on when the data is absent; sharedData says so. */
const ABSENT: KnownCycles = { transfers: [], cycles: [] };

function detect(data: KnownCycles, settings: Record<string, string>) {
  const options: Record<string, unknown> = { ...defaultsOf(KITING_OPTIONS) };
  for (const [name, text] of Object.entries(settings))
    options[name] = KITING_OPTIONS[name as keyof KitingOptions].parse(text, name);
  const graph = buildEventGraph(data.transfers);
  const { findings, truncated } = kitingCycle.detect(graph, options as unknown as KitingOptions, NO_HUBS);
  expect(truncated).toEqual([]);
  const sets = new Set(findings.map((finding) => [...finding.subject].sort().join(' ')));
  return { findings, sets, recovered: data.cycles.filter((cycle) => sets.has(cycle.join(' '))).length };
}

const ANY_AMOUNT = { minRetention: 'none', maxRetention: 'none', minAmount: '0' };
const AMLSIM = { ...ANY_AMOUNT, minLength: '3', maxLength: '12', window: '20d' };

const world = amlworld();
test.skipIf(!world)('amlworld: the 49 cycles in order of time, and 88 sets of accounts in all', () => {
  const data = world ?? ABSENT;
  expect(data.cycles).toHaveLength(54);
  const { sets, recovered } = detect(data, {
    ...ANY_AMOUNT,
    minLength: '2',
    maxLength: '12',
    window: '4d',
    minRepeats2: '1',
    fx: 'skip',
  });
  expect(recovered).toBe(49);
  expect(sets.size).toBe(88);
});

const sim = amlsimRing10k();
test.skipIf(!sim)('amlsim-ring10k: the 44 cycles strictly in order, and 158 sets of accounts in all', () => {
  const { sets, recovered } = detect(sim ?? ABSENT, AMLSIM);
  expect(recovered).toBe(44);
  expect(sets.size).toBe(158);
});

test.skipIf(!sim)('amlsim-ring10k: the 80 cycles in order with ties, and 312 sets of accounts in all', () => {
  const { sets, recovered } = detect(sim ?? ABSENT, { ...AMLSIM, ties: 'allow' });
  expect(recovered).toBe(80);
  expect(sets.size).toBe(312);
});

const sample = rift();
test.skipIf(!sample)('rift: the seven cycles and nobody else', () => {
  const { findings, recovered } = detect(sample ?? ABSENT, {
    window: '72h',
    minLength: '3',
    maxLength: '5',
    minAmount: '0',
  });
  expect(recovered).toBe(7);
  expect(findings).toHaveLength(7);
  expect(findings.flatMap(({ subject }) => subject).filter((id) => String(id).startsWith('NORM'))).toEqual(
    [],
  );
});

const people = gabmansur();
test.skipIf(!people)('gabmansur: no cycle where nothing has a time, by the defaults', () => {
  expect(detect(people ?? ABSENT, {}).findings).toEqual([]);
});
