import { compareBytes } from '../../kernel/bytes.ts';
import type { Ring } from '../../graph/model/ring.ts';
import type { TrueRing, Truth } from '../../graph/model/truth.ts';
import { innocentsBlamed, type LookalikeRate } from './innocents-blamed.ts';
import { maximumMatching } from './maximum-matching.ts';
import { actorsOf, basis, countCommon, suspectsOf, type AccountOwners, type RingSide } from './ring-side.ts';

export interface MatchReport {
  readonly foundRings: number;
  readonly trueRings: number;
  /** Matched over found rings; 1 when nothing was found and nothing was there to find. */
  readonly precision: number;
  /** Matched over true rings; 1 when there are none. */
  readonly recall: number;
  readonly matched: readonly MatchedRing[];
  readonly missed: readonly MissedRing[];
  /** Found rings without a true one. */
  readonly falseRings: readonly FalseRing[];
  /** By kind of true ring. */
  readonly kinds: readonly { readonly kind: string; readonly rings: number; readonly matched: number }[];
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
  const sides = found.map(({ members }) => suspectsOf(members, owners));
  const trueSides = truth.rings.map(({ members }) => suspectsOf(members, owners));
  const overlaps = findOverlaps(sides, trueSides);
  const matching = maximumMatching(
    overlaps
      .filter(isMatch)
      .map((overlap) => ({ left: overlap.found, right: overlap.truth, score: jaccard(overlap) })),
  );
  const matchedTruths = new Set(matching.values());
  const innocents = innocentsBlamed(sides, trueSides, truth.lookalikes, owners);
  const isMatched = ({ found, truth }: Overlap): boolean => matching.get(found) === truth;
  return {
    foundRings: found.length,
    trueRings: truth.rings.length,
    precision: ratio(matching.size, found.length, truth.rings.length === 0 ? 1 : 0),
    recall: ratio(matching.size, truth.rings.length, 1),
    matched: overlaps.filter(isMatched).map((overlap) => ({
      ring: found[overlap.found].id,
      truth: truth.rings[overlap.truth].id,
      kind: truth.rings[overlap.truth].kind,
      jaccard: jaccard(overlap),
      purity: purity(overlap),
    })),
    missed: missedRings(found, truth.rings, trueSides, overlaps, matchedTruths),
    falseRings: found.flatMap((ring, f) =>
      matching.has(f) ? [] : [{ ring: ring.id, ...innocents.ofRing(f) }],
    ),
    kinds: kinds(truth.rings, matchedTruths),
    giants: giants(found, truth.rings, overlaps),
    fragments: fragments(found, truth.rings, overlaps),
    people: people(sides, trueSides),
    lookalikes: innocents.rates,
  };
}

/** What a found and a true ring have in common, counted on their basis. */
interface Overlap {
  readonly found: number;
  readonly truth: number;
  readonly shared: number;
  readonly foundSize: number;
  readonly trueSize: number;
  /** Suspects of the found ring that are perpetrators of any true ring. */
  readonly perpetrators: number;
}

/** Pairs that share a perpetrator; by found ring, then by true ring. */
function findOverlaps(found: readonly RingSide[], truth: readonly RingSide[]): Overlap[] {
  const index = { users: truthsBy('users', truth), accounts: truthsBy('accounts', truth) };
  return found.flatMap((side, f) => {
    const shared = { users: new Map<number, number>(), accounts: new Map<number, number>() };
    const perpetrators = { users: 0, accounts: 0 };
    for (const by of ['users', 'accounts'] as const) {
      for (const id of side[by]) {
        const truths = index[by].get(id) ?? [];
        if (truths.length > 0) perpetrators[by]++;
        for (const t of truths) shared[by].set(t, (shared[by].get(t) ?? 0) + 1);
      }
    }
    const near = [...new Set([...shared.users.keys(), ...shared.accounts.keys()])].sort((a, b) => a - b);
    return near.flatMap((t) => {
      const by = basis(side, truth[t]);
      const count = shared[by].get(t) ?? 0;
      const sizes = { foundSize: side[by].size, trueSize: truth[t][by].size };
      return count === 0
        ? []
        : [{ found: f, truth: t, shared: count, ...sizes, perpetrators: perpetrators[by] }];
    });
  });
}

function truthsBy(by: keyof RingSide, truth: readonly RingSide[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  truth.forEach((side, t) => {
    for (const id of side[by]) {
      const truths = index.get(id);
      if (truths) truths.push(t);
      else index.set(id, [t]);
    }
  });
  return index;
}

/** On whole numbers, so that exactly a half and exactly four fifths count. */
function isMatch({ shared, foundSize, trueSize, perpetrators }: Overlap): boolean {
  return 2 * shared >= foundSize + trueSize - shared && 5 * perpetrators >= 4 * foundSize;
}

function jaccard({ shared, foundSize, trueSize }: Overlap): number {
  return shared / (foundSize + trueSize - shared);
}

function purity({ perpetrators, foundSize }: Overlap): number {
  return perpetrators / foundSize;
}

function ratio(part: number, whole: number, ofNothing: number): number {
  return whole === 0 ? ofNothing : part / whole;
}

function missedRings(
  found: readonly Ring[],
  truth: readonly TrueRing[],
  sides: readonly RingSide[],
  overlaps: readonly Overlap[],
  matched: ReadonlySet<number>,
): MissedRing[] {
  const byTruth = Map.groupBy(overlaps, (overlap) => overlap.truth);
  return truth.flatMap(({ id, kind }, t) => {
    if (matched.has(t)) return [];
    const near = (byTruth.get(t) ?? []).reduce<Overlap | null>(
      (best, other) => (best && jaccard(best) >= jaccard(other) ? best : other),
      null,
    );
    const nearest = near && { ring: found[near.found].id, jaccard: jaccard(near), purity: purity(near) };
    return [{ truth: id, kind, perpetrators: actorsOf(sides[t]).length, nearest }];
  });
}

function kinds(truth: readonly TrueRing[], matched: ReadonlySet<number>): MatchReport['kinds'] {
  const byKind = Map.groupBy(truth.keys(), (t) => truth[t].kind);
  return [...byKind]
    .map(([kind, rings]) => ({
      kind,
      rings: rings.length,
      matched: rings.filter((t) => matched.has(t)).length,
    }))
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
