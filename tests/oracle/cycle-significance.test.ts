import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kitingCycle } from '../../src/detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS, type KitingOptions } from '../../src/detectors/kiting-cycle/options.ts';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import { defaultsOf } from '../../src/detectors/options.ts';
import type { EventOf } from '../../src/graph/model/event.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';

// docs/algorithms/cycle-significance.md against the null itself: every order of the times, and times drawn by chance.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);

type Transfer = EventOf<'transfer'>;

function transfer(n: number, from: string, to: string, at: number, minor = 100): Transfer {
  const id = String(n).padStart(5, '0');
  return {
    kind: 'transfer',
    source: 's',
    id,
    at,
    observedAt: at,
    from,
    to,
    amount: { minor, currency: 'EUR' },
  };
}

function detect(transfers: readonly Transfer[], set: Partial<KitingOptions>): readonly Finding[] {
  const graph = buildEventGraph(transfers);
  return kitingCycle.detect(graph, { ...defaultsOf(KITING_OPTIONS), ...set }, hubCalendar(graph)).findings;
}

const pValueOf = ({ significance }: Finding): number => Number(significance!.pValue);

/** Instances on the accounts of a cycle, by trying every way to start and to go on; times are `at`. */
function instances(
  transfers: readonly Transfer[],
  at: readonly number[],
  cycle: readonly string[],
  { window, minRetention, maxRetention }: KitingOptions,
): number {
  const follows = (hop: Transfer, next: Transfer): boolean =>
    next.amount.minor * 10_000 >= hop.amount.minor * (minRetention ?? 0) &&
    next.amount.minor * 10_000 <= hop.amount.minor * (maxRetention ?? Infinity);
  const count = (start: number, path: readonly number[]): number => {
    if (path.length === cycle.length) return at[path.at(-1)!] - at[path[0]] <= window ? 1 : 0;
    const [from, to] = [start + path.length, start + path.length + 1].map((i) => cycle[i % cycle.length]);
    let found = 0;
    transfers.forEach((next, i) => {
      if (next.from !== from || next.to !== to) return;
      const before = path.at(-1);
      if (before !== undefined && (at[before] >= at[i] || !follows(transfers[before], next))) return;
      found += count(start, [...path, i]);
    });
    return found;
  };
  return cycle.reduce((sum, _, start) => sum + count(start, []), 0);
}

function* orders(list: readonly number[]): Generator<number[]> {
  if (list.length === 0) yield [];
  for (const [i, one] of list.entries())
    for (const rest of orders(list.toSpliced(i, 1))) yield [one, ...rest];
}

test('over every order of the times the p-value is the mean number of instances by those seen, and never too small', () => {
  const cycle = ['A', 'B', 'C'];
  let bounded = 0;
  const hops = fc.constantFrom(['A', 'B'], ['B', 'C'], ['C', 'A'], ['A', 'D'], ['D', 'B']);
  const one = fc.record({
    hop: hops,
    pause: fc.constantFrom(HOUR, DAY, 3 * DAY),
    minor: fc.constantFrom(90, 100, 300),
  });
  const property = fc.property(
    fc
      .tuple(...[0, 1, 2].map(() => one))
      .map((list) => list.map((step, i) => ({ ...step, hop: [cycle[i], cycle[(i + 1) % 3]] }))),
    fc.array(one, { maxLength: 3 }),
    fc.boolean(),
    fc.constantFrom(2 * DAY, 4 * DAY, 7 * DAY),
    (loop, others, loopFirst, window) => {
      const list = loopFirst ? [...loop, ...others] : [...others, ...loop];
      let at = START;
      const all = list.map(({ hop, pause, minor }, n) => transfer(n, hop[0], hop[1], (at += pause), minor));
      const options = { ...defaultsOf(KITING_OPTIONS), window, maxLength: 3 };
      for (const finding of detect(all, options).filter(({ subject }) => subject.join() === cycle.join())) {
        const known = all.filter((event) => event.at <= finding.last.at);
        const times = known.map((event) => event.at);
        const seen = instances(known, times, cycle, options);
        const counts = [...orders(times)].map((order) => instances(known, order, cycle, options));
        const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
        const p = pValueOf(finding);
        expect(p).toBeGreaterThanOrEqual(Math.min(1, (mean / seen) * (1 - 1e-9)));
        expect(p).toBeLessThanOrEqual(Math.min(1, (mean / seen) * 1.11));
        expect(p * counts.length).toBeGreaterThanOrEqual(
          counts.filter((count) => count >= seen).length - 1e-9,
        );
        if (p < 1) bounded++;
      }
    },
  );
  fc.assert(property, { numRuns: 300, seed: 1 });
  expect(bounded).toBeGreaterThan(20);
});

