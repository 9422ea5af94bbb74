import type { EntityRef, EntityType } from '../../graph/model/entity.ts';
import type { Event, EventOrder } from '../../graph/model/event.ts';
import {
  EDGE_TYPES,
  graphFacts,
  type EdgeFact,
  type EdgeType,
  type PropertyValue,
} from '../../graph/model/graph-facts.ts';
import type { Money } from '../../kernel/money.ts';
import { keyText } from './event-node.ts';
import { isLater } from './stamps.ts';

export type PairType = Exclude<EdgeType, 'TRANSFERS_TO'>;
export const PAIR_TYPES = EDGE_TYPES.filter((type): type is PairType => type !== 'TRANSFERS_TO');

export interface PairChange {
  readonly from: string;
  readonly to: string;
  first: number;
  last: number;
  count: number;
}

export interface TransferRow {
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly source: string;
  readonly event: string;
  readonly at: number;
  readonly observedAt: number;
  readonly amount: Money | undefined;
  readonly received: Money | undefined;
}

/** A value and the event that gave it; null says that there is none from then on. */
export interface StampedValue {
  readonly value: PropertyValue | null;
  readonly by: EventOrder;
}

export interface EntityChange extends EntityRef {
  /** Events that name it, more or (when taken back) fewer. */
  mentions: number;
  /** The latest values among the events added, by property. */
  readonly values: Map<string, StampedValue>;
  /** Some event that gave it a property was taken back: all its properties have to be found again. */
  revise: boolean;
}

/**
 * What a batch of events changes in the graph, summed up by entity and pair, so that the database sees each of them
 * once. Pure; memory in proportion to the batch.
 */
export class GraphDelta {
  // Nested by id: a joined key would be made anew for every event.
  readonly #entities = new Map<EntityType, Map<string, EntityChange>>();
  readonly #pairs = new Map<PairType, Map<string, Map<string, PairChange>>>();
  readonly #revised = new Set<PairChange>();
  readonly transfers: TransferRow[] = [];
  readonly transfersBack: TransferRow[] = [];

  add(event: Event): void {
    const facts = graphFacts(event);
    for (const node of facts.nodes) this.#entity(node).mentions++;
    for (const edge of facts.edges) {
      if (edge.type === 'TRANSFERS_TO') this.transfers.push(transferRow(edge, event));
      else this.#addUse(edge, edge.type, event.at);
    }
    const by = { at: event.at, source: event.source, id: event.id };
    for (const { name, value, ...ref } of facts.properties) {
      const { values } = this.#entity(ref);
      const known = values.get(name);
      if (known === undefined || isLater(by, known.by)) values.set(name, { value, by });
    }
  }

  takeBack(event: Event): void {
    const facts = graphFacts(event);
    for (const node of facts.nodes) this.#entity(node).mentions--;
    for (const edge of facts.edges) {
      if (edge.type === 'TRANSFERS_TO') this.transfersBack.push(transferRow(edge, event));
      else this.#revised.add(this.#pair(edge, edge.type, event.at));
    }
    for (const property of facts.properties) this.#entity(property).revise = true;
  }

  entities(): EntityChange[] {
    return [...this.#entities.values()].flatMap((changes) => [...changes.values()]);
  }

  /** Pairs of a type that only got uses (`added`), and those that have to be counted again from the log. */
  pairs(type: PairType): { added: PairChange[]; revised: PairChange[] } {
    const added: PairChange[] = [];
    const revised: PairChange[] = [];
    for (const pairs of this.#pairs.get(type)?.values() ?? []) {
      for (const pair of pairs.values()) (this.#revised.has(pair) ? revised : added).push(pair);
    }
    return { added, revised };
  }

  #entity({ type, id }: EntityRef): EntityChange {
    const changes = inner(this.#entities, type);
    let change = changes.get(id);
    if (change === undefined) {
      change = { type, id, mentions: 0, values: new Map(), revise: false };
      changes.set(id, change);
    }
    return change;
  }

  #addUse(edge: EdgeFact, type: PairType, at: number): void {
    const pair = this.#pair(edge, type, at);
    pair.first = Math.min(pair.first, at);
    pair.last = Math.max(pair.last, at);
    pair.count++;
  }

  #pair({ from, to }: EdgeFact, type: PairType, at: number): PairChange {
    const pairs = inner(inner(this.#pairs, type), from);
    let pair = pairs.get(to);
    if (pair === undefined) {
      pair = { from, to, first: at, last: at, count: 0 };
      pairs.set(to, pair);
    }
    return pair;
  }
}

function inner<Outer, Key, Value>(maps: Map<Outer, Map<Key, Value>>, key: Outer): Map<Key, Value> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}

/** Entities by type, every type present: the form in which statements take them. */
export function byType<Item extends { readonly type: EntityType }, Row>(
  items: Iterable<Item>,
  row: (item: Item) => Row,
): Record<EntityType, Row[]> {
  const rows: Record<EntityType, Row[]> = {
    User: [],
    Device: [],
    Account: [],
    IpAddress: [],
    Merchant: [],
    Identifier: [],
  };
  for (const item of items) rows[item.type].push(row(item));
  return rows;
}

function transferRow({ from, to }: EdgeFact, event: Event): TransferRow {
  const { source, id, at, observedAt } = event;
  const key = keyText([source, id]);
  const { amount, received } = event.kind === 'transfer' ? event : { amount: undefined, received: undefined };
  return { from, to, key, source, event: id, at, observedAt, amount, received };
}
