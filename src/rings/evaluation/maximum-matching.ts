/** A pair that may be matched, and how good it is. */
export interface Candidate {
  readonly left: number;
  readonly right: number;
  readonly score: number;
}

/**
 * A largest set of candidates in which no left and no right occurs twice.
 *
 * Taking the best pair again and again is not enough when scores tie or sets overlap, so such a greedy choice is only
 * the start; it is enlarged along augmenting paths until none is left, and then no matching is larger (Berge 1957,
 * "Two theorems in graph theory", PNAS 43:842). Which of several largest matchings comes out is fixed by scores and
 * numbers, but it need not be the one of the highest total score.
 *
 * @returns right by left. Time O(lefts x candidates) at worst, space O(candidates).
 */
export function maximumMatching(candidates: readonly Candidate[]): Map<number, number> {
  const sorted = [...candidates].sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right);
  const rightsOf = Map.groupBy(sorted, ({ left }) => left);
  const rightOf = new Map<number, number>();
  const leftOf = new Map<number, number>();
  const pair = (left: number, right: number): void => {
    rightOf.set(left, right);
    leftOf.set(right, left);
  };
  for (const { left, right } of sorted) if (!rightOf.has(left) && !leftOf.has(right)) pair(left, right);

  for (const start of rightsOf.keys()) {
    if (rightOf.has(start)) continue;
    // Breadth first from a free left to a free right; `cameFrom` remembers by which left a right was reached.
    const cameFrom = new Map<number, number>();
    const queue = [start];
    for (let i = 0; i < queue.length; i++) {
      const left = queue[i];
      const found = rightsOf.get(left)!.find(({ right }) => !cameFrom.has(right) && !leftOf.has(right));
      if (found) {
        cameFrom.set(found.right, left);
        flip(found.right, cameFrom, rightOf, pair);
        break;
      }
      for (const { right } of rightsOf.get(left)!) {
        if (cameFrom.has(right)) continue;
        cameFrom.set(right, left);
        queue.push(leftOf.get(right)!);
      }
    }
  }
  return rightOf;
}

/** Matches each left on the path with the right it led to. */
function flip(
  end: number,
  cameFrom: ReadonlyMap<number, number>,
  rightOf: ReadonlyMap<number, number>,
  pair: (left: number, right: number) => void,
): void {
  for (let right: number | undefined = end; right !== undefined;) {
    const left: number = cameFrom.get(right)!;
    const before = rightOf.get(left);
    pair(left, right);
    right = before;
  }
}
