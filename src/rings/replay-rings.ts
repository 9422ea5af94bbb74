import { utcMidnight } from '../kernel/time.ts';
import type { BindingGraph } from './binding-graph.ts';
import { RingLedger, type Cause } from './ring-ledger.ts';
import { splitComponent } from './split-component.ts';

/** A component too large for one ring is divided anew once at least one in this many of its steps is new. */
const STEPS_PER_NEW_STEP = 8;

/** What the replay ends with. */
export interface Replay {
  readonly ledger: RingLedger;
  /** Eldest finding of the component that a ring is a part of. */
  componentOf(ring: number): number;
}

/**
 * Replays the binding graph in event order and keeps the rings of each moment (definitions.md, "Rings").
 *
 * A step is what one event adds to one finding: its first members, or later ones. Components of findings that share a
 * vertex only ever grow, so union-find (Tarjan 1975, with path halving) follows them. A component of at most
 * `maxRingSize` actors is one ring, after each step. A larger one is divided by `splitComponent` at the end of a UTC
 * day of event time in which it took part in a step: the first time at the end of the day on which it became too large,
 * later once at least an eighth of its steps are new; and after the last step in any case, so that the rings at the
 * end are those of the whole set. This bounds the work at about nine times that of one division of the final
 * component, however many days there are.
 *
 * Time O(n log n) for components that stay small, n the edges of the binding graph. Space O(n).
 */
export function replayRings(graph: BindingGraph, maxRingSize: number): Replay {
  const replay = new ComponentReplay(graph, maxRingSize);
  const { rows, start } = graph.byEvent;
  let day = -Infinity;
  graph.events.forEach(({ at }, event) => {
    if (utcMidnight(at) !== day) replay.endDay(false);
    day = utcMidnight(at);
    for (let from = start[event], to = from; from < start[event + 1]; from = to) {
      const finding = graph.finding[rows[from]];
      while (to < start[event + 1] && graph.finding[rows[to]] === finding) to++;
      replay.step({ event, finding }, rows.subarray(from, to));
    }
  });
  replay.endDay(true);
  return { ledger: replay.ledger, componentOf: (ring) => replay.eldestOf(ring) };
}

class ComponentReplay {
  readonly ledger = new RingLedger();
  readonly #graph: BindingGraph;
  readonly #maxRingSize: number;
  /** Union-find over findings. */
  readonly #parent: Int32Array;
  /** The finding by which an entity came into its component, or -1. */
  readonly #home: Int32Array;
  readonly #counted: Uint8Array;
  /** By finding: the event of its last step that no division has seen, or -1. */
  readonly #unseen: Int32Array;
  /** By the component's root. */
  readonly #components: (Component | undefined)[];
  /** Roots of components, present or past, with steps that no division has seen. */
  readonly #waiting = new Set<number>();
  #event = -1;

  constructor(graph: BindingGraph, maxRingSize: number) {
    this.#graph = graph;
    this.#maxRingSize = maxRingSize;
    this.#parent = Int32Array.from(graph.findings.keys());
    this.#home = new Int32Array(graph.entities.length).fill(-1);
    this.#counted = new Uint8Array(graph.entities.length);
    this.#unseen = new Int32Array(graph.findings.length).fill(-1);
    this.#components = graph.findings.map(() => undefined);
  }

