import { createClient, type Client } from 'graphql-sse';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { authenticatorOf } from '../../src/server/auth/authenticator.ts';
import { ApiKeys, makeKey, writeKeys } from '../../src/server/auth/api-keys.ts';
import {
  fillStore,
  post,
  send,
  startApi,
  token,
  until,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';

interface Change {
  readonly seq: number;
  readonly stream: string;
  readonly change: string;
  readonly ringId: string | null;
}

const QUERY =
  'subscription ($seq: Int, $stream: String) { ringEvents(sinceSeq: $seq, stream: $stream) { seq stream change ringId at } }';

function clientOf(api: ApiUnderTest, authorization: string): Client {
  const client = createClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization },
    retryAttempts: 0,
  });
  onTestFinished(() => client.dispose());
  return client;
}

/** Collects what comes, until it is told to stop. */
function listen(client: Client, since: { seq?: number; stream?: string } = {}) {
  const changes: Change[] = [];
  const errors: unknown[] = [];
  let ended = false;
  const stop = client.subscribe<{ ringEvents: Change }>(
    { query: QUERY, variables: since },
    {
      next: ({ data, errors: wrong }) => {
        if (data?.ringEvents) changes.push(data.ringEvents);
        if (wrong) errors.push(...wrong);
      },
      error: (error) => {
        errors.push(error);
        ended = true;
      },
      complete: () => (ended = true),
    },
  );
  return { changes, errors, stop, ended: () => ended };
}

/** Some new users who register on one device within minutes: a ring more. */
function newRing(name: string): unknown[] {
  const start = Date.parse('2025-07-01T00:00:00Z');
  return Array.from({ length: 12 }, (_, i) => ({
    id: `${name}-${i}`,
    kind: 'registration',
    at: new Date(start + i * 60_000).toISOString(),
    user: `${name}-user-${i}`,
    device: `${name}-device`,
  }));
}

const REQUEST = JSON.stringify({ query: QUERY });

/** Opens a subscription and reads nothing but the status of its answer. */
function openAndSleep(api: ApiUnderTest, bearer: string): Promise<number> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(requestText(bearer));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1]));
    });
  });
}

function requestText(bearer: string): string {
  return (
    'POST /graphql/stream HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: text/event-stream\r\n' +
    `authorization: Bearer ${bearer}\r\ncontent-length: ${REQUEST.length}\r\n\r\n${REQUEST}`
  );
}

/** Opens a subscription that is read only when it is asked to. */
async function openAndWait(api: ApiUnderTest, bearer: string) {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(requestText(bearer));
  let text = '';
  await new Promise<void>((resolve) => {
    socket.once('data', () => {
      socket.pause();
      resolve();
    });
  });
  const readAll = async (count: number): Promise<number[]> => {
    const seqs: number[] = [];
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const whole = text.lastIndexOf('\n\n');
      for (const [, seq] of text.slice(0, whole).matchAll(/"seq":(\d+)/g)) seqs.push(Number(seq));
      text = text.slice(Math.max(whole, 0));
    });
    socket.resume();
    await until(() => seqs.length >= count);
    return seqs;
  };
  return { socket, readAll };
}

