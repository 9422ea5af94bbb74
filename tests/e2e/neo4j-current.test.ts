import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEO4J_RELEASES } from '../../tools/neo4j/releases.ts';
import { isAlive } from '../support/is-alive.ts';
import { canRunNeo4j } from '../support/neo4j.ts';
import { rowsOf, type Neo4jLogin } from '../support/neo4j-session.ts';

const TOOL = join(import.meta.dirname, '../../tools/neo4j/server.ts');
/** Another process that owns the server and never thinks of stopping it. */
const OWNER = `
  const { startNeo4j } = await import(${JSON.stringify(TOOL)});
  const { uri, user, password, pid, home } = await startNeo4j({ version: 'current' });
  console.log(JSON.stringify({ uri, user, password, pid, home }));
  setInterval(() => undefined, 60_000);`;

describe.skipIf(!(await canRunNeo4j('current')))('the current release, owned by another process', () => {
  let owner: ChildProcess;
  let server: Neo4jLogin & { readonly pid: number; readonly home: string };

  beforeAll(async () => {
    const started = spawn(process.execPath, ['--input-type=module', '-e', OWNER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    owner = started;
    const [line] = (await once(createInterface(started.stdout), 'line')) as [string];
    server = JSON.parse(line);
  });
  afterAll(() => void owner.kill('SIGKILL'));

  it('starts and answers', async () => {
    const [{ version }] = await rowsOf(
      server,
      'CALL dbms.components() YIELD versions RETURN versions[0] AS version',
    );
    expect(version).toBe(NEO4J_RELEASES.current.version);
  });

  it('does not announce itself to the network or to a console elsewhere', async () => {
    const settings = await rowsOf(server, 'SHOW SETTINGS YIELD name, value');
    const value = (name: string): unknown => settings.find((row) => row.name === name)?.value;
    expect(value('server.fleet_discovery.enabled')).toBe('false');
    expect(value('dbms.fleet_manager.enabled')).toBe('false');
    expect(value('dbms.usage_report.enabled')).toBe('false');
  });

  it('is ended and cleared away when its owner is killed', async () => {
    expect({ alive: isAlive(server.pid), folder: existsSync(server.home) }).toEqual({
      alive: true,
      folder: true,
    });
    owner.kill('SIGKILL');
    for (let turn = 0; turn < 400 && (isAlive(server.pid) || existsSync(server.home)); turn += 1)
      await wait(50);
    expect({ alive: isAlive(server.pid), folder: existsSync(server.home) }).toEqual({
      alive: false,
      folder: false,
    });
  });
});
