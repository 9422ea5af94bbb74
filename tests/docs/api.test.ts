import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../src/app/access.ts';
import { DEFAULT_PAGE, MAX_PAGE } from '../../src/app/serving/page.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { QUERY_LIMITS } from '../../src/server/graphql/limits.ts';
import {
  BATCH_BODY_LIMIT,
  BATCH_EVENTS,
  BODY_LIMIT,
  CONNECTIONS,
  RATE_LIMITS,
} from '../../src/server/server-options.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { ask } from '../support/api-graphql.ts';
import { post, send, startApi, type ApiUnderTest } from '../support/api-server.ts';
import { blocksOf, ROOT } from './markdown.ts';

const text = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
const seeds = readFileSync(join(ROOT, 'docs/seeds.md'), 'utf8');

async function start(): Promise<ApiUnderTest> {
  const options = { mode: 'create', clock: systemClock, logger: silentLogger } as const;
  const api = await startApi(await openSqliteStore({ path: ':memory:', url: 'memory:', ...options }));
  await api.server.started;
  return api;
}

it('shows operations that run as they stand', async () => {
  const api = await start();
  const sessions = ['u1', 'u2'].map((user) => ({
    id: user,
    kind: 'session',
    at: '2025-01-01T00:00:00Z',
    user,
    device: 'd',
  }));
  await post(api, 'machine', '/v1/events/batch', { events: sessions });
  const blocks = blocksOf('docs/api.md').filter(({ language }) => language === 'graphql');
  expect(blocks.length).toBeGreaterThan(2);
  for (const block of blocks) await ask(api, block.text);
});

it('says what each role may', () => {
  const rows = [...text.matchAll(/^\| (\w+) +\|((?: (?:yes)? *\|){8})$/gm)].map(([, role, cells]) => [
    role,
    PERMISSIONS.filter((_, i) => cells.split('|')[i].trim() === 'yes'),
  ]);
  const order = ['read', 'personal', 'label', 'score', 'detect', 'manage', 'ingest', 'metrics'];
  expect(PERMISSIONS).toEqual(order);
  expect(Object.fromEntries(rows)).toEqual(ROLE_PERMISSIONS);
});

it('says the limits that there are', () => {
  const number = (value: number): string => value.toLocaleString('en-US');
  const { tokens, depth, aliases, directives, cost } = QUERY_LIMITS;
  for (const said of [
    `${BODY_LIMIT / 1024} KiB; of a batch ${BATCH_BODY_LIMIT / 1024 ** 2} MiB and ${number(BATCH_EVENTS)} events`,
    `${number(tokens)} words and signs, ${depth} levels, ${aliases} aliases, ${directives} directives`,
    `${number(cost)}: one a field`,
    `${number(CONNECTIONS)} `,
    `${number(RATE_LIMITS.people)} of a person, ${number(RATE_LIMITS.machines)} of a machine`,
    `${DEFAULT_PAGE} when nothing is said and ${MAX_PAGE} at most`,
  ])
    expect(text).toContain(said);
});

it('serves the paths of docs/seeds.md that it says it serves, and none of those that wait', async () => {
  const api = await start();
  const [, section] = seeds.split(/^## /m);
  const rows = [...section.matchAll(/^\| (`[^|]*`) +\| ([^|]*?) +\|/gm)];
  let paths = 0;
  for (const [, cell, where] of rows)
    for (const [, method = 'GET', path] of cell.matchAll(/`(?:(GET|POST) )?(\/[\w/-]+)`/g)) {
      const init =
        method === 'POST' ? { method, body: '{}', headers: { 'content-type': 'application/json' } } : {};
      const { status } = await send(api, 'admin', path, init);
      expect([path, status === 404]).toEqual([path, where.startsWith('waits')]);
      paths++;
    }
  expect(paths).toBeGreaterThan(14);
});

it('names tests in docs/seeds.md that are there', () => {
  const named = [...seeds.matchAll(/`(tests\/[\w/.-]+)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
