import { expect, test } from 'vitest';
import { runDetectors } from '../../src/detectors/run.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import { components } from '../support/components.ts';
import { gabmansur, paysimIdentity } from '../support/identity-data.ts';

const paysim = paysimIdentity();
const decoyed = gabmansur();

/** How many of the true groups are found as they are, nobody more and nobody less. */
function exact(found: readonly (readonly string[])[], wanted: readonly (readonly string[])[]): number {
  const known = new Set(found.map((group) => group.toSorted().join(' ')));
  return wanted.filter((group) => known.has(group.join(' '))).length;
}

function usersOf(findings: readonly Finding[]): string[][] {
  return findings.map(({ members }) => members.filter(({ type }) => type === 'User').map(({ id }) => id));
}

test.skipIf(!paysim)('components of shared identities give 36 of the 39 PaySim rings exactly', () => {
  const { events, rings } = paysim!;
  const { findings } = runDetectors(buildEventGraph(events), { detectors: ['shared-identity'] });
  expect(rings).toHaveLength(39);
  expect(exact(components(usersOf(findings)), rings)).toBeGreaterThanOrEqual(36);
});

test.skipIf(!paysim)('without the national id there are 28', () => {
  const { events, rings } = paysim!;
  const { findings } = runDetectors(buildEventGraph(events), {
    detectors: ['shared-identity'],
    set: ['shared-identity.kinds=email,phone'],
  });
  expect(exact(components(usersOf(findings)), rings)).toBe(28);
});

test.skipIf(!decoyed)('the people with phones and addresses hold 8 rings and 25 decoys', () => {
  expect(decoyed!.rings.map((ring) => ring.length)).toEqual([5, 5, 5, 5, 5, 5, 5, 5]);
  expect(decoyed!.decoys).toHaveLength(25);
});

/** The users of each ring, sorted. */
function ringUsers(findings: readonly Finding[]): string[][] {
  return formRings(findings).rings.map(({ members }) =>
    members
      .filter(({ type }) => type === 'User')
      .map(({ id }) => id)
      .toSorted(),
  );
}

test.skipIf(!paysim)('as rings at least 35 of the 39 are found exactly, with all detectors', () => {
  const { events, rings } = paysim!;
  const { findings } = runDetectors(buildEventGraph(events));
  expect(exact(ringUsers(findings), rings)).toBeGreaterThanOrEqual(35);
});

test.skipIf(!decoyed)('co-sharing alone finds the 8 rings and nothing else', () => {
  const { events, rings } = decoyed!;
  const { findings } = runDetectors(buildEventGraph(events), { detectors: ['co-sharing'] });
  expect(findings).toHaveLength(8);
  expect(sorted(usersOf(findings))).toEqual(sorted(rings));
});

test.skipIf(!decoyed)('with all detectors exactly the 8 rings come out and none of the decoys', () => {
  const { events, rings, decoys } = decoyed!;
  const found = ringUsers(runDetectors(buildEventGraph(events)).findings);
  expect(sorted(found)).toEqual(sorted(rings));
  const blamed = new Set(found.flat());
  expect(decoys.filter((group) => group.some((id) => blamed.has(id)))).toEqual([]);
});

function sorted(groups: readonly (readonly string[])[]): string[] {
  return groups.map((group) => group.join(' ')).toSorted();
}
