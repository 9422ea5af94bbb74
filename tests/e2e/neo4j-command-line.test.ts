import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { freshNeo4jStore } from '../support/fresh-neo4j-store.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { rowsOf } from '../support/neo4j-session.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const server = await neo4jServer();

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without credentials in the environment: they stand in the address. */
async function ringfence(...args: string[]): Promise<Outcome> {
  const env = { ...process.env, NEO4J_USER: undefined, NEO4J_PASSWORD: undefined };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...args], { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
}

describe.skipIf(server === null)('the command line on a Neo4j store', () => {
  const { uri, user, password, database } = server ?? { uri: '', user: '', password: '', database: '' };
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const url = `${uri.replace('://', `://${login}@`)}/${database}`;

  test('makes a world, finds its rings, writes them back for Neo4j Browser, and never shows the password', async () => {
    await (await freshNeo4jStore(server!)).close();
    const seeded = await ringfence(
      'seed',
      '--store',
      url,
      '--users',
      '200',
      '--fraud-rate',
      '0.1',
      '--seed',
      '3',
      '--level',
      'easy',
    );
    const steps = [
      seeded,
      await ringfence('detect', '--store', url),
      await ringfence('rings', '--store', url),
      await ringfence('stats', '--store', url, '--json'),
      await ringfence('doctor', '--store', url),
      await ringfence('init-db', '--store', url),
    ];
    for (const { code, stdout, stderr } of steps) {
      expect(`${code} ${stderr}`).toMatch(/^0 /);
      expect(stdout + stderr).not.toContain(password);
    }
    const [drawn] = await rowsOf(
      server!,
      'MATCH (r:Ring)-[m:HAS_MEMBER]->(u:User) MATCH (r)-[:BOUND_BY]->(:Finding)-[:SHOWS]->(u) RETURN count(*) AS ways, count(m.role) AS roles',
    );
    expect(Number(drawn.ways)).toBeGreaterThan(0);
    expect(Number(drawn.roles)).toBe(Number(drawn.ways));
  });

  test('a database with other data in it is refused and left alone', async () => {
    await (await freshNeo4jStore(server!)).close();
    await rowsOf(server!, "CREATE (:Customer {name: 'not ours'})");
    const { code, stderr } = await ringfence('init-db', '--drop', '--yes', '--store', url);
    expect(code).toBe(1);
    expect(stderr).toContain('STORE_CORRUPT');
    expect(stderr).not.toContain(password);
    const [{ others }] = await rowsOf(server!, 'MATCH (c:Customer) RETURN count(c) AS others');
    expect(Number(others)).toBe(1);
    await rowsOf(server!, 'MATCH (c:Customer) DELETE c');
  });

  test('a server that is not there is named by host and port, never by password', async () => {
    const { code, stderr } = await ringfence('stats', '--store', 'neo4j://someone:s%2Fecret@127.0.0.1:1/db');
    expect(code).toBe(1);
    expect(stderr).toContain('127.0.0.1:1');
    expect(stderr).toContain('STORE_FAILED');
    expect(stderr).not.toMatch(/ecret|someone/);
  });
});
