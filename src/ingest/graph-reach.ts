import type { Event } from '../graph/model/event.ts';
import { graphFacts } from '../graph/model/graph-facts.ts';

/**
 * How many nodes and edges of the graph some events reach, each counted once (a transfer is an edge of its own): what
 * applying them costs. Pure; memory in proportion to that number.
 */
export class GraphReach {
  readonly #nodes = new Map<string, Set<string>>();
  readonly #pairs = new Map<string, Map<string, Set<string>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(event: Event): void {
    const { nodes, edges } = graphFacts(event);
    for (const { type, id } of nodes) this.#count(inner(this.#nodes, type, newSet), id);
    for (const { type, from, to } of edges) {
      if (type === 'TRANSFERS_TO') this.#size++;
      else this.#count(inner(inner(this.#pairs, type, newMap), from, newSet), to);
    }
  }

  #count(known: Set<string>, name: string): void {
    if (known.has(name)) return;
    known.add(name);
    this.#size++;
  }
}

const newSet = (): Set<string> => new Set();
const newMap = (): Map<string, Set<string>> => new Map();

function inner<Value>(outer: Map<string, Value>, key: string, make: () => Value): Value {
  let value = outer.get(key);
  if (value === undefined) {
    value = make();
    outer.set(key, value);
  }
  return value;
}
