import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { until, wireTransfer } from '../support/api-server.ts';
import { cli, scratchFolder } from '../support/cli.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

interface Served {
  readonly process: ChildProcess;
  readonly url: string;
  readonly text: () => string;
}

/** Starts `serve` on a free port, and waits until it listens. */
async function serve(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Served> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(() => /http:\/\/[\d.]+:\d+/.test(text) || child.exitCode !== null);
  return { process: child, url: /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? '', text: () => text };
}

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/ready`)).status === 200;

async function send(url: string, events: readonly unknown[], key?: string): Promise<Response> {
  return fetch(`${url}/v1/events/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify({ events }),
  });
}

it('serves a store to those who have a key, and ends in order when it is told to', async () => {
  const folder = scratchFolder();
  await cli(folder, ['init-db']);
  const nobody = await cli(folder, ['serve', '--port', '0']);
  expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('nobody could log in')]);
  const { key } = (await cli(folder, ['keys', 'add', 'tests', '--role', 'machine', '--json'])).json<{
    key: string;
  }>();
  const served = await serve(folder, []);
  await until(() => isReady(served.url));
  expect((await send(served.url, [wireTransfer('a')])).status).toBe(401);
  expect((await send(served.url, [wireTransfer('a')], key)).status).toBe(200);
  const second = await cli(folder, ['serve', '--port', '0']);
  expect([second.code, second.err]).toEqual([1, expect.stringContaining('STORE_BUSY')]);
  served.process.kill('SIGTERM');
  const [code] = (await once(served.process, 'exit')) as [number];
  expect(code).toBe(0);
  expect(served.text()).not.toContain(key);
  const stats = (await cli(folder, ['stats', '--json'])).json<{ events: { transfer: number } }>();
  expect(stats.events.transfer).toBe(1);
});

it('keeps all it acknowledged when it is killed, and goes on from there', async () => {
  const folder = scratchFolder();
  await cli(folder, ['init-db']);
  let acknowledged = 0;
  for (let run = 0; run < 2; run++) {
    const served = await serve(folder, ['--dev']);
    await until(() => isReady(served.url));
    const sending = (async () => {
      for (let i = 0; ; i++) {
        const answer = await send(served.url, [wireTransfer(`${run}-${i}`)]).catch(() => null);
        if (answer === null) return;
        acknowledged++;
      }
    })();
    const goal = acknowledged + 30;
    await until(() => acknowledged >= goal);
    served.process.kill('SIGKILL');
    await sending;
  }
  const { events, head } = (await cli(folder, ['stats', '--json'])).json<{
    events: { transfer: number };
    head: number;
  }>();
  expect(events.transfer).toBeGreaterThanOrEqual(acknowledged);
  expect(events.transfer).toBeLessThanOrEqual(acknowledged + 2);
  expect(head).toBe(events.transfer);
});

it('asks nobody who they are in development, on this machine only, and shows explorer and rings there', async () => {
  const folder = scratchFolder();
  await cli(folder, ['init-db']);
  const open = await cli(folder, ['serve', '--dev', '--host', '0.0.0.0', '--port', '0']);
  expect([open.code, open.err]).toEqual([2, expect.stringContaining('--dev')]);
  const { url, text } = await serve(folder, ['--dev']);
  await until(() => isReady(url));
  expect(text()).toContain('DEVELOPMENT');
  const page = await (await fetch(`${url}/graphiql`)).text();
  const script = /href="(\/graphiql\/static\/[^"]+\.js)"/.exec(page)![1];
  expect((await fetch(`${url}${script}`)).status).toBe(200);
  expect(page).not.toMatch(/(src|href)="https?:/);
  const rings = await fetch(`${url}/rings`);
  expect([rings.status, rings.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  const forwarded = await fetch(`${url}/v1/events`, { headers: { 'x-forwarded-host': 'evil.example' } });
  expect(forwarded.status).toBe(200);
  const statusFor = (host: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      get(`${url}/v1/events`, { headers: { host } }, ({ statusCode }) => resolve(statusCode));
    });
  expect([await statusFor('evil.example'), await statusFor('localhost:1')]).toEqual([403, 200]);
});

it('promotes a model wholly or not at all when it is killed meanwhile, and knows the request again', async () => {
  const folder = scratchFolder();
  await cli(folder, ['seed', '--users', '40', '--days', '10', '--seed', '3']);
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    const trained = await cli(folder, ['train', '--model', 'isolation-forest', '--json']);
    ids.push(trained.json<{ run: { id: string } }>().run.id);
  }
  const graphql = async (url: string, query: string): Promise<Record<string, never>> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await answer.json()) as Record<string, never>;
  };
  for (const [i, wait] of [0, 4, 12].entries()) {
    const served = await serve(folder, ['--dev']);
    await until(() => isReady(served.url));
    const { data } = await graphql(served.url, '{ models { version champion { id } } }');
    const before = (data as { models: { version: number; champion: { id: string } } }).models;
    const wanted = ids.find((id) => id !== before.champion.id)!;
    const promote = `mutation { promote(input: {key: "p${i}", run: "${wanted}", version: ${before.version}}) {
      models { version champion { id } } } }`;
    const cut = graphql(served.url, promote).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, wait));
    served.process.kill('SIGKILL');
    await cut;
    const again = await serve(folder, ['--dev']);
    await until(() => isReady(again.url));
    const after = await graphql(again.url, promote);
    const turned = { version: before.version + 2, champion: { id: wanted } };
    expect([i, after]).toEqual([i, { data: { promote: { models: turned } } }]);
    again.process.kill('SIGKILL');
    await once(again.process, 'exit');
  }
});
