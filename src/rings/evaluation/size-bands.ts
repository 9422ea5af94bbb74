import type { RingComparison } from './compare-rings.ts';
import { actorsOf } from './ring-side.ts';
import { shareOf, type Share } from './wilson-bound.ts';

/** Bands of ring sizes, with the largest size of each. */
const BANDS: readonly (readonly [name: string, upTo: number])[] = [
  ['1-2', 2],
  ['3-5', 5],
  ['6-15', 15],
  ['16-60', 60],
  ['above 60', Infinity],
];

/** Rings whose perpetrators, or for found ones whose suspects, are so many. */
export interface SizeBand {
  readonly band: string;
  /** Of the found rings of this size, those that match a true one (of any size). */
  readonly precision: Share;
  /** Of the true rings of this size, those that are matched. */
  readonly recall: Share;
}

/** Precision and recall by size of ring; bands without rings are left out. */
export function sizeBands({ sides, trueSides, truthOf, foundOf }: RingComparison): SizeBand[] {
  const bandOf = (size: number): number => BANDS.findIndex(([, upTo]) => size <= upTo);
  const found = Map.groupBy(sides.keys(), (f) => bandOf(actorsOf(sides[f]).length));
  const real = Map.groupBy(trueSides.keys(), (t) => bandOf(actorsOf(trueSides[t]).length));
  return BANDS.flatMap(([band], number) => {
    const [ours, theirs] = [found.get(number) ?? [], real.get(number) ?? []];
    if (ours.length + theirs.length === 0) return [];
    return [
      {
        band,
        precision: shareOf(ours.filter((f) => truthOf.has(f)).length, ours.length),
        recall: shareOf(theirs.filter((t) => foundOf.has(t)).length, theirs.length),
      },
    ];
  });
}
