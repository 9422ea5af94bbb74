import { expect, test } from 'vitest';
import type { Finding } from '../../src/graph/model/finding.ts';
import {
  amlworldPatterns,
  counterparties,
  jaccard,
  type LaunderingPattern,
} from '../support/amlworld-patterns.ts';
import { importShared } from '../support/imported-data.ts';

/** Importing a data set, and looking through it, on a machine that others use too. */
const PATIENCE = 120_000;
/** From how much in common on a finding counts as the pattern. */
const SAME = 0.8;

function accountsOf({ members }: Finding): Set<string> {
  return new Set(members.filter(({ type }) => type === 'Account').map(({ id }) => id));
}

/** How many of the patterns are the accounts of some finding; says what is left out of them and why. */
function recovered(patterns: readonly LaunderingPattern[], findings: readonly Finding[]): number {
  const found = findings.map(accountsOf);
  return patterns.filter(({ accounts }) => found.some((one) => jaccard(one, accounts) >= SAME)).length;
}

const world = await importShared('amlworld', ['amlworld', 'HI-Small_Patterns.txt.gz']);
const patterns = world ? amlworldPatterns()! : [];

interface Gate {
  readonly type: string;
  readonly options: readonly string[];
  /** Whether a pattern has the shape of its name, and how many do. */
  readonly hasShape: (pattern: LaunderingPattern) => boolean;
  readonly shaped: number;
  readonly degenerate: number;
  readonly recovered: number;
}

function some(pattern: LaunderingPattern, is: (degrees: { in: number; out: number }) => boolean): boolean {
  return [...pattern.accounts].some((account) => is(counterparties(pattern, account)));
}

const GATES: readonly Gate[] = [
  {
    type: 'fan-out',
    options: ['minCounterparties=3', 'window=5d'],
    hasShape: (pattern) => some(pattern, ({ out }) => out >= 3),
    shaped: 32,
    degenerate: 16,
    recovered: 32,
  },
  {
    type: 'fan-in',
    options: ['minCounterparties=3', 'window=5d'],
    hasShape: (pattern) => some(pattern, (degrees) => degrees.in >= 3),
    shaped: 31,
    degenerate: 9,
    recovered: 31,
  },
  {
    type: 'scatter-gather',
    options: ['minMiddles=2', 'window=5d', 'minRetention=none', 'maxRetention=none', 'order=any'],
    hasShape: ({ transfers, accounts }) => {
      const first = [...accounts].filter((account) => transfers.every(([, to]) => to !== account));
      const last = [...accounts].filter((account) => transfers.every(([from]) => from !== account));
      return first.length === 1 && last.length === 1 && accounts.size >= 4;
    },
    shaped: 31,
    degenerate: 13,
    recovered: 31,
  },
  {
    type: 'gather-scatter',
    options: ['minSources=2', 'minTargets=2', 'window=5d'],
    hasShape: (pattern) => some(pattern, (degrees) => degrees.in >= 2 && degrees.out >= 2),
    shaped: 41,
    degenerate: 10,
    recovered: 39,
  },
];

test.skipIf(!world).each(GATES)(
  'amlworld: $recovered of the $shaped patterns that are a $type, of which there are $degenerate more in name',
  { timeout: PATIENCE },
  async (gate) => {
    const all = patterns.filter(({ type }) => type === gate.type);
    const shaped = all.filter(gate.hasShape);
    const { findings, truncated } = await world!.detect(
      [gate.type],
      gate.options.map((option) => `${gate.type}.${option}`),
    );
    expect(truncated).toEqual([]);
    const count = recovered(shaped, findings);
    console.info(
      `${gate.type}: ${count} of ${shaped.length} recovered, ${findings.length} findings; ` +
        `${all.length - shaped.length} of ${all.length} patterns lack the shape`,
    );
    expect([shaped.length, all.length - shaped.length]).toEqual([gate.shaped, gate.degenerate]);
    expect(count).toBe(gate.recovered);
    expect(count).toBeGreaterThanOrEqual(0.9 * gate.shaped);
  },
);

test.skipIf(!world)(
  'amlworld: 26 scatter-gathers when every middle account must be paid before it pays',
  { timeout: PATIENCE },
  async () => {
    const { type, options, hasShape } = GATES.find((gate) => gate.type === 'scatter-gather')!;
    const inTime = options.map((option) => `${type}.${option.replace('order=any', 'order=in-time')}`);
    const { findings } = await world!.detect([type], inTime);
    const shaped = patterns.filter((pattern) => pattern.type === type && hasShape(pattern));
    expect(recovered(shaped, findings)).toBe(26);
  },
);

/** How many groups of accounts a pattern falls into that have no transfer between them. */
function parts({ transfers }: LaunderingPattern): number {
  const groups: Set<string>[] = [];
  for (const ends of transfers) {
    const touched = groups.filter((group) => ends.some((account) => group.has(account)));
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(new Set([...touched.flatMap((group) => [...group]), ...ends]));
  }
  return groups.length;
}

// The patterns of these names have nothing that joins their accounts, so that no shape can recover them.
const UNJOINED = [
  { type: 'bipartite', patterns: 49, single: 18, unjoined: 31, recovered: 0 },
  { type: 'stack', patterns: 43, single: 16, unjoined: 25, recovered: 0 },
];
test.skipIf(!world).each(UNJOINED)(
  'amlworld: $recovered of the $patterns patterns called $type, which are transfers or chains of two side by side',
  { timeout: PATIENCE },
  async (wanted) => {
    const { type } = wanted;
    const all = patterns.filter((pattern) => pattern.type === type);
    const set = ['minSources=2', 'minTargets=2', 'window=5d'].map((option) => `${type}.${option}`);
    const { findings, truncated } = await world!.detect([type], set);
    expect(truncated).toEqual([]);
    const chain = type === 'bipartite' ? 1 : 2;
    const single = all.filter(({ transfers }) => transfers.length === chain).length;
    const unjoined = all.filter(
      (pattern) => pattern.transfers.length > chain && parts(pattern) === pattern.transfers.length / chain,
    ).length;
    console.info(
      `${type}: ${recovered(all, findings)} of ${all.length} recovered, ${findings.length} findings; ` +
        `${single} are one, ${unjoined} several side by side`,
    );
    expect({ type, patterns: all.length, single, unjoined, recovered: recovered(all, findings) }).toEqual(
      wanted,
    );
  },
);

const sample = await importShared('rift', ['rift']);
test.skipIf(!sample)('rift: the fan-in of 20 and the fan-out of 19, and no ordinary account', async () => {
  const { findings } = await sample!.detect(['fan-in', 'fan-out']);
  const sizes = findings.map((finding) => `${finding.detector} ${accountsOf(finding).size - 1}`);
  expect(sizes.toSorted()).toEqual(['fan-in 20', 'fan-out 19']);
  expect(findings.flatMap(({ members }) => members).filter(({ id }) => id.startsWith('NORM'))).toEqual([]);
});
