/**
 * The names most like a mistyped one, for "did you mean": those of the smallest edit distance, when it is at most
 * half the length of the typed name.
 */
export function nearestNames(typed: string, names: readonly string[]): string[] {
  const ranked = names.map((name) => ({
    name,
    distance: editDistance(typed.toLowerCase(), name.toLowerCase()),
  }));
  const smallest = Math.min(...ranked.map(({ distance }) => distance));
  if (smallest > typed.length / 2) return [];
  return ranked.filter(({ distance }) => distance === smallest).map(({ name }) => name);
}

/** Levenshtein distance (Wagner and Fischer, 1974), one row at a time. Time O(|a| |b|). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
