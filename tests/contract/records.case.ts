import { expect } from 'vitest';
import type { Finding } from '../../src/graph/model/finding.ts';
import type { Ring } from '../../src/graph/model/ring.ts';
import type { DetectionRun } from '../../src/store/port.ts';
import { session } from '../support/internal-events.ts';
import { expectCode, record, ref, storeTest, type StoreFactory } from './store-under-test.ts';

function finding(id: string, at: number, rest: Partial<Finding> = {}): Finding {
  const first = { at, source: 's', id: `event of ${id}` };
  return {
    id,
    detector: 'device-sharing',
    subject: ['d', 'many'],
    first,
    last: first,
    strength: 5_000,
    members: [{ ...ref('User', 'u\u{10000}'), role: 'member', since: first }],
    evidence: [['s', `event of ${id}`]],
    peak: 3,
    binds: first,
    owners: [],
    optionsHash: 'h',
    ...rest,
  };
}

function ring(id: string, strength: number): Ring {
  return {
    id,
    members: [{ ...ref('User', 'u'), role: 'organiser', since: { at: 1, source: 's', id: 'x' } }],
    findings: ['f1'],
    strength,
    formedAt: 1,
    lastActiveAt: 2,
    parent: null,
    history: [],
    metrics: { density: 0.5, central: [ref('User', 'u')] },
    risk: null,
  };
}

function run(rest: Partial<DetectionRun> = {}): DetectionRun {
  return {
    ranAt: 1,
    asOf: null,
    options: { 'device-sharing': { window: '7d' } },
    findings: [],
    superseded: {},
    rings: [],
    aliases: [],
    hubs: [],
    truncated: [],
    ...rest,
  };
}

