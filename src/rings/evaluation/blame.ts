import { compareBytes } from '../../kernel/bytes.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { participants } from '../participants.ts';
import type { RingComparison } from './compare-rings.ts';
import { innocentsByKind, type LookalikeRate } from './innocents-blamed.ts';
import { countCommon, namedOf } from './ring-side.ts';
import { wilsonUpperBound } from './wilson-bound.ts';

/** Blame of innocents: by rings, so by findings that bind one, and by all findings. */
export interface BlameRate extends LookalikeRate {
  /** Innocents in a suspect role of any finding, whether it binds a ring or not. */
  readonly flagged: number;
  readonly flaggedRate: number;
  readonly flaggedUpper95: number;
  /** Of those blamed, how many each detector's findings in rings accuse; most first. */
  readonly detectors: readonly { readonly detector: string; readonly blamed: number }[];
}

export interface Blame {
  /** By kind of look-alike, in byte order. */
  readonly kinds: readonly BlameRate[];
  /** Everybody who is no perpetrator, look-alike or not; its kind is `everybody`. */
  readonly everybody: BlameRate;
}

/**
 * How often innocents are blamed, by kind of look-alike. No innocents are the perpetrators of true rings and those who
 * defraud alone. Time O(members of all findings, rings and groups).
 *
 * @param findings current ones, in rings or not
 * @param guilty beside perpetrators: users and accounts by type and id
 * @param people users in all (accounts, in a world without users)
 */
export function blame(
  comparison: RingComparison,
  findings: readonly Finding[],
  guilty: ReadonlySet<string>,
  people: number,
): Blame {
  const { truth, owners, sides, trueSides } = comparison;
  const accused = accusedInnocents(comparison, findings, guilty);
  const unit = [...trueSides, ...sides].some(({ users }) => users.size > 0) ? 'User' : 'Account';
  const ofUnit = (actors: ReadonlySet<string>): number =>
    [...actors].filter((actor) => actor.startsWith(unit)).length;
  return {
    kinds: innocentsByKind(truth.lookalikes, owners, guilty).map(([kind, innocents]) =>
      blameRate(kind, innocents.size, accused, (actors) => countCommon(innocents, actors)),
    ),
    everybody: blameRate('everybody', Math.max(0, people - ofUnit(guilty)), accused, ofUnit),
  };
}

/** Innocent users and accounts, by type and id. */
interface Accused {
  /** By rings; by any finding; of those by rings, by each detector's findings in rings. */
  readonly blamed: ReadonlySet<string>;
  readonly flagged: ReadonlySet<string>;
  readonly byDetector: ReadonlyMap<string, ReadonlySet<string>>;
}

function accusedInnocents(
  { found, sides }: RingComparison,
  findings: readonly Finding[],
  guilty: ReadonlySet<string>,
): Accused {
  const blamed = new Set(sides.flatMap(namedOf).filter((actor) => !guilty.has(actor)));
  const binding = new Set(found.flatMap((ring) => ring.findings));
  const flagged = new Set<string>();
  const byDetector = new Map<string, Set<string>>();
  for (const finding of findings) {
    const own = byDetector.get(finding.detector) ?? new Set<string>();
    byDetector.set(finding.detector, own);
    for (const { type, id, binds } of participants(finding)) {
      const actor = `${type}\0${id}`;
      if (!binds || guilty.has(actor)) continue;
      flagged.add(actor);
      if (binding.has(finding.id) && blamed.has(actor)) own.add(actor);
    }
  }
  return { blamed, flagged, byDetector };
}

function blameRate(
  kind: string,
  innocents: number,
  accused: Accused,
  among: (actors: ReadonlySet<string>) => number,
): BlameRate {
  const [blamed, flagged] = [among(accused.blamed), among(accused.flagged)];
  const share = (count: number): number => (innocents === 0 ? 0 : count / innocents);
  const bound = (count: number): number => wilsonUpperBound(Math.min(count, innocents), innocents);
  return {
    kind,
    blamed,
    innocents,
    rate: share(blamed),
    upper95: bound(blamed),
    flagged,
    flaggedRate: share(flagged),
    flaggedUpper95: bound(flagged),
    detectors: Array.from(accused.byDetector, ([detector, actors]) => ({ detector, blamed: among(actors) }))
      .filter((detector) => detector.blamed > 0)
      .sort((a, b) => b.blamed - a.blamed || compareBytes(a.detector, b.detector)),
  };
}
