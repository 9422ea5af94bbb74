import type { Ring } from '../../graph/model/ring.ts';
import type { Truth } from '../../graph/model/truth.ts';
import { maximumMatching } from './maximum-matching.ts';
import { basis, namedOf, suspectsOf, type AccountOwners, type RingSide } from './ring-side.ts';

/** Found and true rings side by side; every measure of an evaluation starts from this. */
export interface RingComparison {
  readonly found: readonly Ring[];
  readonly truth: Truth;
  readonly owners: AccountOwners;
  /** Whom each found ring accuses; and each true one. */
  readonly sides: readonly RingSide[];
  readonly trueSides: readonly RingSide[];
  /** Pairs that share a perpetrator; by found ring, then by true ring. */
  readonly overlaps: readonly Overlap[];
  /** The matched pairs, both ways. */
  readonly truthOf: ReadonlyMap<number, number>;
  readonly foundOf: ReadonlyMap<number, number>;
  /** Users and accounts of all true rings (see `namedOf`). */
  readonly perpetrators: ReadonlySet<string>;
}

/** What a found and a true ring have in common, counted on their basis. */
export interface Overlap {
  readonly found: number;
  readonly truth: number;
  readonly shared: number;
  readonly foundSize: number;
  readonly trueSize: number;
  /** Suspects of the found ring that are perpetrators of any true ring. */
  readonly perpetrators: number;
}

/**
 * Matches found rings with true ones by the ring match rule (docs/algorithms/ring-match.md).
 * @param owners of accounts, where known: an account then counts as its owners
 * @returns Time O(members + overlaps x found rings at worst).
 */
export function compareRings(
  found: readonly Ring[],
  truth: Truth,
  owners: AccountOwners = new Map(),
): RingComparison {
  const sides = found.map(({ members }) => suspectsOf(members, owners));
  const trueSides = truth.rings.map(({ members }) => suspectsOf(members, owners));
  const overlaps = findOverlaps(sides, trueSides);
  const truthOf = maximumMatching(
    overlaps
      .filter(isMatch)
      .map((overlap) => ({ left: overlap.found, right: overlap.truth, score: jaccard(overlap) })),
  );
  const foundOf = new Map(Array.from(truthOf, ([f, t]) => [t, f]));
  const perpetrators = new Set(trueSides.flatMap(namedOf));
  return { found, truth, owners, sides, trueSides, overlaps, truthOf, foundOf, perpetrators };
}

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

export function jaccard({ shared, foundSize, trueSize }: Overlap): number {
  return shared / (foundSize + trueSize - shared);
}

export function purity({ perpetrators, foundSize }: Overlap): number {
  return perpetrators / foundSize;
}
