import type { Event } from '../../graph/model/event.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { graphFacts } from '../../graph/model/graph-facts.ts';
import type { Ring, RingMember } from '../../graph/model/ring.ts';
import type { RingGraphData } from '../ring-graphs.ts';
import type { RingView } from './ring-view.ts';

/** Nodes of all graphs together that are remembered. */
const NODES = 100_000;

interface Entry {
  readonly ring: string;
  readonly members: readonly RingMember[];
  /** The findings themselves: one that changed is another object. */
  readonly findings: readonly (Finding | null)[];
  readonly nodes: readonly string[];
  /** Null while it is being read. */
  data: RingGraphData | null;
}

/**
 * The parts of the graph that rings are about, as they were read of the store, until an event names one of their
 * entities or the ring changes. Must be told of every event after the store has it and before anybody is told that it has.
 *
 * Memory: graphs of 100,000 nodes together and their links (at most 5,000 a ring); the eldest go first.
 */
export class RingGraphCache {
  readonly #most: number;
  /** By ring, eldest first. */
  readonly #entries = new Map<string, Entry>();
  readonly #byNode = new Map<string, Set<Entry>>();
  #nodes = 0;

  constructor(most: number = NODES) {
    this.#most = most;
  }

  get(ring: Ring, view: RingView): RingGraphData | null {
    const entry = this.#entries.get(ring.id);
    if (!entry?.data) return null;
    const same =
      entry.findings.length === ring.findings.length &&
      entry.members.length === ring.members.length &&
      entry.findings.every((finding, i) => finding === view.finding(ring.findings[i])) &&
      entry.members.every(({ type, id }, i) => type === ring.members[i].type && id === ring.members[i].id);
    return same ? entry.data : null;
  }

  /**
   * Says that the graph of a ring is about to be read.
   * @returns keeps what was read, if none of its entities was named meanwhile
   */
  begin(ring: Ring, view: RingView, refs: Iterable<EntityRef>): (data: RingGraphData) => void {
    this.#forget(this.#entries.get(ring.id));
    const findings = ring.findings.map((id) => view.finding(id));
    const nodes = Array.from(refs, keyOf);
    const entry: Entry = { ring: ring.id, members: ring.members, findings, nodes, data: null };
    this.#entries.set(ring.id, entry);
    for (const node of nodes) {
      const at = this.#byNode.get(node);
      if (at) at.add(entry);
      else this.#byNode.set(node, new Set([entry]));
    }
    this.#nodes += nodes.length;
    for (const eldest of this.#entries.values()) {
      if (this.#nodes <= this.#most) break;
      this.#forget(eldest);
    }
    return (data) => void (entry.data = data);
  }

  /** An event has come into the graph. @param target what a retraction takes back, where it is known */
  take(event: Event, target: Event | undefined): void {
    if (this.#entries.size === 0) return;
    if (event.kind === 'retraction' && target === undefined) return this.clear();
    for (const ref of graphFacts(target ?? event).nodes)
      for (const entry of this.#byNode.get(keyOf(ref)) ?? []) this.#forget(entry);
  }

  clear(): void {
    this.#entries.clear();
    this.#byNode.clear();
    this.#nodes = 0;
  }

  #forget(entry: Entry | undefined): void {
    if (entry === undefined || this.#entries.get(entry.ring) !== entry) return;
    this.#entries.delete(entry.ring);
    this.#nodes -= entry.nodes.length;
    for (const node of entry.nodes) {
      const at = this.#byNode.get(node)!;
      at.delete(entry);
      if (at.size === 0) this.#byNode.delete(node);
    }
  }
}

function keyOf({ type, id }: EntityRef): string {
  return `${type}\0${id}`;
}
