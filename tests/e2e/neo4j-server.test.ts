import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { NEO4J_RELEASES } from '../../tools/neo4j/releases.ts';
import { isAlive } from '../support/is-alive.ts';
import { ownNeo4j } from '../support/neo4j.ts';
import { rowsOf } from '../support/neo4j-session.ts';

const VERSION = 'CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition';

const own = await ownNeo4j({ version: 'lts', browser: true });
describe.skipIf(own === null)('a server of the long-term support release of its own', () => {
  const server = own!;
  afterAll(() => server.stop());

  it('answers by bolt: and by neo4j:', async () => {
    const [{ version, edition }] = await rowsOf(server, VERSION);
    expect({ version, edition }).toEqual({ version: NEO4J_RELEASES.lts.version, edition: 'community' });
    const routed = { ...server, uri: server.uri.replace('bolt:', 'neo4j:') };
    expect(await rowsOf(routed, 'RETURN $text AS text', { text: 'ö' })).toEqual([{ text: 'ö' }]);
  });

  it('listens on loopback alone, tells clients the address it has, and reports to nobody', async () => {
    const settings = await rowsOf(server, 'SHOW SETTINGS YIELD name, value');
    const value = (name: string): unknown => settings.find((row) => row.name === name)?.value;
    expect(value('server.bolt.listen_address')).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(value('server.http.listen_address')).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(value('server.https.enabled')).toBe('false');
    expect(value('dbms.usage_report.enabled')).toBe('false');
    expect(value('client.allow_telemetry')).toBe('false');
    const discovery = (await (await fetch(server.httpUrl)).json()) as Record<string, string>;
    expect(discovery.bolt_direct).toBe(server.uri);
  });

  it('serves Neo4j Browser', async () => {
    const page = await fetch(`${server.httpUrl}browser/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/<title>Neo4j Browser<\/title>/);
  });

  it('refuses the password that every new Neo4j has', async () => {
    await expect(rowsOf({ ...server, password: 'neo4j' }, 'RETURN 1')).rejects.toThrow(/unauthorized/i);
  });

  it('keeps what it acknowledged through kill -9, under the same address', async () => {
    await rowsOf(server, 'UNWIND range(1, 1000) AS i CREATE (:User {id: toString(i)})');
    const before = { uri: server.uri, pid: server.pid, home: server.home };
    await server.kill();
    expect(isAlive(before.pid)).toBe(false);
    await expect(rowsOf(server, 'RETURN 1')).rejects.toThrow();
    await server.restart();
    expect({ uri: server.uri, home: server.home }).toEqual({ uri: before.uri, home: before.home });
    expect(server.pid).not.toBe(before.pid);
    const [{ users }] = await rowsOf(server, 'MATCH (n:User) RETURN toString(count(n)) AS users');
    expect(users).toBe('1000');
  });

  it('restarts in order while it is up, too', async () => {
    await rowsOf(server, 'CREATE (:Device {id: $id})', { id: 'seen before the restart' });
    await server.restart();
    expect(await rowsOf(server, 'MATCH (n:Device) RETURN n.id AS id')).toEqual([
      { id: 'seen before the restart' },
    ]);
  });

  it('leaves neither process nor folder when it is stopped', async () => {
    expect(existsSync(server.home)).toBe(true);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(server.home)).toBe(false);
    await server.stop();
    await expect(server.restart()).rejects.toThrow(/start a new one/);
  });
});
