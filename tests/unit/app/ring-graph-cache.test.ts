import { expect, it } from 'vitest';
import { RingGraphCache } from '../../../src/app/serving/ring-graph-cache.ts';
import { RingView } from '../../../src/app/serving/ring-view.ts';
import type { RingGraphData } from '../../../src/app/ring-graphs.ts';
import type { EntityRef } from '../../../src/graph/model/entity.ts';
import type { Finding } from '../../../src/graph/model/finding.ts';
import type { Ring } from '../../../src/graph/model/ring.ts';
import { formRings } from '../../../src/rings/form-rings.ts';
import { retraction, session, transfer } from '../../support/internal-events.ts';
import { makeFinding } from '../../support/ring-findings.ts';

const DATA: RingGraphData = { nodes: [], links: [], truncated: false };
const NODES: readonly EntityRef[] = [
  { type: 'User', id: 'u1' },
  { type: 'Device', id: 'd1' },
];

function viewOf(...findings: readonly Finding[]): RingView {
  return new RingView({ findings, ringSet: formRings(findings), hubs: [], truncated: [] });
}

/** A view with one ring, and a cache that has its graph. */
function filled(most?: number): { cache: RingGraphCache; view: RingView; ring: Ring } {
  const view = viewOf(makeFinding({ id: 'f', members: ['u1', 'u2', 'u3'] }));
  const [ring] = view.rings;
  const cache = new RingGraphCache(most);
  cache.begin(ring, view, NODES)(DATA);
  expect(cache.get(ring, view)).toBe(DATA);
  return { cache, view, ring };
}

it('keeps a graph until an event names one of its nodes', () => {
  const { cache, view, ring } = filled();
  cache.take(session('1', 'someone', 'd2'), undefined);
  cache.take(transfer('2', 'u1', 'd1'), undefined);
  expect(cache.get(ring, view)).toBe(DATA);
  cache.take(session('3', 'someone', 'd1'), undefined);
  expect(cache.get(ring, view)).toBeNull();
});

it('looks at what a retraction takes back, and forgets all where that is not known', () => {
  const { cache, view, ring } = filled();
  cache.take(retraction('r1', ['s', 'x']), session('x', 'someone', 'd2'));
  expect(cache.get(ring, view)).toBe(DATA);
  cache.take(retraction('r2', ['s', 'y']), session('y', 'u1', 'd2'));
  expect(cache.get(ring, view)).toBeNull();
  const other = filled();
  other.cache.take(retraction('r3', ['s', 'z']), undefined);
  expect(other.cache.get(other.ring, other.view)).toBeNull();
});

it('does not keep what was read while one of its nodes was named, nor after it was cleared', () => {
  const { cache, view, ring } = filled();
  const keep = cache.begin(ring, view, NODES);
  expect(cache.get(ring, view)).toBeNull();
  cache.take(session('1', 'u1', 'd9'), undefined);
  keep(DATA);
  expect(cache.get(ring, view)).toBeNull();
  const late = cache.begin(ring, view, NODES);
  cache.clear();
  late(DATA);
  expect(cache.get(ring, view)).toBeNull();
});

it('keeps only the newest of two readings', () => {
  const { cache, view, ring } = filled();
  const first = cache.begin(ring, view, NODES);
  const second = cache.begin(ring, view, [{ type: 'User', id: 'u7' }]);
  first(DATA);
  expect(cache.get(ring, view)).toBeNull();
  second(DATA);
  cache.take(session('1', 'u1', 'd1'), undefined);
  expect(cache.get(ring, view)).toBe(DATA);
});

it('gives no graph of a ring that has other findings or members by now', () => {
  const { cache, view, ring } = filled();
  const again = viewOf(...view.findings);
  expect(again.rings[0]).not.toBe(ring);
  expect(cache.get(again.rings[0], again)).toBe(DATA);
  const changed = viewOf(makeFinding({ id: 'f', members: ['u1', 'u2', 'u3'] }));
  expect(changed.rings[0].id).toBe(ring.id);
  expect(cache.get(changed.rings[0], changed)).toBeNull();
});

it('forgets the eldest when there are too many nodes', () => {
  const { cache, view, ring } = filled(3);
  const other = viewOf(makeFinding({ id: 'g', members: ['u4', 'u5', 'u6'] }));
  cache.begin(other.rings[0], other, [
    { type: 'User', id: 'u4' },
    { type: 'User', id: 'u5' },
  ])(DATA);
  expect(cache.get(ring, view)).toBeNull();
  expect(cache.get(other.rings[0], other)).toBe(DATA);
});
