import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEvents } from '../../src/graph/model/event.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import { ringId, type Ring, type RingAlias } from '../../src/graph/model/ring.ts';
import { carryOver } from '../../src/rings/carry-over.ts';
import { formRings, type RingSet } from '../../src/rings/form-rings.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { aFindingSet, aSketchPool, findingOf } from '../support/arbitrary-findings.ts';
import { makeFinding } from '../support/ring-findings.ts';

const aRingSize = fc.constantFrom(1, 2, 3, 5, 100);

test('rings, ids and histories do not depend on the order of the findings', () => {
  fc.assert(
    fc.property(
      aFindingSet().chain((findings) => fc.tuple(fc.constant(findings), shuffled(findings))),
      aRingSize,
      ([findings, other], maxRingSize) => {
        expect(formRings(other, { maxRingSize })).toEqual(formRings(findings, { maxRingSize }));
      },
    ),
    { numRuns: 1000 },
  );
});

test('forming rings from part of the findings first, or twice, leaves no trace', () => {
  fc.assert(
    fc.property(aFindingSet(), fc.nat(8), aRingSize, (findings, cut, maxRingSize) => {
      const whole = formRings(structuredClone(findings), { maxRingSize });
      formRings(findings.slice(0, cut), { maxRingSize });
      expect(formRings([...findings, ...findings.slice(cut)], { maxRingSize })).toEqual(whole);
    }),
  );
});

test('what happened up to a time is told the same by a later run, while no component is too large', () => {
  fc.assert(
    fc.property(aFindingSet(), fc.nat(12), (sketched, hours6) => {
      // What a finding says of an owner holds from its crossing on, so none joins it later in another role.
      const findings = sketched.map((finding) => ({
        ...finding,
        owners: finding.owners.filter(({ user }) => !finding.members.some(({ id }) => id === user)),
      }));
      const until = hours6 * 6 * 3_600_000;
      const early = formRings(findings.flatMap((finding) => upTo(finding, until)));
      const late = formRings(findings);
      const told = new Map(late.rings.map((ring) => [ring.id, ring.history]));
      for (const ring of early.rings) {
        const history = told.get(ring.id);
        if (history) expect(history.filter(({ at }) => at.at <= until)).toEqual(ring.history);
        else expect(late.aliases.map(({ id }) => id)).toContain(ring.id);
      }
    }),
    { numRuns: 500 },
  );
});

test('on every merge the elder stays, and a ring is named by its eldest finding', () => {
  fc.assert(
    fc.property(aFindingSet(), aRingSize, (findings, maxRingSize) => {
      const { rings, aliases } = formRings(findings, { maxRingSize });
      const byId = new Map(findings.map((finding) => [finding.id, finding]));
      const age = (id: string): Finding => byId.get(id)!;
      const named = new Map(findings.map((finding) => [ringId(finding.id), finding]));
      for (const ring of rings) {
        expect(ring.id).toBe(ringId(ring.findings[0]));
        for (const other of ring.findings.slice(1))
          expect(elder(age(ring.findings[0]), age(other))).toBe(true);
        for (const step of ring.history) {
          if (step.change !== 'merged') continue;
          expect(elder(age(ring.findings[0]), named.get(step.other!)!)).toBe(true);
        }
      }
      for (const alias of aliases)
        expect(elder(named.get(alias.ring!)!, named.get(alias.id)!), 'an alias leads to an elder ring').toBe(
          true,
        );
    }),
    { numRuns: 500 },
  );
});

test('every binding finding is in exactly one ring, and every ring has a suspect', () => {
  fc.assert(
    fc.property(aFindingSet(), aRingSize, (findings, maxRingSize) => {
      const { rings } = formRings(findings, { maxRingSize });
      const held = rings.flatMap((ring) => ring.findings);
      expect(new Set(held).size).toBe(held.length);
      const whole = formRings(findings, { maxRingSize: 1000 }).rings.flatMap((ring) => ring.findings);
      expect(held.toSorted()).toEqual(whole.toSorted());
    }),
  );
});

