import { expect, test } from 'vitest';
import { amlsimCycles, amlworldCycles, riftCycles } from '../support/known-data.ts';
import { importShared, type ImportedData } from '../support/imported-data.ts';

/** Importing a data set, and looking through it, on a machine that others use too. */
const PATIENCE = 120_000;

async function detect(
  data: ImportedData,
  cycles: readonly (readonly string[])[],
  settings: readonly string[],
) {
  const set = settings.map((setting) => `kiting-cycle.${setting}`);
  const { findings, truncated } = await data.detect(['kiting-cycle'], set);
  expect(truncated).toEqual([]);
  const sets = new Set(findings.map((finding) => finding.subject.map(String).toSorted().join(' ')));
  return { findings, sets, recovered: cycles.filter((cycle) => sets.has(cycle.join(' '))).length };
}

const ANY_AMOUNT = ['minRetention=none', 'maxRetention=none', 'minAmount=0'];
const AMLSIM = [...ANY_AMOUNT, 'minLength=3', 'maxLength=12', 'window=20d'];

const world = await importShared('amlworld', ['amlworld', 'HI-Small_Patterns.txt.gz']);
test.skipIf(!world)(
  'amlworld: the 49 cycles in order of time, and 88 sets of accounts in all',
  { timeout: PATIENCE },
  async () => {
    const cycles = amlworldCycles()!;
    expect(cycles).toHaveLength(54);
    const { sets, recovered } = await detect(world!, cycles, [
      ...ANY_AMOUNT,
      'minLength=2',
      'maxLength=12',
      'window=4d',
      'minRepeats2=1',
      'fx=skip',
    ]);
    expect(recovered).toBe(49);
    expect(sets.size).toBe(88);
  },
);

const sim = await importShared('amlsim', ['amlsim-ring10k']);
test.skipIf(!sim)(
  'amlsim-ring10k: the 44 cycles strictly in order, and 158 sets of accounts in all',
  { timeout: PATIENCE },
  async () => {
    const { sets, recovered } = await detect(sim!, amlsimCycles('amlsim-ring10k')!, AMLSIM);
    expect(recovered).toBe(44);
    expect(sets.size).toBe(158);
  },
);

test.skipIf(!sim)(
  'amlsim-ring10k: the 80 cycles in order with ties, and 312 sets of accounts in all',
  { timeout: PATIENCE },
  async () => {
    const settings = [...AMLSIM, 'ties=allow'];
    const { sets, recovered } = await detect(sim!, amlsimCycles('amlsim-ring10k')!, settings);
    expect(recovered).toBe(80);
    expect(sets.size).toBe(312);
  },
);

const sample = await importShared('rift', ['rift']);
test.skipIf(!sample)('rift: the seven cycles and nobody else', async () => {
  const settings = ['window=72h', 'minLength=3', 'maxLength=5', 'minAmount=0'];
  const { findings, recovered } = await detect(sample!, riftCycles(), settings);
  expect(recovered).toBe(7);
  expect(findings).toHaveLength(7);
  expect(findings.flatMap(({ subject }) => subject).filter((id) => String(id).startsWith('NORM'))).toEqual(
    [],
  );
});
