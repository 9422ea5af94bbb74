import { compareBytes } from '../kernel/bytes.ts';
import { compareEvents } from '../graph/model/event.ts';
import { isSuspect, type Finding } from '../graph/model/finding.ts';
import { ringId, type Ring, type RingAlias, type RingMember } from '../graph/model/ring.ts';
import type { RingSet } from './form-rings.ts';

/** What a store holds before a run: current findings, the rings formed from them, and all aliases so far. */
export interface PreviousRun {
  readonly findings: readonly Finding[];
  readonly rings: readonly Ring[];
  readonly aliases: readonly RingAlias[];
}

/** All findings that are current after it (new ones, and kept ones of detectors that did not run) and their rings. */
export interface CurrentRun {
  readonly findings: readonly Finding[];
  readonly ringSet: RingSet;
}

export interface CarriedOver {
  /** By the id of each finding that is current no more: the one that stands for it now, or null. */
  readonly superseded: Readonly<Record<string, string | null>>;
  /** The whole alias table from now on, by id. None of its ids is a current ring's; each leads to one, or to null. */
  readonly aliases: readonly RingAlias[];
}

/**
 * Carries findings and ring ids from one saved run to the next, so that an id once given is answered for ever.
 *
 * A finding that is gone is superseded by the finding of the same detector and subject whose episode overlaps its
 * own (the longest overlap, then the elder) or else lies nearest in time; by none when the subject has none left.
 *
 * An id of a ring that is gone leads, by the first of these that gives a ring:
 * 1. where the replay of the current findings says it merged (`formRings`);
 * 2. to the ring that holds the ring's eldest finding, or what superseded it;
 * 3. to the ring that holds most of its suspects;
 * 4. where the ring leads that the id led to before;
 * else to null: dissolved. An id that is a ring's own again is no alias.
 *
 * Time O(n log n), n the findings, members and aliases of both sides.
 */
export function carryOver(previous: PreviousRun, current: CurrentRun): CarriedOver {
  const superseded = supersede(previous.findings, current.findings);
  const resolver = new Resolver(previous, current, superseded);
  const ids = new Set([
    ...previous.rings.map(({ id }) => id),
    ...previous.aliases.map(({ id }) => id),
    ...current.ringSet.aliases.map(({ id }) => id),
  ]);
  const own = new Set(current.ringSet.rings.map(({ id }) => id));
  const aliases = [...ids]
    .filter((id) => !own.has(id))
    .sort(compareBytes)
    .map((id) => resolver.resolve(id));
  return { superseded: Object.fromEntries(superseded), aliases };
}

function supersede(before: readonly Finding[], now: readonly Finding[]): Map<string, string | null> {
  const kept = new Set(now.map(({ id }) => id));
  const bySubject = Map.groupBy(now, subjectKey);
  const superseded = new Map<string, string | null>();
  for (const finding of before) {
    if (kept.has(finding.id)) continue;
    const heir = (bySubject.get(subjectKey(finding)) ?? []).reduce<Finding | null>(
      (best, other) => (best && closer(finding, best, other) <= 0 ? best : other),
      null,
    );
    superseded.set(finding.id, heir && heir.id);
  }
  return superseded;
}

function subjectKey({ detector, subject }: Finding): string {
  return JSON.stringify([detector, subject]);
}

/** Negative when episode `a` is nearer to a finding's own than `b`. */
function closer(own: Finding, a: Finding, b: Finding): number {
  return overlap(own, b) - overlap(own, a) || compareEvents(a.first, b.first) || compareBytes(a.id, b.id);
}

/** Milliseconds that two episodes have in common; negative for the time between them. */
function overlap(a: Finding, b: Finding): number {
  return Math.min(a.last.at, b.last.at) - Math.max(a.first.at, b.first.at);
}