/** A payments graph with times and amounts drawn by chance: repeated payments between few accounts, busier by day. */
function background(seed: number, accounts: number, transfers: number): Transfer[] {
  const rng = rngFor(seed, 'significance');
  const list = Array.from({ length: transfers }, () => {
    const from = rng.int(0, accounts - 1);
    const to = (from + 1 + Math.min(rng.int(0, accounts - 2), rng.int(0, accounts - 2))) % accounts;
    const at = START + rng.int(0, 89) * DAY + rng.int(8 * HOUR, 20 * HOUR) + rng.int(0, HOUR);
    return { from: `a${from}`, to: `a${to}`, at, minor: rng.int(90, 110) };
  });
  return list
    .sort((a, b) => a.at - b.at)
    .map(({ from, to, at, minor }, n) => transfer(n, from, to, at, minor));
}

/** How many cycles of three accounts the graph has without regard to time. */
function staticTriangles(transfers: readonly Transfer[]): number {
  const pairs = new Set(transfers.map(({ from, to }) => `${from} ${to}`));
  const names = [...new Set(transfers.flatMap(({ from, to }) => [from, to]))];
  let triangles = 0;
  for (const a of names)
    for (const b of names)
      for (const c of names)
        if (pairs.has(`${a} ${b}`) && pairs.has(`${b} ${c}`) && pairs.has(`${c} ${a}`)) triangles++;
  return triangles / 3;
}

test('where times are left to chance, p-values of at most x come no oftener than in x of the cycles', () => {
  const smallest: number[] = [];
  let cycles = 0;
  for (let seed = 0; seed < 60; seed++) {
    const transfers = background(seed, 14, 150);
    cycles += staticTriangles(transfers);
    const bySubject = Map.groupBy(detect(transfers, { maxLength: 3, window: 10 * DAY }), ({ subject }) =>
      subject.join(),
    );
    for (const findings of bySubject.values()) smallest.push(Math.min(...findings.map(pValueOf)));
  }
  expect(cycles).toBeGreaterThan(1_000);
  expect(smallest.filter((p) => p < 0.2).length).toBeGreaterThan(50);
  for (const level of [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]) {
    const share = smallest.filter((p) => p <= level).length / cycles;
    expect(share).toBeLessThanOrEqual(level);
  }
});

test('a planted loop of five within a day stands out, the same among people who pay each other daily does not', () => {
  const ring = ['p', 'q', 'r', 's', 't'];
  const planted = ring.map((from, i) =>
    transfer(90_000 + i, from, ring[(i + 1) % 5], START + 60 * DAY + i * HOUR, 1_000 - 20 * i),
  );
  const daily = Array.from({ length: 90 }, (_, day) =>
    ring.map((from, i) =>
      transfer(80_000 + day * 5 + i, from, ring[(i + 1) % 5], START + day * DAY + (5 - i) * HOUR, 1_000),
    ),
  ).flat();
  const inOrder = (list: readonly Transfer[]) =>
    list.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const of = (findings: readonly Finding[]) =>
    findings.filter(({ subject }) => subject.join() === ring.join());
  const crowd = background(7, 40, 400);
  const [alone] = of(detect(inOrder([...crowd, ...planted]), {}));
  expect(pValueOf(alone)).toBeLessThan(1e-4);
  const [usual] = of(detect(inOrder([...crowd, ...daily]), {}));
  expect(pValueOf(usual)).toBeGreaterThan(0.1);
});