  step(cause: Cause, rows: Int32Array): void {
    const { entity, binds, actor } = this.#graph;
    const { finding } = cause;
    this.#event = cause.event;
    const comes = this.#components[this.#find(finding)] === undefined;
    if (comes)
      this.#components[finding] = {
        findings: [finding],
        rings: [],
        actors: 0,
        steps: 0,
        unseen: 0,
        divided: false,
      };
    for (const row of rows) {
      if (!binds[row]) continue;
      if (this.#home[entity[row]] === -1) this.#home[entity[row]] = finding;
      else this.#union(finding, this.#home[entity[row]]);
    }
    const root = this.#find(finding);
    const component = this.#components[root]!;
    component.steps++;
    for (const row of rows) {
      if (!actor[row] || this.#counted[entity[row]]) continue;
      this.#counted[entity[row]] = 1;
      component.actors++;
    }
    if (component.actors > this.#maxRingSize) {
      component.unseen++;
      this.#unseen[finding] = cause.event;
      this.#waiting.add(root);
      return;
    }
    const joining = Array.from(rows, (row) => entity[row]);
    component.rings = [this.ledger.unite(component.rings, cause, comes, joining)];
  }

  /** Divides the components that are due, or at the end all that have unseen steps. */
  endDay(last: boolean): void {
    for (const root of new Set(Array.from(this.#waiting, (past) => this.#find(past)))) {
      const component = this.#components[root]!;
      if (last || !component.divided || component.unseen * STEPS_PER_NEW_STEP >= component.steps)
        this.#divide(component);
    }
    for (const past of this.#waiting)
      if (this.#components[this.#find(past)]!.unseen === 0) this.#waiting.delete(past);
  }

  eldestOf(finding: number): number {
    return this.#components[this.#find(finding)]!.findings.reduce((a, b) => Math.min(a, b));
  }

  #divide(component: Component): void {
    const findings = component.findings.sort((a, b) => a - b);
    const { partOf, parts } = splitComponent(this.#localActors(findings), this.#maxRingSize);
    const lists: number[][] = Array.from({ length: parts }, () => []);
    findings.forEach((finding, i) => lists[partOf[i]].push(finding));
    const division = lists.filter((list) => list.length > 0).sort((a, b) => a[0] - b[0]);

    const anyCause = this.#lastUnseen(findings)!;
    this.ledger.repartition(
      component.rings,
      division,
      (finding) => this.#rowsBy(finding).map((row) => this.#graph.entity[row]),
      (part) => this.#lastUnseen(part) ?? anyCause,
    );
    component.rings = division.map((part) => part[0]);
    component.divided = true;
    component.unseen = 0;
    for (const finding of findings) this.#unseen[finding] = -1;
  }

  /** The last step of some findings since the last division; of several at one event the eldest finding's. */
  #lastUnseen(findings: readonly number[]): Cause | null {
    let cause: Cause | null = null;
    for (const finding of findings) {
      const event = this.#unseen[finding];
      if (event !== -1 && (cause === null || event > cause.event)) cause = { event, finding };
    }
    return cause;
  }

  /** The actors of each finding by now, numbered from 0 in byte order. */
  #localActors(findings: readonly number[]): number[][] {
    const { entity, actor } = this.#graph;
    const actors = findings.map((finding) =>
      this.#rowsBy(finding)
        .filter((row) => actor[row] === 1)
        .map((row) => entity[row])
        .sort((a, b) => a - b),
    );
    const all = [...new Set(actors.flat())].sort((a, b) => a - b);
    const local = new Map(all.map((number, i) => [number, i]));
    return actors.map((list) => list.map((number) => local.get(number)!));
  }

  /** Rows of a finding whose edge holds by now. */
  #rowsBy(finding: number): number[] {
    const { start, event } = this.#graph;
    const rows: number[] = [];
    for (let row = start[finding]; row < start[finding + 1]; row++)
      if (event[row] <= this.#event) rows.push(row);
    return rows;
  }

  #find(finding: number): number {
    const parent = this.#parent;
    let at = finding;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  #union(a: number, b: number): void {
    const x = this.#find(a);
    const y = this.#find(b);
    if (x === y) return;
    const [large, small] =
      this.#components[x]!.findings.length >= this.#components[y]!.findings.length ? [x, y] : [y, x];
    const into = this.#components[large]!;
    const from = this.#components[small]!;
    for (const finding of from.findings) into.findings.push(finding);
    into.rings = [...into.rings, ...from.rings];
    into.actors += from.actors;
    into.steps += from.steps;
    into.unseen += from.unseen;
    into.divided ||= from.divided;
    this.#components[small] = undefined;
    this.#parent[small] = large;
  }
}

interface Component {
  /** In no particular order. */
  readonly findings: number[];
  /** Eldest findings of the rings it is made of. */
  rings: readonly number[];
  actors: number;
  /** All steps so far, and those since the last division. */
  steps: number;
  unseen: number;
  divided: boolean;
}