export function recordCases(factory: StoreFactory): void {
  storeTest(factory, 'without a run there are no records', async ({ store: { records } }) => {
    expect(await records.latestRun()).toBeNull();
    expect(await records.findings()).toEqual([]);
    expect(await records.finding('f')).toBeNull();
    expect(await records.rings()).toEqual([]);
    expect(await records.ring('r')).toBeNull();
    expect(await records.aliases()).toEqual([]);
    expect(await records.currencies()).toEqual(new Map());
  });

  storeTest(
    factory,
    'the newest run is the one saved last, without its findings and rings',
    async ({ store }) => {
      const { records } = store;
      const hubs = [{ ...ref('Device', 'd'), reason: 'kind', day: 0, keptOut: 2 }] as const;
      const truncated = [{ detector: 'x', what: 'paths', cap: 1, leftOut: '12345678901234567890' }];
      await records.saveRun(run({ ranAt: 9 }));
      await records.saveRun(run({ ranAt: 5, asOf: 3, hubs, truncated, findings: [finding('f', 1)] }));
      expect(await records.latestRun()).toEqual({
        ranAt: 5,
        asOf: 3,
        options: { 'device-sharing': { window: '7d' } },
        hubs,
        truncated,
      });
    },
  );

  storeTest(
    factory,
    'findings come back as saved, eldest first, then by id bytes',
    async ({ store: { records } }) => {
      const same = { at: 2, source: 's', id: 'e' };
      const saved = [
        finding('z', 1, { instances: '90071992547409930', binds: 'hub' }),
        finding('B', 2, { first: { ...same, source: 'a' } }),
        finding('y', 2, { first: { ...same, id: '\uffff' } }),
        finding('x', 2, { first: { ...same, id: '\u{10000}' } }),
        finding('a', 3, { first: { ...same, at: 3 } }),
        finding('b', 3, { first: { ...same, at: 3 } }),
      ];
      await records.saveRun(run({ findings: saved.toReversed() }));
      expect(await records.findings()).toEqual(saved);
      expect(await records.finding('z')).toEqual(saved[0]);
      expect(await records.finding('Z')).toBeNull();
    },
  );

  storeTest(factory, 'findings can be asked for by detector', async ({ store: { records } }) => {
    const other = finding('o', 1, { detector: 'kiting-cycle' });
    await records.saveRun(
      run({ options: { 'device-sharing': {}, 'kiting-cycle': {} }, findings: [other, finding('f', 2)] }),
    );
    expect(await records.findings(['kiting-cycle'])).toEqual([other]);
    expect(await records.findings(['kiting-cycle', 'device-sharing', 'x'])).toHaveLength(2);
    expect(await records.findings([])).toEqual([]);
    expect(await records.findings(["x') OR ('1'='1"])).toEqual([]);
  });

  storeTest(
    factory,
    'a run replaces the findings of the detectors it ran, and no others',
    async ({ store }) => {
      const { records } = store;
      const other = finding('other', 1, { detector: 'kiting-cycle' });
      const options = { 'device-sharing': {}, 'kiting-cycle': {} };
      await records.saveRun(
        run({ options, findings: [finding('old', 1), finding('gone', 2), finding('kept', 3), other] }),
      );
      const grown = finding('kept', 3, { peak: 9 });
      await records.saveRun(
        run({ findings: [finding('new', 4), grown], superseded: { old: 'new', gone: null } }),
      );
      expect((await records.findings()).map(({ id }) => id)).toEqual(['kept', 'new', 'other'].sort(byFirst));
      expect(await records.finding('kept')).toEqual(grown);
      expect(await records.finding('old')).toEqual({ ...finding('old', 1), supersededBy: 'new' });
      expect(await records.finding('gone')).toEqual({ ...finding('gone', 2), supersededBy: null });
      expect(await records.finding('other')).toEqual(other);
    },
  );

  storeTest(
    factory,
    'a finding that nothing replaced is superseded by nothing',
    async ({ store: { records } }) => {
      await records.saveRun(run({ findings: [finding('f', 1)] }));
      await records.saveRun(run());
      expect(await records.findings()).toEqual([]);
      expect(await records.finding('f')).toEqual({ ...finding('f', 1), supersededBy: null });
    },
  );

  storeTest(factory, 'a finding found again is current again', async ({ store: { records } }) => {
    await records.saveRun(run({ findings: [finding('f', 1)] }));
    await records.saveRun(run({ findings: [finding('g', 1)], superseded: { f: 'g' } }));
    await records.saveRun(run({ findings: [finding('f', 1)], superseded: { g: 'f' } }));
    expect(await records.finding('f')).toEqual(finding('f', 1));
    expect(await records.finding('g')).toMatchObject({ supersededBy: 'f' });
  });

  storeTest(factory, 'a run replaces all rings; they come strongest first, then by id', async ({ store }) => {
    const { records } = store;
    await records.saveRun(run({ rings: [ring('gone', 9)] }));
    const rings = [ring('a', 1), ring('c', 7), ring('B', 7)];
    await records.saveRun(run({ rings }));
    expect(await records.rings()).toEqual([rings[2], rings[1], rings[0]]);
    expect(await records.ring('c')).toEqual(rings[1]);
    expect(await records.ring('C')).toBeNull();
    expect(await records.ring('gone')).toBeNull();
  });

  storeTest(
    factory,
    "an id that was once a ring's own leads to what it became",
    async ({ store: { records } }) => {
      await records.saveRun(
        run({ rings: [ring('b', 1)], aliases: [{ id: 'a', ring: 'b', reason: 'merged' }] }),
      );
      const aliases = [
        { id: 'b', ring: 'c', reason: 'superseded' },
        { id: 'lost', ring: null, reason: 'dissolved' },
        { id: 'round', ring: 'trip', reason: 'merged' },
        { id: 'trip', ring: 'round', reason: 'merged' },
      ] as const;
      await records.saveRun(run({ rings: [ring('c', 1)], aliases }));
      for (const id of ['a', 'b', 'c']) expect((await records.ring(id))?.id).toBe('c');
      for (const id of ['lost', 'round', 'never']) expect(await records.ring(id)).toBeNull();
      expect(await records.aliases()).toEqual([{ id: 'a', ring: 'b', reason: 'merged' }, ...aliases]);
    },
  );

  storeTest(
    factory,
    "an id that is a ring's own again is no alias any more",
    async ({ store: { records } }) => {
      await records.saveRun(
        run({ rings: [ring('b', 1)], aliases: [{ id: 'a', ring: 'b', reason: 'merged' }] }),
      );
      await records.saveRun(run({ rings: [ring('a', 1), ring('b', 1)] }));
      expect((await records.ring('a'))?.id).toBe('a');
      expect(await records.aliases()).toEqual([]);
    },
  );

  storeTest(
    factory,
    'a run that cannot be saved leaves everything as it was',
    async ({ store: { records } }) => {
      await records.saveRun(run({ findings: [finding('f', 1)], rings: [ring('r', 1)] }));
      const broken = { ...ring('broken', 1), strength: null as unknown as number };
      await expect(records.saveRun(run({ findings: [finding('g', 1)], rings: [broken] }))).rejects.toThrow();
      expect(await records.findings()).toEqual([finding('f', 1)]);
      expect(await records.rings()).toEqual([ring('r', 1)]);
      expect((await records.latestRun())?.ranAt).toBe(1);
    },
  );

  storeTest(factory, 'records stay when the graph is dropped', async ({ store }) => {
    await record(store, [session('x', 'u', 'd')]);
    await store.records.saveRun(run({ findings: [finding('f', 1)] }));
    await store.graph.drop();
    expect(await store.records.findings()).toHaveLength(1);
  });

  storeTest(
    factory,
    'a currency can be declared again with the same decimals only',
    async ({ store: { records } }) => {
      await records.declareCurrency('XBT', 8);
      await records.declareCurrency('xbt', 2);
      await records.declareCurrency('XBT', 8);
      await expectCode(records.declareCurrency('XBT', 7), 'EVENT_INVALID');
      expect(await records.currencies()).toEqual(
        new Map([
          ['XBT', 8],
          ['xbt', 2],
        ]),
      );
    },
  );
}

/** The three that stay current, by their first event: kept at 3, new at 4, other at 1. */
function byFirst(a: string, b: string): number {
  const at: Record<string, number> = { other: 1, kept: 3, new: 4 };
  return at[a] - at[b];
}
