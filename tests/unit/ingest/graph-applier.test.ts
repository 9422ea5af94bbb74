import { describe, expect, it } from 'vitest';
import { GraphApplier } from '../../../src/ingest/graph-applier.ts';
import type { LoggedEvent, Store } from '../../../src/store/port.ts';
import { transfer } from '../../support/internal-events.ts';
import { writableStore } from '../../support/writable-store.ts';

const SIZE = 3;

/** A real graph store behind a gate: a group waits until it is let through, or is told to fail. */
class GatedGraph {
  readonly appliesBesideAppends = true;
  readonly groups: number[][] = [];
  readonly #store: Store;
  readonly #gates: PromiseWithResolvers<void>[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  async apply(events: readonly LoggedEvent[]): Promise<void> {
    const gate = Promise.withResolvers<void>();
    this.groups.push(events.map(({ seq }) => seq));
    this.#gates.push(gate);
    await gate.promise;
    await this.#store.graph.apply(events);
  }

  open(group: number): void {
    this.#gates[group].resolve();
  }

  fail(group: number, error: Error): void {
    this.#gates[group].reject(error);
  }
}

/** Appends events 1, 2, … one at a time, each followed by `keepUp`. */
function appender(store: Store, applier: GraphApplier): (count: number) => Promise<void> {
  let last = 0;
  return async (count) => {
    for (const until = last + count; last < until;) {
      const event = transfer(`${++last}`, 'a', 'b');
      const [{ seq }] = await store.events.append([event]);
      applier.add({ seq, event });
      await applier.keepUp();
    }
  };
}

/** Whether a promise has an end yet, once all that is due has run. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  await new Promise(setImmediate);
  return (await Promise.race([promise.then(() => 'over'), Promise.resolve('pending')])) === 'pending';
}

async function gated() {
  const store = await writableStore();
  const graph = new GatedGraph(store);
  const applier = new GraphApplier(graph, SIZE);
  return { store, graph, applier, append: appender(store, applier) };
}

describe('GraphApplier, beside appending', () => {
  it('goes on while a group is applied, and applies one group at a time, in order', async () => {
    const { store, graph, applier, append } = await gated();
    await append(5);
    expect(graph.groups).toEqual([[1, 2, 3]]);
    expect(await store.events.head()).toBe(5);
    graph.open(0);
    await new Promise(setImmediate);
    await append(1);
    expect(graph.groups).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    graph.open(1);
    await applier.finish();
    expect(await store.graph.appliedSeq()).toBe(6);
  });

  it('lets appending wait when a group has gathered behind the one under way', async () => {
    const { graph, applier, append } = await gated();
    await append(5);
    const sixth = append(1);
    expect(await isPending(sixth)).toBe(true);
    expect(graph.groups).toHaveLength(1);
    graph.open(0);
    await sixth;
    expect(graph.groups[1]).toEqual([4, 5, 6]);
    graph.open(1);
    await applier.finish();
  });

  it('waits at the end for the group under way, and for the rest, however small', async () => {
    const { store, graph, applier, append } = await gated();
    await append(4);
    const end = applier.finish();
    expect(await isPending(end)).toBe(true);
    graph.open(0);
    expect(await isPending(end)).toBe(true);
    expect(graph.groups[1]).toEqual([4]);
    graph.open(1);
    await end;
    expect(await store.graph.appliedSeq()).toBe(4);
  });

  it('tells of a failure after the next append and at the end, and applies nothing after it', async () => {
    const { store, graph, applier, append } = await gated();
    await append(4);
    graph.fail(0, new Error('the server is gone'));
    await new Promise(setImmediate);
    await expect(append(1)).rejects.toThrow('the server is gone');
    await expect(applier.finish()).rejects.toThrow('the server is gone');
    expect(graph.groups).toEqual([[1, 2, 3]]);
    expect(await store.graph.appliedSeq()).toBe(0);
  });

  it('has nothing to do when nothing was handed over', async () => {
    const { graph, applier } = await gated();
    await applier.keepUp();
    await applier.finish();
    expect(graph.groups).toEqual([]);
  });
});

describe('GraphApplier, in turn with appending', () => {
  it('has applied a group when appending goes on', async () => {
    const store = await writableStore();
    expect(store.graph.appliesBesideAppends).toBe(false);
    const applier = new GraphApplier(store.graph, SIZE);
    const append = appender(store, applier);
    await append(2);
    expect(await store.graph.appliedSeq()).toBe(0);
    await append(2);
    expect(await store.graph.appliedSeq()).toBe(3);
    await applier.finish();
    expect(await store.graph.appliedSeq()).toBe(4);
  });
});