class Resolver {
  readonly #superseded: ReadonlyMap<string, string | null>;
  readonly #oldRings: ReadonlyMap<string, Ring>;
  readonly #oldAliases: ReadonlyMap<string, RingAlias>;
  readonly #merged: ReadonlyMap<string, RingAlias>;
  readonly #findings: readonly Finding[];
  /** The finding whose ring would have an id; made when first asked for, because it hashes every finding. */
  #eldest: ReadonlyMap<string, string> | null = null;
  readonly #holder = new Map<string, Ring>();
  readonly #ringsOf = new Map<string, Ring[]>();
  readonly #own: ReadonlyMap<string, Ring>;
  /** Place of a current ring from the eldest. */
  readonly #age: ReadonlyMap<Ring, number>;

  constructor(previous: PreviousRun, current: CurrentRun, superseded: ReadonlyMap<string, string | null>) {
    this.#superseded = superseded;
    this.#oldRings = new Map(previous.rings.map((ring) => [ring.id, ring]));
    this.#oldAliases = new Map(previous.aliases.map((alias) => [alias.id, alias]));
    this.#merged = new Map(current.ringSet.aliases.map((alias) => [alias.id, alias]));
    this.#findings = [...previous.findings, ...current.findings];
    this.#own = new Map(current.ringSet.rings.map((ring) => [ring.id, ring]));
    this.#age = new Map(current.ringSet.rings.map((ring, age) => [ring, age]));
    for (const ring of current.ringSet.rings) {
      for (const finding of ring.findings) this.#holder.set(finding, ring);
      for (const member of suspects(ring)) {
        const rings = this.#ringsOf.get(member);
        if (rings) rings.push(ring);
        else this.#ringsOf.set(member, [ring]);
      }
    }
  }

  /** Where an id leads that is no current ring's own. */
  resolve(id: string): RingAlias {
    const before = this.#oldAliases.get(id);
    const eldest = this.#oldRings.get(id)?.findings[0] ?? this.#findingNaming(id);
    const keeper = eldest === undefined ? undefined : this.#holder.get(eldest);
    const heir = eldest === undefined ? undefined : this.#holder.get(this.#superseded.get(eldest) ?? '');
    return (
      this.#merged.get(id) ??
      lead(id, keeper, 'merged') ??
      lead(id, heir, 'superseded') ??
      lead(id, this.#ringWithMost(this.#oldRings.get(id)), 'superseded') ??
      this.#follow(before) ?? { id, ring: null, reason: 'dissolved' }
    );
  }

  #findingNaming(id: string): string | undefined {
    this.#eldest ??= new Map(this.#findings.map((finding) => [ringId(finding.id), finding.id]));
    return this.#eldest.get(id);
  }

  #ringWithMost(old: Ring | undefined): Ring | undefined {
    const shared = new Map<Ring, number>();
    for (const member of old ? suspects(old) : [])
      for (const ring of this.#ringsOf.get(member) ?? []) shared.set(ring, (shared.get(ring) ?? 0) + 1);
    let most: Ring | undefined;
    for (const [ring, count] of shared) {
      const lead = most ? count - shared.get(most)! || this.#age.get(most)! - this.#age.get(ring)! : 1;
      if (lead > 0) most = ring;
    }
    return most;
  }

  /** An alias of before leads where its ring leads now; aliases of before lead to rings of before, so one step does. */
  #follow(before: RingAlias | undefined): RingAlias | undefined {
    if (!before || before.ring === null) return undefined;
    if (this.#own.has(before.ring)) return before;
    const { ring } = this.#oldAliases.has(before.ring) ? { ring: null } : this.resolve(before.ring);
    return ring === null ? undefined : { ...before, ring };
  }
}

function lead(id: string, ring: Ring | undefined, reason: RingAlias['reason']): RingAlias | undefined {
  return ring && { id, ring: ring.id, reason };
}

function suspects(ring: Ring): string[] {
  const counts = ({ type, role }: RingMember): boolean =>
    (type === 'User' || type === 'Account') && isSuspect(role);
  return ring.members.filter(counts).map(({ type, id }) => `${type}\0${id}`);
}
