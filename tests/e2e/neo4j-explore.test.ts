import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectRings } from '../../src/app/detect-rings.ts';
import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Store } from '../../src/store/port.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { rowsOf } from '../support/neo4j-session.ts';
import { neo4jStoreOf } from '../support/neo4j-twins.ts';

const FOLDER = join(import.meta.dirname, '../../cypher/explore');
const server = await neo4jServer();
/** Without the parameters that a query names, no server runs it. */
const DEFAULTS = { ring: null, device: null, from: null, to: null, finding: null, limit: null, since: null };

describe.skipIf(server === null)('the queries for people', () => {
  let store: Store;
  beforeAll(async () => {
    const world = createWorld({ ...WORLD_DEFAULTS, users: 400, fraudRate: 0.15, seed: 11 });
    store = await neo4jStoreOf(server!, [...world.events()].flat());
    await detectRings(store, { asOf: null, save: true }, systemClock);
  }, 900_000);
  afterAll(() => store?.close());

  const names = readdirSync(FOLDER).sort();

  test('are six, each with a header that says what it shows and sets its parameters', () => {
    expect(names).toHaveLength(6);
    for (const name of names) {
      const text = textOf(name);
      expect(text).toMatch(/^\/\/ [A-Z].*\n(\/\/ .*\n)*\/\/ Parameters, set before by {3}:params \{.*\}\n/);
      const [, set] = /:params \{(.*)\}/.exec(text)!;
      const declared = [...set.matchAll(/(\w+): null/g)].map(([, parameter]) => parameter);
      expect(new Set(declared)).toEqual(new Set([...text.matchAll(/\$(\w+)/g)].map(([, used]) => used)));
    }
  });

  test.for(names)('%s shows something when nothing is set', async (name) => {
    expect(await rowsOf(server!, textOf(name), DEFAULTS)).not.toHaveLength(0);
  });

  test('show what is asked for', async () => {
    const [ring] = await store.records.rings();
    const shown = await rowsOf(server!, textOf('ring-with-evidence.cypher'), { ...DEFAULTS, ring: ring.id });
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(await rowsOf(server!, textOf('ring-with-evidence.cypher'), { ...DEFAULTS, ring: 'x' })).toEqual(
      [],
    );
    const future = { ...DEFAULTS, since: '2099-01-01T00:00:00Z' };
    expect(await rowsOf(server!, textOf('new-since-yesterday.cypher'), future)).toEqual([]);
    const gone = { ...DEFAULTS, to: '1999-01-01T00:00:00Z' };
    expect(await rowsOf(server!, textOf('users-around-a-device.cypher'), gone)).toEqual([]);
  });
});

function textOf(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}
