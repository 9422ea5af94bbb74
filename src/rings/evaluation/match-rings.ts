import { compareBytes } from '../../kernel/bytes.ts';
import type { Ring } from '../../graph/model/ring.ts';
import type { TrueRing, Truth } from '../../graph/model/truth.ts';
import { compareRings, jaccard, purity, type Overlap, type RingComparison } from './compare-rings.ts';
import { innocentsBlamed, type LookalikeRate } from './innocents-blamed.ts';
import { actorsOf, countCommon, type AccountOwners, type RingSide } from './ring-side.ts';
import { shareOf } from './wilson-bound.ts';

export interface MatchReport {
  readonly foundRings: number;
  readonly trueRings: number;
  /** Matched over found rings; 1 when nothing was found and nothing was there to find. */
  readonly precision: number;
  /** Matched over true rings; 1 when there are none. */
  readonly recall: number;
  /** Ends of their 95 % intervals (Wilson). */
  readonly precision95: Interval;
  readonly recall95: Interval;
  readonly matched: readonly MatchedRing[];
  readonly missed: readonly MissedRing[];
  /** Found rings without a true one. */
  readonly falseRings: readonly FalseRing[];
  /** By kind of true ring. */
  readonly kinds: readonly KindRecall[];
  /** Found rings that hold at least half of each of several true rings. */
  readonly giants: readonly { readonly ring: string; readonly truths: readonly string[] }[];
  /** True rings to which at least half of each of several found rings belongs. */
  readonly fragments: readonly { readonly truth: string; readonly rings: readonly string[] }[];
  /** People, whatever ring they are in. */
  readonly people: {
    readonly blamed: number;
    readonly perpetrators: number;
    readonly both: number;
    readonly precision: number;
    readonly recall: number;
  };
  readonly lookalikes: readonly LookalikeRate[];
}

export type Interval = readonly [low: number, high: number];

export interface KindRecall {
  readonly kind: string;
  readonly rings: number;
  readonly matched: number;
  readonly recall: number;
  readonly recall95: Interval;
}

export interface MatchedRing {
  readonly ring: string;
  readonly truth: string;
  readonly kind: string;
  readonly jaccard: number;
  readonly purity: number;
}

export interface MissedRing {
  readonly truth: string;
  readonly kind: string;
  readonly perpetrators: number;
  /** The found ring that comes nearest by Jaccard, or null when none shares a perpetrator. */
  readonly nearest: { readonly ring: string; readonly jaccard: number; readonly purity: number } | null;
}

export interface FalseRing {
  readonly ring: string;
  readonly blamed: number;
  readonly perpetrators: number;
  /** Innocents of the ring by kind of look-alike. */
  readonly lookalikes: readonly { readonly kind: string; readonly blamed: number }[];
}

/**
 * Compares found rings with the truth by the ring match rule (fraud.md, "Ring match"): one to one; a pair matches
 * when the Jaccard index over perpetrators is at least 0.5 and at least 0.8 of the found ring's suspects are
 * perpetrators of some true ring. As many pairs as possible are matched. See docs/algorithms/ring-match.md.
 *
 * @param owners of accounts, where known: an account then counts as its owners
 * @returns lists in the order of `found` and of `truth`. Time O(members + overlaps x found rings at worst).
 */
export function matchRings(
  found: readonly Ring[],
  truth: Truth,
  owners: AccountOwners = new Map(),
): MatchReport {
  return reportMatch(compareRings(found, truth, owners));
}

