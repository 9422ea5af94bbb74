import type { EntityRef } from '../../src/graph/model/entity.ts';
import type { Lookalike, Truth } from '../../src/graph/model/truth.ts';
import { DAY } from '../../src/kernel/time.ts';
import type { CastList } from './cast-list.ts';
import { bandCounts, quantileOf, rounded, share, type Measured } from './reading.ts';

const BANDS = [3, 6, 16, 61];
export const RING_BAND_NAMES = ['3-5', '6-15', '16-60', 'more'] as const;
const SLOW_DAYS = 10;
/** What life makes by itself, or what nearly everybody has: not planted beside a ring to look like it. */
const FROM_LIFE = new Set([
  'family-home',
  'office',
  'campus',
  'payroll-fan-out',
  'carrier-nat',
  'family-device',
]);

/** A figure for each user by which a group can stand out; the group has that of its middle user (upper median). */
export type Features = Readonly<Record<string, Int32Array>>;

/** Rings and look-alikes: how large, how fast, how many of each, and how far one can be told from the other. */
export function readRings(cast: CastList, truth: Truth, features: Features, measured: Measured): void {
  const { readings, histograms } = measured;
  const rings = truth.rings.map(({ members }) =>
    usersOf(
      cast,
      members.filter(({ type, id }) => type === 'User' && cast.ringMembers.has(id)),
    ),
  );
  const sizes = rings.map((members) => members.length);
  const counts = bandCounts(sizes, BANDS);
  readings.rings = { value: rings.length };
  RING_BAND_NAMES.forEach((name, band) => (readings[`ringSize.${name}`] = share(counts[band], rings.length)));
  histograms.ringSizes = {
    labels: RING_BAND_NAMES,
    values: RING_BAND_NAMES.map((name) => readings[`ringSize.${name}`].value),
  };
  readJoins(cast, rings, measured);
  readLookalikes(truth, measured);
  readOverlap(cast, truth, rings, features, measured);
}

/** From the first to the last sign-up inside the window, of rings with two of them or more. */
function readJoins(cast: CastList, rings: readonly number[][], { readings }: Measured): void {
  const spans = rings.flatMap((members) => {
    const joins = members.map((user) => cast.registeredAt(user)).filter((at) => cast.isInWindow(at));
    return joins.length < 2 ? [] : [(Math.max(...joins) - Math.min(...joins)) / DAY];
  });
  readings['joins.median'] = quantileOf(spans, 0.5);
  readings['joins.slow'] = share(spans.filter((days) => days > SLOW_DAYS).length, spans.length);
}

function readLookalikes({ rings, lookalikes }: Truth, { readings, histograms }: Measured): void {
  const groups = new Map<string, number>();
  for (const { kind } of lookalikes) groups.set(kind, (groups.get(kind) ?? 0) + 1);
  const perRing = (count: number) => ({ value: rounded(count / Math.max(1, rings.length)) });
  const sorted = [...groups].sort(([, a], [, b]) => b - a);
  for (const [kind, count] of sorted) readings[`lookalikes.${kind}`] = perRing(count);
  readings.resaleGroups = { value: groups.get('device-resale') ?? 0 };
  readings.lookalikesPerRing = perRing(lookalikes.length);
  readings.plantedPerRing = perRing(
    lookalikes.filter((group) => !FROM_LIFE.has(group.kind) && isGroup(group)).length,
  );
  histograms.lookalikes = {
    labels: sorted.map(([kind]) => kind),
    values: sorted.map(([, count]) => perRing(count).value),
  };
}

/**
 * A ring overlaps look-alikes on a feature when some look-alike group reaches its value: no threshold on that feature
 * raises the ring and spares all innocents. It is drowned there when as many groups as rings reach it: alarms by that
 * feature alone would be wrong as often as right.
 */
function readOverlap(
  cast: CastList,
  truth: Truth,
  rings: readonly number[][],
  features: Features,
  { readings, histograms }: Measured,
): void {
  const groups = truth.lookalikes
    .filter(isGroup)
    .map(({ members }) => usersOf(cast, members))
    .filter(({ length }) => length > 0);
  const names = Object.keys(features);
  const columns = names.map((name) => {
    const middle = (users: readonly number[]) =>
      users.map((user) => features[name][user]).sort((a, b) => a - b)[Math.floor(users.length / 2)];
    const ringValues = rings.map(middle);
    const groupValues = groups.map(middle);
    const reaching = (values: readonly number[], least: number) => values.filter((v) => v >= least).length;
    return ringValues.map((value) => ({
      groups: reaching(groupValues, value),
      rings: reaching(ringValues, value),
    }));
  });
  const overlaps = columns.map((column) => column.map(({ groups }) => groups > 0));
  const drowned = columns.map((column) => column.map(({ groups, rings }) => groups >= rings));
  const onAll = (tests: readonly boolean[][]) =>
    share(rings.filter((_, ring) => tests.every((test) => test[ring])).length, rings.length);
  names.forEach((name, f) => {
    readings[`overlap.${name}`] = share(overlaps[f].filter(Boolean).length, rings.length);
    readings[`drowned.${name}`] = share(drowned[f].filter(Boolean).length, rings.length);
  });
  readings['overlap.all'] = onAll(overlaps);
  readings['drowned.all'] = onAll(drowned);
  const labels = [...names, 'all'];
  histograms.overlap = { labels, values: labels.map((name) => readings[`overlap.${name}`].value) };
}

/** One person with one account looks like a lone fraudster at most, not like a ring. */
function isGroup({ members }: Lookalike): boolean {
  return members.filter(({ type }) => type === 'User' || type === 'Account').length > 1;
}

/** Users among members, with the owners of accounts. */
function usersOf(cast: CastList, members: readonly EntityRef[]): number[] {
  const users = new Set<number>();
  for (const { type, id } of members) {
    if (type === 'User') users.add(cast.users.find(id));
    if (type === 'Account') users.add(cast.owner(cast.accounts.find(id)));
  }
  return [...users].filter((user) => user >= 0);
}
