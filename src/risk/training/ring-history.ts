import type { RingView } from '../../features/live/ports.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { isSuspect } from '../../graph/model/finding.ts';
import type { Ring } from '../../graph/model/ring.ts';
import { firstEdgeSince } from '../../graph/temporal-graph.ts';
import { DAY } from '../../kernel/time.ts';

interface Joined {
  readonly ring: number;
  /** From when on a daily detection could tell. */
  readonly from: number;
}

/**
 * Which rings were known when. A membership is decided by events up to its `since`, so that detection at that time would
 * have told it; here it counts a day later, as a daily run would give it, which also covers events that come up to a day
 * late. Suspects only. Strength is the largest of the findings that were over by then, so that nothing later shows in it.
 */
export class RingHistory {
  readonly #joined = new Map<string, Joined>();
  readonly #rings: readonly {
    readonly id: string;
    readonly joins: Float64Array;
    readonly ends: readonly Finding[];
  }[];

  constructor(rings: readonly Ring[], findings: readonly Finding[]) {
    const byId = new Map(findings.map((finding) => [finding.id, finding]));
    this.#rings = rings.map((ring, number) => {
      const joins: number[] = [];
      for (const { type, id, role, since } of ring.members) {
        if (!isSuspect(role) || (type !== 'User' && type !== 'Account')) continue;
        const from = Math.max(since.at, ring.formedAt) + DAY;
        joins.push(from);
        this.#joined.set(`${type} ${id}`, { ring: number, from });
      }
      const ends = ring.findings.flatMap((id) => byId.get(id) ?? []);
      return { id: ring.id, joins: Float64Array.from(joins).sort(), ends };
    });
  }

  /** The ring of a user or an account at a time; null when it was in none. Time O(findings of the ring). */
  at(type: 'User' | 'Account', id: string, now: number): RingView | null {
    const joined = this.#joined.get(`${type} ${id}`);
    if (joined === undefined || joined.from > now) return null;
    const ring = this.#rings[joined.ring];
    let strength = 0;
    for (const { last, strength: one } of ring.ends)
      if (last.at + DAY <= now) strength = Math.max(strength, one);
    return { ringId: ring.id, strength, members: firstEdgeSince({ at: ring.joins }, now + 1) };
  }

  /** From when on a daily detection could tell that somebody is in a ring, epoch ms; Infinity when it never could. */
  knownFrom(type: 'User' | 'Account', id: string): number {
    return this.#joined.get(`${type} ${id}`)?.from ?? Infinity;
  }

  /** The ring that somebody was ever in, whatever was known when; for keeping rings on one side of a split. */
  ever(type: 'User' | 'Account', id: string): string | null {
    const joined = this.#joined.get(`${type} ${id}`);
    return joined === undefined ? null : this.#rings[joined.ring].id;
  }
}