/** The report of rings that are already compared. Lists in the order of found and of true rings. */
export function reportMatch(comparison: RingComparison): MatchReport {
  const { found, truth, sides, trueSides, overlaps, truthOf, foundOf } = comparison;
  const innocents = innocentsBlamed(comparison);
  const precision = shareOf(truthOf.size, found.length, truth.rings.length === 0 ? 1 : 0);
  const recall = shareOf(truthOf.size, truth.rings.length, 1);
  return {
    foundRings: found.length,
    trueRings: truth.rings.length,
    precision: precision.share,
    recall: recall.share,
    precision95: [precision.low95, precision.high95],
    recall95: [recall.low95, recall.high95],
    matched: overlaps
      .filter((overlap) => truthOf.get(overlap.found) === overlap.truth)
      .map((overlap) => ({
        ring: found[overlap.found].id,
        truth: truth.rings[overlap.truth].id,
        kind: truth.rings[overlap.truth].kind,
        jaccard: jaccard(overlap),
        purity: purity(overlap),
      })),
    missed: missedRings(comparison),
    falseRings: found.flatMap((ring, f) =>
      truthOf.has(f) ? [] : [{ ring: ring.id, ...innocents.ofRing(f) }],
    ),
    kinds: kinds(truth.rings, foundOf),
    giants: giants(found, truth.rings, overlaps),
    fragments: fragments(found, truth.rings, overlaps),
    people: people(sides, trueSides),
    lookalikes: innocents.rates,
  };
}

function ratio(part: number, whole: number, ofNothing: number): number {
  return whole === 0 ? ofNothing : part / whole;
}

function missedRings({ found, truth, trueSides, overlaps, foundOf }: RingComparison): MissedRing[] {
  const byTruth = Map.groupBy(overlaps, (overlap) => overlap.truth);
  return truth.rings.flatMap(({ id, kind }, t) => {
    if (foundOf.has(t)) return [];
    const near = (byTruth.get(t) ?? []).reduce<Overlap | null>(
      (best, other) => (best && jaccard(best) >= jaccard(other) ? best : other),
      null,
    );
    const nearest = near && { ring: found[near.found].id, jaccard: jaccard(near), purity: purity(near) };
    return [{ truth: id, kind, perpetrators: actorsOf(trueSides[t]).length, nearest }];
  });
}

function kinds(truth: readonly TrueRing[], foundOf: ReadonlyMap<number, number>): KindRecall[] {
  const byKind = Map.groupBy(truth.keys(), (t) => truth[t].kind);
  return [...byKind]
    .map(([kind, rings]) => {
      const matched = rings.filter((t) => foundOf.has(t)).length;
      const { share, low95, high95 } = shareOf(matched, rings.length);
      return { kind, rings: rings.length, matched, recall: share, recall95: [low95, high95] as const };
    })
    .sort((a, b) => compareBytes(a.kind, b.kind));
}

function giants(
  found: readonly Ring[],
  truth: readonly TrueRing[],
  overlaps: readonly Overlap[],
): MatchReport['giants'] {
  const covering = overlaps.filter(({ shared, trueSize }) => 2 * shared >= trueSize);
  return [...Map.groupBy(covering, (overlap) => overlap.found)]
    .filter(([, list]) => list.length > 1)
    .map(([f, list]) => ({ ring: found[f].id, truths: list.map((overlap) => truth[overlap.truth].id) }));
}

function fragments(
  found: readonly Ring[],
  truth: readonly TrueRing[],
  overlaps: readonly Overlap[],
): MatchReport['fragments'] {
  const inside = overlaps.filter(({ shared, foundSize }) => 2 * shared >= foundSize);
  return [...Map.groupBy(inside, (overlap) => overlap.truth)]
    .filter(([, list]) => list.length > 1)
    .sort(([a], [b]) => a - b)
    .map(([t, list]) => ({ truth: truth[t].id, rings: list.map((overlap) => found[overlap.found].id) }));
}

function people(found: readonly RingSide[], truth: readonly RingSide[]): MatchReport['people'] {
  const blamed = new Set(found.flatMap(actorsOf));
  const perpetrators = new Set(truth.flatMap(actorsOf));
  const both = countCommon(blamed, perpetrators);
  return {
    blamed: blamed.size,
    perpetrators: perpetrators.size,
    both,
    precision: ratio(both, blamed.size, perpetrators.size === 0 ? 1 : 0),
    recall: ratio(both, perpetrators.size, 1),
  };
}