export function subscriptionCases(name: string, make: MakeStore, folder: string): void {
  describe(`subscriptions on ${name}`, () => {
    it('tells of rings as they are found, and loses nothing over a cut', async () => {
      const store = await make();
      await fillStore(store);
      const api = await startApi(store);
      await api.server.started;
      const bearer = `Bearer ${await token('viewer')}`;
      const first = listen(clientOf(api, bearer));
      const all = listen(clientOf(api, bearer));
      await until(() => api.logged().includes('ready'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await post(api, 'machine', '/v1/events/batch', { events: newRing('one') });
      await until(() => first.changes.length > 0);
      expect(first.changes[0]).toMatchObject({ seq: 1, change: 'FORMED' });
      expect(api.server.serving.engine.view.ring(first.changes[0].ringId!)).not.toBeNull();
      first.stop();
      await post(api, 'machine', '/v1/events/batch', { events: newRing('two') });
      await until(() => all.changes.length > first.changes.length);
      await post(api, 'machine', '/v1/events/batch', { events: newRing('three') });
      await until(() => all.changes.some(({ seq }) => seq > first.changes.length + 1));
      const { seq, stream } = first.changes.at(-1)!;
      const back = listen(clientOf(api, bearer), { seq, stream });
      await until(() => back.changes.length >= 2);
      expect([...first.changes, ...back.changes].slice(0, all.changes.length)).toEqual(
        all.changes.slice(0, first.changes.length + back.changes.length),
      );
      const lost = listen(clientOf(api, bearer), { seq: 1, stream: 'of another run' });
      await until(() => lost.changes.length > 0);
      expect(lost.changes[0]).toMatchObject({ change: 'RESET', stream });
    });

    it('ends with the token that was shown, and with the server', async () => {
      const api = await startApi(await make());
      await api.server.started;
      const exp = Math.floor(systemClock.now() / 1000) + 2;
      const short = listen(clientOf(api, `Bearer ${await token('viewer', { exp })}`));
      const long = listen(clientOf(api, `Bearer ${await token('analyst')}`));
      await until(() => short.ended());
      expect(systemClock.now()).toBeGreaterThanOrEqual(exp * 1000 - 50);
      expect(long.ended()).toBe(false);
      await api.server.stop();
      await until(() => long.ended());
    });

    it('opens no more than ten for one caller, and none for those who may not read', async () => {
      const api = await startApi(await make());
      await api.server.started;
      const bearer = `Bearer ${await token('viewer')}`;
      const streams = Array.from({ length: 10 }, () => listen(clientOf(api, bearer)));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const answer = await post(api, 'viewer', '/graphql/stream', { query: QUERY });
      expect([answer.status, answer.body.error]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
      streams[0].stop();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const again = listen(clientOf(api, bearer));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(again.ended()).toBe(false);
      const machine = listen(clientOf(api, `Bearer ${await token('machine')}`));
      await until(() => machine.errors.length > 0);
      expect(JSON.stringify(machine.errors)).toContain('FORBIDDEN');
    });

    it('ends when the key that was shown is revoked, and tells nothing more', async () => {
      const file = join(folder, `stream-keys-${name}.json`);
      const { stored, token: key } = makeKey(
        { name: 'a', role: 'viewer', workspace: 'default' },
        systemClock.now(),
        null,
      );
      writeKeys(file, [stored]);
      const authenticator = authenticatorOf(new ApiKeys(file, 'default'), null, systemClock);
      const api = await startApi(await make(), { authenticator });
      await api.server.started;
      const { feed } = api.server.serving.engine;
      const stream = listen(clientOf(api, `Bearer ${key}`));
      const told = { change: 'GONE', ringId: 'a', ring: null, into: null } as const;
      await until(() => {
        feed.push([told], 0);
        return stream.changes.length > 0;
      });
      writeKeys(file, [{ ...stored, revokedAt: systemClock.now() }]);
      await until(() => stream.ended());
      const { length } = stream.changes;
      feed.push([told], 0);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(stream.changes.length).toBe(length);
    });

    it('bears a thousand that read nothing: so many as may be, and no more memory than one message each', async () => {
      const api = await startApi(await make());
      await api.server.started;
      const { feed } = api.server.serving.engine;
      const statuses = await Promise.all(
        Array.from({ length: 1_000 }, async (_, i) =>
          openAndSleep(api, await token('viewer', { sub: `sleeper-${i % 100}` })),
        ),
      );
      const count = (status: number): number => statuses.filter((one) => one === status).length;
      expect([count(200), count(429)]).toEqual([500, 500]);
      expect((await send(api, null, '/health')).status).toBe(200);
      const metrics = await send(api, 'machine', '/metrics');
      expect(String(metrics.body.text)).toContain('ringfence_subscriptions 500');

      // As large as rings are: more than the network holds for all of them, by far.
      const ringId = 'x'.repeat(5_000);
      const { heapUsed, external } = process.memoryUsage();
      for (let round = 0; round < 20; round++) {
        feed.push(
          Array.from({ length: 40 }, () => ({ change: 'GONE', ringId, ring: null, into: null }) as const),
          0,
        );
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const now = process.memoryUsage();
      expect(now.heapUsed + now.external - heapUsed - external).toBeLessThan(400 * 2 ** 20);
      expect((await send(api, null, '/ready')).status).toBe(200);
    });

    it('loses nothing for one that reads late, and stops making messages for it meanwhile', async () => {
      const api = await startApi(await make());
      await api.server.started;
      const { feed } = api.server.serving.engine;
      const late = await openAndWait(api, await token('viewer'));
      const text = 'y'.repeat(20_000);
      let made = 0;
      const ringId = {
        valueOf: () => {
          made++;
          return text;
        },
      } as unknown as string;
      feed.push(
        Array.from({ length: 2_000 }, () => ({ change: 'GONE', ringId, ring: null, into: null }) as const),
        0,
      );
      let before = -1;
      await until(async () => {
        before = made;
        await new Promise((resolve) => setTimeout(resolve, 500));
        return made > 0 && made === before;
      });
      // 40 MB in all: no more of it is made than the network holds.
      expect(made).toBeLessThan(1_500);
      const seqs = await late.readAll(2_000);
      expect(seqs).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
    });
  });
}
