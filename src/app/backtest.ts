import { isSuspect } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { DAY } from '../kernel/time.ts';
import { Outcomes } from '../risk/training/outcomes.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { detectRings } from './detect-rings.ts';

export interface BacktestRequest {
  readonly detectors?: readonly string[];
  /** `detector.option=value` texts that are tried. */
  readonly set: readonly string[];
  readonly asOf: number | null;
}

/** A ring that only one of the two runs has. */
export interface BacktestRing {
  readonly id: string;
  readonly members: number;
  readonly detectors: readonly string[];
  readonly formedAt: number;
  /** Suspects of whom a label says fraud, legitimate, or nothing. */
  readonly fraud: number;
  readonly legitimate: number;
  readonly unlabelled: number;
}

export interface BacktestSide {
  readonly rings: number;
  readonly findings: number;
  /** Users and accounts under suspicion in rings. */
  readonly suspects: number;
  /** Rings over the days of the log: what analysts would have had to look at. */
  readonly ringsPerDay: number;
}

export interface BacktestReport {
  readonly set: readonly string[];
  readonly days: number;
  readonly before: BacktestSide;
  readonly after: BacktestSide;
  readonly gained: readonly BacktestRing[];
  readonly lost: readonly BacktestRing[];
  /** Rings that both have, in whole or in part. */
  readonly kept: number;
}

/**
 * Runs detection twice, as it is and with other options, and tells which rings that gains and loses. Two rings are the same
 * when they share half of their suspects (Jaccard) or the id. Keeps nothing.
 * @throws RingfenceError OPTION_INVALID; USAGE without anything to try
 */
export async function backtest(
  store: Store,
  { set, detectors, asOf }: BacktestRequest,
  clock: Clock,
  progress: Progress = () => {},
): Promise<BacktestReport> {
  if (set.length === 0)
    throw new RingfenceError(
      'USAGE',
      'backtest needs something to try, such as --set kiting-cycle.minRetention=0.7',
    );
  const run = (given: readonly string[]) =>
    detectRings(store, { detectors, set: given, asOf, save: false }, clock, progress);
  const before = await run([]);
  const after = await run(set);
  const { outcomes, days } = await labelsOf(store, asOf);
  const detectorOf = new Map(
    [...before.findings, ...after.findings].map(({ id, detector }) => [id, detector]),
  );
  const shown = (ring: Ring): BacktestRing => ringLine(ring, detectorOf, outcomes);
  const gained = without(after.rings, before.rings);
  const lost = without(before.rings, after.rings);
  const side = ({ rings, findings }: typeof before): BacktestSide => ({
    rings: rings.length,
    findings: findings.length,
    suspects: new Set(rings.flatMap(suspectsOf)).size,
    ringsPerDay: rings.length / days,
  });
  return {
    set,
    days,
    before: side(before),
    after: side(after),
    gained: gained.map(shown),
    lost: lost.map(shown),
    kept: after.rings.length - gained.length,
  };
}

/** Rings of a list that no ring of another list corresponds to. Time O(members). */
function without(rings: readonly Ring[], others: readonly Ring[]): Ring[] {
  const ids = new Set(others.map(({ id }) => id));
  const holders = new Map<string, number[]>();
  const sizes = others.map((ring, i) => {
    const suspects = suspectsOf(ring);
    for (const suspect of suspects) holders.set(suspect, [...(holders.get(suspect) ?? []), i]);
    return suspects.length;
  });
  return rings.filter((ring) => {
    if (ids.has(ring.id)) return false;
    const suspects = suspectsOf(ring);
    const shared = new Map<number, number>();
    for (const suspect of suspects)
      for (const other of holders.get(suspect) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    return ![...shared].some(([other, both]) => 2 * both >= suspects.length + sizes[other] - both);
  });
}

function suspectsOf({ members }: Ring): string[] {
  return members
    .filter(({ type, role }) => (type === 'User' || type === 'Account') && isSuspect(role))
    .map(({ type, id }) => `${type} ${id}`);
}

function ringLine(ring: Ring, detectorOf: ReadonlyMap<string, string>, outcomes: Outcomes): BacktestRing {
  const suspects = ring.members.filter(
    ({ type, role }) => (type === 'User' || type === 'Account') && isSuspect(role),
  );
  const verdicts = suspects.map(({ type, id }) => outcomes.about(type, id, Infinity)?.verdict);
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
  return {
    id: ring.id,
    members: ring.members.length,
    detectors: [...new Set(ring.findings.flatMap((id) => detectorOf.get(id) ?? []))].sort(),
    formedAt: ring.formedAt,
    fraud: count('fraud'),
    legitimate: count('legitimate'),
    unlabelled: verdicts.length - count('fraud') - count('legitimate'),
  };
}

async function labelsOf(store: Store, asOf: number | null): Promise<{ outcomes: Outcomes; days: number }> {
  const outcomes = new Outcomes();
  let [first, last] = [Infinity, -Infinity];
  for await (const events of store.events.readAsOf(asOf))
    for (const event of events) {
      outcomes.gather(event);
      first = Math.min(first, event.at);
      last = Math.max(last, event.at);
    }
  return { outcomes, days: last > first ? Math.max(1, (last - first) / DAY) : 1 };
}
