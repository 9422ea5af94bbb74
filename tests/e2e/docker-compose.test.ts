import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NEO4J_RELEASES } from '../../tools/neo4j/releases.ts';

const ROOT = join(import.meta.dirname, '../..');

interface ComposeFile {
  readonly services: { readonly neo4j: Service };
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

describe('docker-compose.yml as written', () => {
  const { services, volumes } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as ComposeFile;
  const { neo4j } = services;

  it('runs the release that the tests run on, by its exact tag', () => {
    expect(neo4j.image).toBe(NEO4J_RELEASES.lts.image);
    expect(neo4j.image).toMatch(/:\d+\.\d+\.\d+-community$/);
  });

  it('publishes its ports on this machine only', () => {
    expect(neo4j.ports.length).toBeGreaterThan(0);
    expect(neo4j.ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('holds no password, and has none by default', () => {
    expect(neo4j.environment.NEO4J_AUTH).toMatch(/^neo4j\/\$\{NEO4J_PASSWORD:\?.+\}$/);
  });

  it('keeps data and logs in named volumes and has a health check', () => {
    expect(Object.keys(volumes)).toEqual(['neo4j-data', 'neo4j-logs']);
    expect(neo4j.volumes).toEqual(['neo4j-data:/data', 'neo4j-logs:/logs']);
    expect(neo4j.healthcheck.test[0]).toBe('CMD');
  });
});

/** The plug-in of today's Docker, or the program of before; neither needs an engine to check a file. */
function composeClient(): [string, ...string[]] | null {
  const clients: [string, ...string[]][] = [['docker', 'compose'], ['docker-compose']];
  return clients.find(([program, ...args]) => spawnSync(program, [...args, 'version']).status === 0) ?? null;
}

const client = composeClient();
if (client === null) console.warn('SKIPPED: no compose client here (apt-get install docker-compose)');

describe.skipIf(client === null)('docker-compose.yml as the compose client reads it', () => {
  const [program, ...args] = client ?? ['none'];
  const env = (more: Record<string, string>): NodeJS.ProcessEnv => {
    const { NEO4J_PASSWORD: _, ...others } = process.env;
    return { ...others, ...more };
  };

  it('is valid, and gives the server the password of the environment', () => {
    const options = {
      cwd: ROOT,
      encoding: 'utf8',
      env: env({ NEO4J_PASSWORD: 'from the environment' }),
    } as const;
    const { services } = parse(execFileSync(program, [...args, 'config'], options)) as ComposeFile;
    expect(services.neo4j.environment.NEO4J_AUTH).toBe('neo4j/from the environment');
    expect(services.neo4j.image).toBe(NEO4J_RELEASES.lts.image);
  });

  it('is refused without a password, with a message that says what to set', () => {
    const { status, stderr } = spawnSync(program, [...args, 'config'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: env({}),
    });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/set NEO4J_PASSWORD to a password of 8 characters or more/);
  });
});
