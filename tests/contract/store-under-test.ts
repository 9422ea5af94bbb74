import { expect, onTestFinished, test } from 'vitest';
import type { EntityRef, EntityType } from '../../src/graph/model/entity.ts';
import { ENTITY_TYPES } from '../../src/graph/model/entity.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { EDGE_TYPES } from '../../src/graph/model/graph-facts.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { ErrorCode } from '../../src/kernel/errors.ts';
import type { AppendOutcome, Edge, EdgeType, Entity, Store } from '../../src/store/port.ts';

/** What an adapter may lack. */
export const CAPABILITIES = {
  reopen: 'what was stored is there when the store is opened again',
  'second-handle': 'two handles on one store may be open at the same time',
  'schema-version': 'a store of another schema version is told from one of this',
  backup: 'a consistent copy can be written and opened as a store',
} as const;
export type Capability = keyof typeof CAPABILITIES;

export interface StoreFactory {
  readonly name: string;
  /** A fresh and empty store. */
  readonly make: (clock: Clock) => Promise<StoreUnderTest>;
  /** What this adapter can't do, and why. */
  readonly lacks: Partial<Readonly<Record<Capability, string>>>;
  /** How often a property is tried; default 40. Fewer for a store that is slow to make. */
  readonly runs?: number;
}

/** A store made for one test, and what the test may do to it from outside. Parts an adapter lacks are left out. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Opens the same data through another handle. */
  readonly openAgain?: () => Promise<Store>;
  /** Opens a copy written by `backup`. */
  readonly openBackup?: (path: string) => Promise<Store>;
  /** A path at which nothing stands yet. */
  readonly freshPath?: () => string;
  /** Makes the store claim a schema version so much higher (or lower) than its own; no handle is open then. */
  readonly shiftSchemaVersion?: (by: number) => Promise<void>;
  readonly cleanup: () => Promise<void>;
}

/** A clock that stands until it is moved. */
export interface HandClock extends Clock {
  time: number;
}

export function handClock(): HandClock {
  const clock: HandClock = {
    time: Date.parse('2025-06-01T00:00:00Z'),
    now: () => clock.time,
    elapsed: () => clock.time,
  };
  return clock;
}

export interface Bench {
  readonly store: Store;
  readonly under: StoreUnderTest;
  readonly clock: HandClock;
}

/** A test on a fresh store that holds the writer's lease. */
export function storeTest(factory: StoreFactory, title: string, body: (bench: Bench) => Promise<void>): void {
  test(title, async () => {
    const bench = await freshStore(factory);
    await bench.store.acquireLease();
    await body(bench);
  });
}

/** A test of what not every adapter can do: skipped, with the reason, where it is in `lacks`. */
export function capabilityTest(
  factory: StoreFactory,
  capability: Capability,
  title: string,
  body: (bench: Bench) => Promise<void>,
): void {
  const reason = factory.lacks[capability];
  if (reason === undefined) storeTest(factory, title, body);
  else test.skip(`${title} (lacks ${capability}: ${reason})`, () => {});
}

export async function freshStore(factory: StoreFactory): Promise<Bench> {
  const clock = handClock();
  const under = await factory.make(clock);
  onTestFinished(() => under.cleanup());
  return { store: under.store, under, clock };
}

/** Appends events and brings the graph up to them. */
export async function record(store: Store, events: readonly Event[]): Promise<readonly AppendOutcome[]> {
  const outcomes = await store.events.append(events);
  await catchUp(store);
  return outcomes;
}

export async function catchUp(store: Store): Promise<void> {
  for await (const batch of store.events.readFrom(await store.graph.appliedSeq()))
    await store.graph.apply(batch);
}

/** All items of all batches. */
export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'RingfenceError', code });
}

/** All that can be read of a graph, but not appliedSeq. */
export interface WholeGraph {
  readonly entities: Readonly<Record<EntityType, readonly Entity[]>>;
  readonly edges: Readonly<Record<EdgeType, readonly Edge[]>>;
  readonly counts: Awaited<ReturnType<Store['graph']['counts']>>;
}

export async function wholeGraph({ graph }: Store): Promise<WholeGraph> {
  const entities = {} as Record<EntityType, Entity[]>;
  for (const type of ENTITY_TYPES) entities[type] = await all(graph.entities(type));
  const edges = {} as Record<EdgeType, Edge[]>;
  for (const type of EDGE_TYPES) edges[type] = await all(graph.edges(type));
  return { entities, edges, counts: await graph.counts() };
}

export function ref(type: EntityType, id: string): EntityRef {
  return { type, id };
}
