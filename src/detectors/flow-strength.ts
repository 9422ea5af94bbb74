const WHOLE = 10_000;

/** How rare so many at once are: half for one, and nearer to whole with each more; basis points. */
function rarity(peak: number): number {
  return WHOLE - Math.floor(WHOLE / (1 + peak));
}

/**
 * Strength of a fan, in basis points (docs/algorithms/flows.md): rarity x novelty, where novelty goes from half, when
 * all counterparties had dealt with the account before, to whole, when none had.
 */
export function fanStrength(peak: number, members: number, strangers: number): number {
  const novelty = WHOLE / 2 + Math.floor((WHOLE * strangers) / (2 * members));
  return Math.floor((rarity(peak) * novelty) / WHOLE);
}

/**
 * Strength of a flow over several hops, in basis points: rarity x speed, where speed falls from whole to half as what
 * led to the crossing takes up the time it may.
 * @param span from the first transfer of the evidence as of the crossing to the crossing, ms
 * @param longest what span can be at most, ms; may be Infinity
 */
export function flowStrength(peak: number, span: number, longest: number): number {
  const slowness =
    Number.isFinite(longest) && longest > 0
      ? Number((BigInt(span) * BigInt(WHOLE)) / BigInt(2 * longest))
      : 0;
  return Math.floor((rarity(peak) * (WHOLE - slowness)) / WHOLE);
}
