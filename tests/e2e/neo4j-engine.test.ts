import { describe, expect, test } from 'vitest';
import { cli, scratchFolder } from '../support/cli.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { inProcess, neo4jStoreOf } from '../support/neo4j-twins.ts';
import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';

const server = await neo4jServer();
const CYPHER = ['detect', '--engine', 'cypher'];
const SHORT = ['--set', 'kiting-cycle.maxLength=5'];

test('--engine cypher is refused for a store that runs no Cypher', async () => {
  const folder = scratchFolder();
  await cli(folder, ['init-db']);
  const { code, err } = await cli(folder, [...CYPHER, ...SHORT]);
  expect(code).toBe(2);
  expect(err).toContain('--engine cypher needs a Neo4j store');
});

describe.skipIf(server === null)('--engine cypher over a Neo4j store', () => {
  test('wants cycles of up to five, and then gives what the other engine gives', async () => {
    const events = [...createWorld({ ...WORLD_DEFAULTS, users: 120, seed: 5 }).events()].flat();
    await (await neo4jStoreOf(server!, events)).close();
    const { host } = new URL(server!.uri);
    const login = `${server!.user}:${encodeURIComponent(server!.password)}`;
    const store = ['--store', `bolt://${login}@${host}/${server!.database}`];
    const folder = scratchFolder();

    const refused = await cli(folder, [...CYPHER, ...store]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('add --set kiting-cycle.maxLength=5');

    const asked = await cli(folder, [...CYPHER, ...store, ...SHORT, '--json']);
    expect(asked.err).not.toContain('[');
    const { findings, rings } = asked.json<{ findings: { id: string }[]; rings: { id: string }[] }>();
    const wanted = inProcess(events, { set: ['kiting-cycle.maxLength=5'], asOf: null });
    expect(findings.map(({ id }) => id)).toEqual(wanted.findings.map(({ id }) => id));
    expect(rings.map(({ id }) => id).toSorted()).toEqual(wanted.rings.map(({ id }) => id).toSorted());
    expect(findings.length).toBeGreaterThan(0);

    const some = await cli(folder, [...CYPHER, ...store, '--detectors', 'device-sharing', '--json']);
    expect(some.code).toBe(0);
  });
});
