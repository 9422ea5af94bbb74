import { readCsv } from './read-csv.ts';
import { sharedData } from './shared-data.ts';

type Groups = readonly (readonly string[])[];

/**
 * The members of each first-party ring of paysim-identity without the account they drain to, sorted; the truth, which
 * no importer reads. `null` when the shared data is absent.
 */
export function paysimRings(): Groups | null {
  const file = sharedData('paysim-identity', 'rings.csv.gz');
  if (!file) return null;
  const rings = Map.groupBy(
    readCsv(file).filter((row) => row.role === 'faux'),
    (row) => row.ring,
  );
  return Array.from(rings.values(), (rows) => rows.map((row) => row.member).toSorted());
}

interface Decoyed {
  /** The groups that share a phone and an address. */
  readonly rings: Groups;
  /** Groups that share a phone only, or an address only: nobody to blame. */
  readonly decoys: Groups;
}

/** Who shares what in gabmansur, from other files than the mapping reads. `null` when the shared data is absent. */
export function gabmansurGroups(): Decoyed | null {
  const phones = sharedData('gabmansur', 'relationships_uses_phone.csv.gz');
  const addresses = sharedData('gabmansur', 'relationships_logged_from.csv.gz');
  if (!phones || !addresses) return null;
  const phoneOf = new Map(readCsv(phones).map((row) => [row.person_id, row.number]));
  const addressOf = new Map(readCsv(addresses).map((row) => [row.person_id, row.value]));
  const people = [...new Set([...phoneOf.keys(), ...addressOf.keys()])];
  const rings = groups(people, (id) => `${phoneOf.get(id)} ${addressOf.get(id)}`);
  const inRing = new Set(rings.flat());
  const single = [groups(people, (id) => phoneOf.get(id)), groups(people, (id) => addressOf.get(id))].flat();
  return { rings, decoys: single.filter((group) => !group.some((id) => inRing.has(id))) };
}

function groups(people: readonly string[], valueOf: (id: string) => string | undefined): string[][] {
  const byValue = Map.groupBy(people, valueOf);
  return [...byValue]
    .filter(([value, ids]) => value !== undefined && ids.length > 1)
    .map(([, ids]) => ids.toSorted());
}
