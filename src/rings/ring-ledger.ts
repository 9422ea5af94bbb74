/** What caused a change: numbers of an event and a finding (see BindingGraph). */
export interface Cause {
  readonly event: number;
  readonly finding: number;
}

/** A step of a ring's history, by numbers; rings are named by their eldest finding. */
export interface LedgerStep extends Cause {
  readonly change: 'formed' | 'grew' | 'merged' | 'split';
  /** Entities, rising. */
  readonly joined: readonly number[];
  readonly other?: number;
}

export interface LiveRing {
  readonly eldest: number;
  readonly findings: number[];
  readonly members: Set<number>;
}

/**
 * The rings there are at a moment of the replay, and the history of every ring there ever was.
 *
 * A ring is named by its eldest finding. It formed when that finding came and was in no ring; it was split off when
 * that finding was in another ring, without being its eldest; it is merged into another when its eldest finding is in
 * a ring that has an elder one. A ring that merged and comes back goes on with its old history.
 */
export class RingLedger {
  readonly rings = new Map<number, LiveRing>();
  readonly history = new Map<number, LedgerStep[]>();

  /**
   * Some rings become one by what a finding did: it came, or members joined it.
   * Time O(members of all these rings but the eldest).
   *
   * @param rings their eldest findings; all of the component
   * @param cause the finding, which is in one of the rings unless `comes`
   * @param joining users and accounts that join the finding now
   * @returns the eldest finding of the one ring
   */
  unite(rings: readonly number[], cause: Cause, comes: boolean, joining: readonly number[]): number {
    const ages = [...rings, ...(comes ? [cause.finding] : [])].sort((a, b) => a - b);
    const eldest = ages[0];
    const forms = comes && eldest === cause.finding;
    if (forms) this.rings.set(eldest, { eldest, findings: [], members: new Set() });
    const ring = this.rings.get(eldest)!;
    if (comes) ring.findings.push(cause.finding);
    if (forms) this.#record(ring, cause, 'formed', joining);
    let merged = 0;
    for (const other of ages) {
      if (other === eldest || (comes && other === cause.finding)) continue;
      this.#absorb(ring, this.rings.get(other)!, cause);
      merged++;
    }
    const fresh = forms ? [] : joining.filter((entity) => !ring.members.has(entity));
    if (fresh.length > 0 || (comes && !forms && merged === 0)) this.#record(ring, cause, 'grew', fresh);
    return eldest;
  }

  #absorb(ring: LiveRing, younger: LiveRing, cause: Cause): void {
    const fresh = [...younger.members].filter((entity) => !ring.members.has(entity));
    for (const finding of younger.findings) ring.findings.push(finding);
    this.rings.delete(younger.eldest);
    this.#record(ring, cause, 'merged', fresh, younger.eldest);
  }

  /**
   * The findings of some rings, and new ones, are divided anew.
   * Time O(n), n the members of all findings in the parts.
   *
   * @param before eldest findings of the rings that all of this was until now
   * @param parts findings of the new rings, each rising
   * @param membersOf users and accounts of a finding by now
   * @param causeOf what changed a part
   */
  repartition(
    before: readonly number[],
    parts: readonly (readonly number[])[],
    membersOf: (finding: number) => readonly number[],
    causeOf: (part: readonly number[]) => Cause,
  ): void {
    const old = new Map<number, LiveRing>();
    const ringOf = new Map<number, number>();
    for (const eldest of before) {
      const ring = this.rings.get(eldest)!;
      old.set(eldest, ring);
      for (const finding of ring.findings) ringOf.set(finding, eldest);
      this.rings.delete(eldest);
    }
    for (const part of parts) this.#settle(part, old, ringOf, membersOf, causeOf(part));
  }

  /** One part of a new division becomes a ring. */
  #settle(
    part: readonly number[],
    old: ReadonlyMap<number, LiveRing>,
    ringOf: ReadonlyMap<number, number>,
    membersOf: (finding: number) => readonly number[],
    cause: Cause,
  ): void {
    const eldest = part[0];
    const ring: LiveRing = { eldest, findings: [...part], members: new Set() };
    this.rings.set(eldest, ring);
    const base = ringOf.get(eldest);
    const goesOn = old.get(eldest);
    const now = new Set(part.flatMap(membersOf));
    const from = (other: number): number[] =>
      [...old.get(other)!.members].filter((entity) => now.has(entity) && !ring.members.has(entity));

    if (goesOn) for (const entity of goesOn.members) ring.members.add(entity);
    else if (base === undefined) {
      const news = part.filter((finding) => !ringOf.has(finding));
      this.#record(ring, cause, 'formed', [...new Set(news.flatMap(membersOf))]);
    } else this.#record(ring, cause, 'split', from(base), base);

    const merged = part.filter((finding) => finding !== eldest && old.has(finding));
    for (const other of merged) this.#record(ring, cause, 'merged', from(other), other);

    const fresh = [...now].filter((entity) => !ring.members.has(entity));
    const comes = goesOn && merged.length === 0 && part.some((finding) => !ringOf.has(finding));
    if (fresh.length > 0 || comes) this.#record(ring, cause, 'grew', fresh);
    if (goesOn) {
      // Members may have left with findings that went to other parts.
      ring.members.clear();
      for (const entity of now) ring.members.add(entity);
    }
  }

  #record(
    ring: LiveRing,
    cause: Cause,
    change: LedgerStep['change'],
    joined: readonly number[],
    other?: number,
  ): void {
    for (const entity of joined) ring.members.add(entity);
    const step = { ...cause, change, joined: [...joined].sort((a, b) => a - b), other };
    const steps = this.history.get(ring.eldest);
    if (steps) steps.push(step);
    else this.history.set(ring.eldest, [step]);
  }
}