test('an id that was ever a ring’s own is answered for ever, through late findings and retractions', () => {
  // Each run sees some of a pool of findings, and episodes that start at another event after a late one.
  const aRun = fc.array(fc.record({ index: fc.nat(8), version: fc.nat(1) }), { maxLength: 8 });
  fc.assert(
    fc.property(
      aSketchPool,
      fc.array(aRun, { minLength: 2, maxLength: 6 }),
      aRingSize,
      (pool, runs, size) => {
        const ever = new Set<string>();
        let before: { findings: Finding[]; rings: readonly Ring[]; aliases: readonly RingAlias[] } = {
          findings: [],
          rings: [],
          aliases: [],
        };
        for (const run of runs) {
          const chosen = run.map(({ index, version }) =>
            findingOf(pool[index % pool.length], `f${index % pool.length}v${version}`),
          );
          const findings = [...new Map(chosen.map((finding) => [finding.id, finding])).values()];
          const ringSet = formRings(findings, { maxRingSize: size });
          const { superseded, aliases } = carryOver(before, { findings, ringSet });
          expectSound(before, { findings, ringSet }, superseded, aliases);
          for (const { id } of [...ringSet.rings, ...ringSet.aliases]) ever.add(id);
          const answered = new Set([...ringSet.rings, ...aliases].map(({ id }) => id));
          expect(answered).toEqual(ever);
          before = { findings, rings: ringSet.rings, aliases };
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('fifty thousand findings with two hundred thousand members form rings in memory that follows their number', () => {
  const rng = rngFor(7, 'size');
  const findings = Array.from({ length: 50_000 }, (_, i) => {
    const at = rng.int(0, 90 * 86_400) * 1000;
    const near = rng.int(0, 120_000);
    return makeFinding({
      id: `f${i}`,
      at,
      until: at + 4000,
      members: [0, 1, 2, 3].map((k) => `u${near + k * rng.int(1, 4)}x${k}@${at + k * 1000}`),
    });
  });
  const { rings, aliases } = formRings(findings);
  expect(rings.reduce((sum, ring) => sum + ring.findings.length, 0)).toBe(50_000);
  expect(rings.length).toBeGreaterThan(1000);
  expect(aliases.length).toBeGreaterThan(1000);
});

/** Any order of a list. */
function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** A finding as it was at a time: without what came later. */
function upTo(finding: Finding, until: number): Finding[] {
  if (finding.first.at > until) return [];
  return [{ ...finding, members: finding.members.filter(({ since }) => since.at <= until) }].map((known) =>
    typeof known.binds !== 'string' && known.binds.at > until ? { ...known, binds: 'crowd' as const } : known,
  );
}

function elder(a: Finding, b: Finding): boolean {
  return (compareEvents(a.first, b.first) || (a.id < b.id ? -1 : 1)) < 0;
}

function expectSound(
  before: { findings: readonly Finding[]; rings: readonly Ring[] },
  now: { findings: readonly Finding[]; ringSet: RingSet },
  superseded: Readonly<Record<string, string | null>>,
  aliases: readonly RingAlias[],
): void {
  const own = new Set(now.ringSet.rings.map(({ id }) => id));
  const kept = new Map(now.findings.map((finding) => [finding.id, finding]));
  const gone = before.findings.filter(({ id }) => !kept.has(id));
  expect(Object.keys(superseded).toSorted()).toEqual(gone.map(({ id }) => id).toSorted());
  for (const finding of gone) {
    const heir = superseded[finding.id];
    const same = now.findings.filter(
      ({ detector, subject }) => detector === finding.detector && subject[0] === finding.subject[0],
    );
    if (heir === null) expect(same).toEqual([]);
    else expect(same).toContain(kept.get(heir));
  }
  expect(aliases.map(({ id }) => id)).toEqual([...new Set(aliases.map(({ id }) => id))].toSorted());
  for (const { id, ring, reason } of aliases) {
    expect(own.has(id), 'no alias of a current ring').toBe(false);
    if (ring === null) expect(reason).toBe('dissolved');
    else expect(own.has(ring), 'aliases lead to current rings').toBe(true);
  }
  const leads = new Map(aliases.map(({ id, ring }) => [id, ring]));
  for (const ring of before.rings) {
    const holder = now.ringSet.rings.find(({ findings }) => findings.includes(ring.findings[0]));
    if (holder && !own.has(ring.id)) expect(leads.get(ring.id)).toBe(holder.id);
  }
}
