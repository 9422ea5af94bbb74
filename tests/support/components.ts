/** Connected components of sets that overlap, each sorted; for tests, by plain merging. */
export function components(sets: readonly (readonly string[])[]): string[][] {
  const groupOf = new Map<string, Set<string>>();
  for (const set of sets) {
    const merged = new Set(set);
    for (const id of set) for (const other of groupOf.get(id) ?? []) merged.add(other);
    for (const id of merged) groupOf.set(id, merged);
  }
  return [...new Set(groupOf.values())].map((group) => [...group].toSorted());
}
