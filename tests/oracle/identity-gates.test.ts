import { expect, test } from 'vitest';
import { components } from '../support/components.ts';
import { gabmansurGroups, paysimRings } from '../support/identity-data.ts';
import { importShared, usersOf } from '../support/imported-data.ts';

/** Importing a data set, and looking through it, on a machine that others use too. */
const PATIENCE = 120_000;

const rings = paysimRings();
const paysim = await importShared('csv', ['paysim-identity'], 'paysim-identity.yaml');
const known = gabmansurGroups();
const decoyed = await importShared('csv', ['gabmansur'], 'gabmansur.yaml');

/** How many of the true groups are found as they are, nobody more and nobody less. */
function exact(
  found: readonly (readonly string[])[],
  wanted: readonly (readonly string[])[] = rings!,
): number {
  const names = new Set(found.map((group) => group.toSorted().join(' ')));
  return wanted.filter((group) => names.has(group.join(' '))).length;
}

function sorted(groups: readonly (readonly string[])[]): string[] {
  return groups.map((group) => group.join(' ')).toSorted();
}

test.skipIf(!paysim)(
  'paysim-identity: components of shared identities give 36 of the 39 rings exactly',
  { timeout: PATIENCE },
  async () => {
    const { findings } = await paysim!.detect(['shared-identity']);
    expect(rings).toHaveLength(39);
    expect(exact(components(usersOf(findings)))).toBeGreaterThanOrEqual(36);
  },
);

test.skipIf(!paysim)(
  'paysim-identity: without the national id there are 28',
  { timeout: PATIENCE },
  async () => {
    const { findings } = await paysim!.detect(['shared-identity'], ['shared-identity.kinds=email,phone']);
    expect(exact(components(usersOf(findings)))).toBe(28);
  },
);

test.skipIf(!paysim)(
  'paysim-identity: as rings at least 35 of the 39 are found exactly, with all detectors and all transfers',
  { timeout: PATIENCE },
  async () => {
    expect((await paysim!.store.events.counts()).transfer).toBeGreaterThan(43_887);
    const found = (await paysim!.detect()).rings;
    expect(exact(usersOf(found))).toBeGreaterThanOrEqual(35);
  },
);

test.skipIf(!known)('gabmansur: the people hold 8 rings and 25 decoys', () => {
  expect(known!.rings.map((ring) => ring.length)).toEqual([5, 5, 5, 5, 5, 5, 5, 5]);
  expect(known!.decoys).toHaveLength(25);
});

test.skipIf(!decoyed)(
  'gabmansur: co-sharing alone finds the 8 rings by phone and address, and nothing else',
  async () => {
    const { findings, truncated } = await decoyed!.detect(['co-sharing']);
    expect(findings).toHaveLength(8);
    expect(sorted(usersOf(findings))).toEqual(sorted(known!.rings));
    for (const { subject } of findings)
      expect(subject.map((identifier) => identifier[0])).toEqual(['block', 'phone']);
    expect(truncated).toEqual([]);
  },
);

test.skipIf(!decoyed)(
  'gabmansur: with all detectors exactly the 8 rings come out and none of the decoys',
  async () => {
    const found = usersOf((await decoyed!.detect()).rings);
    expect(sorted(found)).toEqual(sorted(known!.rings));
    const blamed = new Set(found.flat());
    expect(known!.decoys.filter((group) => group.some((id) => blamed.has(id)))).toEqual([]);
  },
);

test.skipIf(!decoyed)('gabmansur: no cycle where nothing has a time, by the defaults', async () => {
  expect((await decoyed!.store.events.counts()).transfer).toBe(3_000);
  expect((await decoyed!.detect(['kiting-cycle'])).findings).toEqual([]);
});
