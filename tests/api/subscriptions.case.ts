import { createClient, type Client } from 'graphql-sse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import {
  fillStore,
  post,
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

export function subscriptionCases(name: string, make: MakeStore): void {
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
  });
}
