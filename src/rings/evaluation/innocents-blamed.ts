import { compareBytes } from '../../kernel/bytes.ts';
import type { Lookalike } from '../../graph/model/truth.ts';
import { actorsOf, countCommon, namedOf, suspectsOf, type AccountOwners } from './ring-side.ts';
import type { RingComparison } from './compare-rings.ts';
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
 * The innocents of each kind of look-alike, kinds in byte order: members of its groups that are no perpetrators.
 * A group that lists users, or accounts of known owners, counts by its users, else by its accounts.
 * Time O(members of all groups).
 */
export function innocentsByKind(
  lookalikes: readonly Lookalike[],
  owners: AccountOwners,
  perpetrators: ReadonlySet<string>,
): [kind: string, innocents: ReadonlySet<string>][] {
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
  return [...kinds].sort(([a], [b]) => compareBytes(a, b));
}

/**
 * Counts the innocents that found rings accuse. A look-alike that is also a perpetrator of a true ring is no innocent.
 * Time O(members of all rings and groups).
 */
export function innocentsBlamed({ sides, truth, owners, perpetrators }: RingComparison): InnocentsBlamed {
  const kinds = innocentsByKind(truth.lookalikes, owners, perpetrators);
  const accused = new Set(sides.flatMap(namedOf));
  return {
    rates: kinds.map(([kind, innocents]) => {
      const blamed = countCommon(innocents, accused);
      const total = innocents.size;
      const rate = total === 0 ? 0 : blamed / total;
      return { kind, blamed, innocents: total, rate, upper95: wilsonUpperBound(blamed, total) };
    }),
    ofRing: (f) => {
      const all = new Set(namedOf(sides[f]));
      const people = actorsOf(sides[f]);
      return {
        blamed: people.length,
        perpetrators: people.filter((actor) => perpetrators.has(actor)).length,
        lookalikes: kinds
          .map(([kind, innocents]) => ({ kind, blamed: countCommon(all, innocents) }))
          .filter(({ blamed }) => blamed > 0),
      };
    },
  };
}
