import type { Driver } from 'neo4j-driver';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/graph/model/event.ts';
import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import type { ReadRows } from '../../src/store/neo4j/candidates/fact-reader.ts';
import { Neo4jCandidates } from '../../src/store/neo4j/candidates/neo4j-candidates.ts';
import { cypherText } from '../../src/store/neo4j/cypher-files.ts';
import { toParameter, type Parameter } from '../../src/store/neo4j/parameters.ts';
import type { Store } from '../../src/store/port.ts';
import { rift } from '../support/known-data.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { withDriver } from '../support/neo4j-session.ts';
import {
  boundedLength,
  expectEqual,
  inCypher,
  inProcess,
  neo4jStoreOf,
  type Question,
} from '../support/neo4j-twins.ts';
import { loadScenarios } from '../support/scenario.ts';

const server = await neo4jServer();
const ALL: Question = { set: boundedLength(), asOf: null };
/** A large world is loaded and searched on whatever machine this is. */
const PATIENCE = 30 * 60_000;

async function withStore<T>(events: readonly Event[], use: (store: Store) => Promise<T>): Promise<T> {
  const store = await neo4jStoreOf(server!, events);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function compare(events: readonly Event[], questions: readonly Question[]): Promise<void> {
  await withStore(events, async (store) => {
    for (const question of questions)
      expectEqual(await inCypher(store, question), inProcess(events, question));
  });
}

function world(users: number, level: 'easy' | 'typical', seed: number, days = 90): Event[] {
  return [...createWorld({ ...WORLD_DEFAULTS, users, level, seed, days }).events()].flat();
}

describe.skipIf(server === null)('candidates found in Cypher', () => {
  describe('give what all events give, in every scenario', () => {
    for (const { title, events, selection, asOf } of loadScenarios()) {
      test(title, async () => {
        const currencies = new CurrencyTable();
        const question = { ...selection, set: boundedLength(selection.set), asOf };
        await compare(
          events.map((event) => decodeEvent(event, currencies)),
          [question],
        );
      });
    }
  });

  test.for([
    [100, 'easy', 1],
    [150, 'typical', 2],
    [300, 'typical', 3],
    [300, 'easy', 4],
  ] as const)(
    'and in a world of %i users (%s, seed %i), also as of a time in it',
    { timeout: PATIENCE },
    async ([users, level, seed]) => {
      const events = world(users, level, seed);
      const middle = events[Math.floor(events.length * 0.7)].at;
      await compare(events, [ALL, { ...ALL, asOf: middle }]);
    },
  );

  test('and in a world of 5,000 users', { timeout: PATIENCE }, async () => {
    const events = world(5_000, 'typical', 7, 14);
    expect(inProcess(events, ALL).rings.length).toBeGreaterThan(5);
    await compare(events, [ALL]);
  });

  test('and in the rift sample, where all seven cycles are found', async (context) => {
    const known = await rift();
    if (!known) return context.skip();
    const set = ['window=72h', 'minLength=3', 'maxLength=5', 'minAmount=0'];
    const question = { set: set.map((text) => `kiting-cycle.${text}`), asOf: null };
    const found = inProcess(known.transfers, question).findings.map(({ members }) =>
      members.map(({ id }) => id),
    );
    expect(found).toEqual(expect.arrayContaining([...known.cycles]));
    await compare(known.transfers, [question]);
  });

  test('and where transfers of a cycle were taken back after the time asked for', async () => {
    const events = cycleTakenBack();
    const [before, after] = [Date.UTC(2025, 0, 5), Date.UTC(2025, 0, 20)];
    const cycles = (asOf: number) =>
      inProcess(events, { ...ALL, asOf }).findings.filter(({ detector }) => detector === 'kiting-cycle');
    expect(cycles(before)).toHaveLength(1);
    expect(cycles(after)).toHaveLength(0);
    await compare(events, [
      { ...ALL, asOf: before },
      { ...ALL, asOf: after },
    ]);
  });

  test('and fail the comparison where a query finds nothing', { timeout: PATIENCE }, async () => {
    const options = { ...WORLD_DEFAULTS, users: 400, fraudRate: 0.15, seed: 11 };
    const events = [...createWorld(options).events()].flat();
    const wanted = inProcess(events, ALL);
    await withStore(events, async (store) => {
      const ask = (emptied: string) =>
        withDriver(server!, (driver) => inCypher(store, ALL, new Neo4jCandidates(reader(driver, emptied))));
      expectEqual(await ask('none of them'), wanted);
      for (const detector of ['device-sharing', 'ip-recycling', 'kiting-cycle']) {
        expect(wanted.findings.some((finding) => finding.detector === detector)).toBe(true);
        const found = await ask(`detectors/${detector}`);
        expect(found.findings.some((finding) => finding.detector === detector)).toBe(false);
        expect(() => expectEqual(found, wanted)).toThrow();
      }
    });
  });
});

/** Runs the statements of the folder `cypher`, but one that finds nothing in place of those whose name starts so. */
function reader(driver: Driver, emptied: string): ReadRows {
  return async <Row extends object>(name: string, parameters: Readonly<Record<string, Parameter>>) => {
    const text = name.startsWith(emptied)
      ? 'MATCH (e:Event) WHERE false RETURN e.id AS id'
      : cypherText(name);
    const { records } = await driver.executeQuery(text, toParameter(parameters), server!);
    return records.map((record) => record.toObject() as Row);
  };
}

function cycleTakenBack(): Event[] {
  const day = (n: number): number => Date.UTC(2025, 0, n);
  const transfer = (id: string, from: string, to: string, at: number): Event => ({
    source: 'test',
    id,
    kind: 'transfer',
    at,
    observedAt: at,
    from,
    to,
    amount: { minor: 10_000, currency: 'USD' },
  });
  return [
    transfer('t1', 'a', 'b', day(1)),
    transfer('t2', 'b', 'c', day(2)),
    transfer('t3', 'c', 'a', day(3)),
    {
      source: 'test',
      id: 'r1',
      kind: 'retraction',
      at: day(10),
      observedAt: day(10),
      of: ['test', 't2'],
      reason: 'a mistake',
    },
  ];
}
