/** Cycles between the same two accounts that share their completing edge: it may follow any of `starts`. */
export interface PairBundle {
  readonly completing: number;
  readonly starts: Int32Array;
}

/** What counts at a completing event, now that there are enough. */
export interface PairCount {
  /** Instances inside the window. */
  readonly count: number;
  /** Those of them that no earlier completing event counted. */
  readonly fresh: readonly PairBundle[];
}

/**
 * Says when two accounts have paid back and forth often enough: at least `minRepeats` instances of length 2 inside the
 * window of the completing edge, the first transfer included. One object per pair of accounts, fed in edge order.
 * Time O(edges of the pair in the window) a call; memory the same.
 */
export class PairRepeats {
  readonly #minRepeats: number;
  /** How many instances in the window start with an edge. */
  readonly #byStart = new Map<number, number>();
  #count = 0;
  /** Instances no completing event has counted; fewer than `minRepeats` between calls. */
  #fresh: PairBundle[] = [];

  constructor(minRepeats: number) {
    this.#minRepeats = minRepeats;
  }

  /** @param low the first edge of the window @returns null when there are too few. */
  add(bundle: PairBundle, low: number): PairCount | null {
    for (const [start, instances] of this.#byStart) {
      if (start >= low) continue;
      this.#byStart.delete(start);
      this.#count -= instances;
    }
    for (const start of bundle.starts) this.#byStart.set(start, (this.#byStart.get(start) ?? 0) + 1);
    this.#count += bundle.starts.length;
    this.#fresh = [
      ...this.#fresh.map((one) => inWindow(one, low)).filter((one) => one.starts.length > 0),
      bundle,
    ];
    if (this.#count < this.#minRepeats) return null;
    const fresh = this.#fresh;
    this.#fresh = [];
    return { count: this.#count, fresh };
  }
}

function inWindow({ completing, starts }: PairBundle, low: number): PairBundle {
  return { completing, starts: starts.filter((start) => start >= low) };
}
