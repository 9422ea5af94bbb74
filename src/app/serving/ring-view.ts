import { compareBytes } from '../../kernel/bytes.ts';
import { digestId } from '../../kernel/canonical.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { Finding, Hub, Truncation } from '../../graph/model/finding.ts';
import type { Ring } from '../../graph/model/ring.ts';
import type { RingSet } from '../../rings/form-rings.ts';
import type { RingNews } from './ring-feed.ts';

export interface ViewParts {
  readonly findings: readonly Finding[];
  readonly ringSet: RingSet;
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
}

/**
 * All findings and rings there are at a moment, looked up by id and by whom they are about. Never changes: the next
 * moment has a view of its own, so that one answer never mixes two.
 * Making it takes time O(members of all findings and rings); so does its space.
 */
export class RingView {
  /** Strongest first, then by id. */
  readonly rings: readonly Ring[];
  /** Eldest first. */
  readonly findings: readonly Finding[];
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
  readonly #ringById: ReadonlyMap<string, Ring>;
  readonly #alias: ReadonlyMap<string, string | null>;
  readonly #findingById: ReadonlyMap<string, Finding>;
  readonly #ringsOf: ReadonlyMap<string, readonly Ring[]>;
  readonly #findingsOf: ReadonlyMap<string, readonly Finding[]>;
  readonly #versions = new Map<string, string>();

  constructor({ findings, ringSet, hubs, truncated }: ViewParts) {
    this.findings = findings;
    this.hubs = hubs;
    this.truncated = truncated;
    this.rings = [...ringSet.rings].sort((a, b) => b.strength - a.strength || compareBytes(a.id, b.id));
    this.#ringById = new Map(this.rings.map((ring) => [ring.id, ring]));
    this.#alias = new Map(ringSet.aliases.map(({ id, ring }) => [id, ring]));
    this.#findingById = new Map(findings.map((finding) => [finding.id, finding]));
    this.#ringsOf = byMember(this.rings);
    this.#findingsOf = byMember(findings);
  }

  /** A ring by its own id, or by one that was merged into it. */
  ring(id: string): Ring | null {
    return this.#ringById.get(id) ?? this.#ringById.get(this.#alias.get(id) ?? '') ?? null;
  }

  finding(id: string): Finding | null {
    return this.#findingById.get(id) ?? null;
  }

  /** Rings that an entity is a member of, strongest first. */
  ringsOf(ref: EntityRef): readonly Ring[] {
    return this.#ringsOf.get(keyOf(ref)) ?? [];
  }

  /** Findings that an entity is a member of, eldest first. */
  findingsOf(ref: EntityRef): readonly Finding[] {
    return this.#findingsOf.get(keyOf(ref)) ?? [];
  }

  /** The same as long as nothing about the ring changes, in every run and every store. */
  version(ring: Ring): string {
    let version = this.#versions.get(ring.id);
    if (version === undefined) {
      const members = ring.members.map(({ type, id, role }) => [type, id, role]);
      const proofs = ring.findings.map((id) => {
        const finding = this.finding(id);
        return finding ? [id, finding.last.at, finding.strength] : [id];
      });
      version = digestId(['ring-version', ring.id, members, proofs, ring.strength, ring.lastActiveAt]);
      this.#versions.set(ring.id, version);
    }
    return version;
  }

  /** What is new here against an earlier view, by ring id. */
  newsSince(before: RingView): RingNews[] {
    const news: RingNews[] = [];
    for (const ring of this.rings) {
      const old = before.#ringById.get(ring.id);
      if (!old) news.push({ change: 'FORMED', ringId: ring.id, ring, into: null });
      else if (before.version(old) !== this.version(ring)) {
        const change = ring.members.length > old.members.length ? 'GREW' : 'CHANGED';
        news.push({ change, ringId: ring.id, ring, into: null });
      }
    }
    for (const { id } of before.rings) {
      if (this.#ringById.has(id)) continue;
      const heir = this.ring(id);
      news.push({
        change: heir ? 'MERGED' : 'GONE',
        ringId: id,
        ring: heir,
        into: heir?.id ?? null,
      });
    }
    return news.sort((a, b) => compareBytes(a.ringId ?? '', b.ringId ?? ''));
  }
}

export const EMPTY_VIEW = new RingView({
  findings: [],
  ringSet: { rings: [], aliases: [] },
  hubs: [],
  truncated: [],
});

function byMember<T extends { readonly members: readonly EntityRef[] }>(
  items: readonly T[],
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items)
    for (const key of new Set(item.members.map(keyOf))) {
      const list = found.get(key);
      if (list) list.push(item);
      else found.set(key, [item]);
    }
  return found;
}

function keyOf({ type, id }: EntityRef): string {
  return `${type}\0${id}`;
}
