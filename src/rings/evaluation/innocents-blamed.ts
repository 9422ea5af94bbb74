import { compareBytes } from '../../kernel/bytes.ts';
import type { Lookalike } from '../../graph/model/truth.ts';
import { actorsOf, countCommon, suspectsOf, type AccountOwners, type RingSide } from './ring-side.ts';
import { wilsonUpperBound } from './wilson-bound.ts';

/** How often innocents of one kind of look-alike were put into a suspect role. */
export interface LookalikeRate {
  readonly kind: string;
  /** Innocents of this kind in a suspect role of any found ring. */
  readonly blamed: number;
  readonly innocents: number;
  readonly rate: number;
  /** Upper end of the 95 % interval of the rate (Wilson). */
  readonly upper95: number;
}

export interface InnocentsBlamed {
  /** By kind. */
  readonly rates: readonly LookalikeRate[];
  /** What one found ring accuses: people in all, perpetrators among them, innocents by kind of look-alike. */
  ofRing(found: number): {
    readonly blamed: number;
    readonly perpetrators: number;
    readonly lookalikes: readonly { readonly kind: string; readonly blamed: number }[];
  };
}

/**
 * Counts the innocents that found rings accuse. A look-alike that is also a perpetrator of a true ring is no innocent;
 * a group that lists users counts by its users, else by its accounts. Time O(members of all rings and groups).
 */
export function innocentsBlamed(
  found: readonly RingSide[],
  truth: readonly RingSide[],
  lookalikes: readonly Lookalike[],
  owners: AccountOwners,
): InnocentsBlamed {
  const perpetrators = new Set(truth.flatMap(named));
  const kinds = new Map<string, Set<string>>();
  for (const { kind, members } of lookalikes) {
    const innocents = kinds.get(kind) ?? new Set<string>();
    kinds.set(kind, innocents);
    const side = suspectsOf(
      members.map(({ type, id }) => ({ type, id, role: 'member' })),
      owners,
    );
    for (const actor of actorsOf(side)) if (!perpetrators.has(actor)) innocents.add(actor);
  }
  const sorted = [...kinds].sort(([a], [b]) => compareBytes(a, b));
  const accused = new Set(found.flatMap(named));
  return {
    rates: sorted.map(([kind, innocents]) => {
      const blamed = countCommon(innocents, accused);
      const total = innocents.size;
      const rate = total === 0 ? 0 : blamed / total;
      return { kind, blamed, innocents: total, rate, upper95: wilsonUpperBound(blamed, total) };
    }),
    ofRing: (f) => {
      const all = new Set(named(found[f]));
      const people = actorsOf(found[f]);
      return {
        blamed: people.length,
        perpetrators: people.filter((actor) => perpetrators.has(actor)).length,
        lookalikes: sorted
          .map(([kind, innocents]) => ({ kind, blamed: countCommon(all, innocents) }))
          .filter(({ blamed }) => blamed > 0),
      };
    },
  };
}

/** Users and accounts of a side, by type and id. */
function named({ users, accounts }: RingSide): string[] {
  return [...Array.from(users, (id) => `User\0${id}`), ...Array.from(accounts, (id) => `Account\0${id}`)];
}
