import { describe, expect, it } from 'vitest';
import { NEO4J_RELEASES } from '../../tools/neo4j/releases.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { environmentRoad } from '../support/neo4j-roads.ts';
import { rowsOf } from '../support/neo4j-session.ts';
import { countNodes, wipeNeo4j } from '../support/wipe-neo4j.ts';

const VERSION = 'CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition';

const shared = await neo4jServer();
describe.skipIf(shared === null)('the server that all files share', () => {
  const server = shared!;

  it('is empty when a file gets it', async () => {
    expect(await countNodes(server)).toBe(0);
  });

  it('is the long-term support release, unless the environment named another', async () => {
    const [{ version }] = await rowsOf(server, VERSION);
    if (server.road === 'environment') expect(version).toMatch(/^\d+\./);
    else expect(version).toBe(NEO4J_RELEASES.lts.version);
  });

  it('is the same server at the next call, not wiped again', async () => {
    await rowsOf(server, 'CREATE (:User {id: $id})', { id: 'kept' });
    expect(await neo4jServer()).toBe(server);
    expect(await countNodes(server)).toBe(1);
  });

  it('is wiped of nodes, relationships of hubs, constraints and indexes', async () => {
    const created = 'UNWIND range(1, $count) AS i CREATE (:User {id: toString(i)})-[:USES_DEVICE]->(hub)';
    await rowsOf(server, `CREATE (hub:Device {id: 'hub'}) WITH hub ${created}`, { count: 12_000 });
    await rowsOf(server, 'CREATE CONSTRAINT user_id FOR (n:User) REQUIRE n.id IS UNIQUE', {}).catch(
      () => undefined,
    );
    await rowsOf(server, 'CREATE CONSTRAINT `odd name` FOR (n:Device) REQUIRE n.id IS UNIQUE');
    await rowsOf(server, 'CREATE INDEX used_at FOR ()-[r:USES_DEVICE]-() ON (r.at)');
    await wipeNeo4j(server);
    expect(await countNodes(server)).toBe(0);
    expect(await rowsOf(server, 'SHOW CONSTRAINTS YIELD name')).toEqual([]);
    expect(await rowsOf(server, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'")).toEqual([]);
    await wipeNeo4j(server);
  });

  it('would be refused, if named by the environment while it holds something', async () => {
    const env = { NEO4J_URI: server.uri, NEO4J_USER: server.user, NEO4J_PASSWORD: server.password };
    await rowsOf(server, 'CREATE (:User {id: $id}), (:User {id: $id})', { id: 'somebody else' });
    await expect(environmentRoad(env)).rejects.toThrow(/holds 2 nodes/);
    expect(await countNodes(server)).toBe(2);
    expect(await environmentRoad({ ...env, NEO4J_ALLOW_WIPE: 'true' })).toMatchObject({
      server: { uri: server.uri, road: 'environment' },
    });
    await wipeNeo4j(server);
    expect(await environmentRoad(env)).toHaveProperty('server');
  });
});
