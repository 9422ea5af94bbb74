import { HOUR } from '../../kernel/time.ts';
import type { RingComparison } from './compare-rings.ts';
import { quantile } from './quantile.ts';
import type { RingActivity } from './ring-acts.ts';
import { lossAfter, type LossBook } from './ring-loss.ts';
import { basis } from './ring-side.ts';
import { shareOf, type Share } from './wilson-bound.ts';

/** So many true members make a ring worth an alert, and so many have to act before one can be expected. */
const MEMBERS = 3;

export interface DetectionTime {
  /** Of every true ring, in their order. */
  readonly rings: readonly RingTime[];
  /** Rings whose third member's act is known: the base of the times. */
  readonly timed: number;
  /** Timed rings that were found with three true members. */
  readonly found: number;
  /** Over those found: hours from the third member's act to the ring; nearest rank; null of none. */
  readonly medianHours: number | null;
  readonly p90Hours: number | null;
  /** Of the timed rings, those found at most 24 hours after the third member acted. */
  readonly within24Hours: Share;
  /** Of the loss of the rings found, what was still to come then; and of the loss of all rings. Null of no loss. */
  readonly preventable: number | null;
  readonly preventableOfAll: number | null;
  /** Of the rings found with three true members, those found before a label of theirs was known. */
  readonly beforeLabel: Share;
  /** Of all true rings. */
  readonly beforeLabelOfAll: Share;
}

export interface RingTime {
  readonly truth: string;
  /** The found ring that matches; null when the ring was missed. */
  readonly ring: string | null;
  /** Epoch ms: the third perpetrator's first act; null when fewer acted as far as the log tells. */
  readonly thirdActAt: number | null;
  /** Epoch ms: when the found ring first had three of the true members; null when it never did. */
  readonly foundAt: number | null;
  /** From the third act to the ring; below 0 when the ring was there before. */
  readonly hours: number | null;
  /** Minor units of the loss currency. */
  readonly loss: number;
  readonly preventable: number;
  readonly labelKnownAt: number | null;
}

/**
 * When true rings were found, by the history of the found ring that matches (definitions in
 * docs/algorithms/evaluation.md). Time O(members and steps of matched rings + outflows).
 */
export function detectionTime(
  comparison: RingComparison,
  activity: RingActivity,
  loss: LossBook,
): DetectionTime {
  const rings = comparison.truth.rings.map(({ id }, t): RingTime => {
    const f = comparison.foundOf.get(t);
    const acts = activity.rings[t];
    const thirdActAt = acts.firstActs[MEMBERS - 1]?.at ?? null;
    const foundAt = f === undefined ? null : foundWith(MEMBERS, comparison, f, t);
    return {
      truth: id,
      ring: f === undefined ? null : comparison.found[f].id,
      thirdActAt,
      foundAt,
      hours: foundAt === null || thirdActAt === null ? null : (foundAt - thirdActAt) / HOUR,
      loss: loss.ofRing[t],
      preventable: foundAt === null ? 0 : lossAfter(acts, loss.currency, foundAt),
      labelKnownAt: acts.labelKnownAt,
    };
  });
  return { rings, ...summary(rings, loss) };
}

function summary(rings: readonly RingTime[], loss: LossBook): Omit<DetectionTime, 'rings'> {
  const timed = rings.filter(({ thirdActAt }) => thirdActAt !== null);
  const hours = timed.flatMap((ring) => ring.hours ?? []).sort((a, b) => a - b);
  const found = rings.filter(({ foundAt }) => foundAt !== null);
  const before = found.filter(({ foundAt, labelKnownAt }) => foundAt! < (labelKnownAt ?? Infinity));
  const preventable = found.reduce((all, ring) => all + ring.preventable, 0);
  const lossFound = found.reduce((all, ring) => all + ring.loss, 0);
  return {
    timed: timed.length,
    found: hours.length,
    medianHours: quantile(hours, 0.5),
    p90Hours: quantile(hours, 0.9),
    within24Hours: shareOf(hours.filter((delay) => delay <= 24).length, timed.length),
    preventable: lossFound === 0 ? null : preventable / lossFound,
    preventableOfAll: loss.total === 0 ? null : preventable / loss.total,
    beforeLabel: shareOf(before.length, found.length),
    beforeLabelOfAll: shareOf(before.length, rings.length),
  };
}

/** When a found ring first held so many of a true ring's perpetrators, by its history; null when it never did. */
function foundWith(count: number, comparison: RingComparison, f: number, t: number): number | null {
  const { sides, trueSides, owners, found } = comparison;
  const by = basis(sides[f], trueSides[t]);
  const isShared = (id: string): boolean => sides[f][by].has(id) && trueSides[t][by].has(id);
  const there = new Set<string>();
  for (const { at, joined } of found[f].history) {
    for (const { type, id } of joined) {
      const people = type === 'User' ? [id] : (owners.get(id) ?? []);
      const ids = by === 'users' ? people : type === 'Account' ? [id] : [];
      for (const one of ids) if (isShared(one)) there.add(one);
    }
    if (there.size >= count) return at.at;
  }
  return null;
}
