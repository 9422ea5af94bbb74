import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccessRole } from '../../src/app/access.ts';
import { ERRORS, type ErrorCode } from '../../src/kernel/errors.ts';
import {
  fillStore,
  post,
  send,
  startApi,
  until,
  wireTransfer,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';

const MACHINE: AccessRole = 'machine';

async function expectRefusal(
  api: ApiUnderTest,
  body: unknown,
  code: ErrorCode,
  path = '/v1/events',
): Promise<void> {
  const answer = await post(api, MACHINE, path, body);
  expect({ status: answer.status, code: (answer.body.error as { code?: string } | undefined)?.code }).toEqual(
    {
      status: ERRORS[code].status,
      code,
    },
  );
}

/** All that is described, sorted. */
const DESCRIBED =
  '/api/v1/agent/info /api/v1/health /api/v1/review /events /graphql /graphql/stream /health /ingest /metrics ' +
  '/model-runs /predict /ready /retrain /score /score-by-event-id /scores /v1/agent/info /v1/events /v1/events/batch ' +
  '/v1/model-runs /v1/predict /v1/retrain /v1/review /v1/score /v1/score-by-event-id /v1/scores';

/** Amounts that are none, as JSON text. */
const AMOUNTS = ['-1', '-0', '0.5', '1e400', '"12"', 'null', 'true', '[5]', '9007199254740993', 'NaN'];

/** What a server does over REST, whatever store it has. */
export function restCases(name: string, make: MakeStore): void {
  const fresh = async (): Promise<ApiUnderTest> => {
    const api = await startApi(await make());
    await api.server.started;
    return api;
  };

  describe(`REST on ${name}`, () => {
    it('keeps an event once, however often it is sent, and knows one that was changed', async () => {
      const api = await fresh();
      const first = await post(api, MACHINE, '/v1/events', wireTransfer('t1'));
      expect([first.status, first.body]).toMatchObject([
        201,
        { outcome: 'accepted', seq: 1, duplicate: false },
      ]);
      const again = await Promise.all(
        Array.from({ length: 20 }, () => post(api, MACHINE, '/v1/events', wireTransfer('t1'))),
      );
      for (const { status, body } of again)
        expect([status, body]).toMatchObject([200, { outcome: 'duplicate', seq: 1, duplicate: true }]);
      await expectRefusal(api, wireTransfer('t1', { to: 'other' }), 'ID_CONFLICT');
      expect(await api.server.serving.reads.eventCounts()).toEqual({ transfer: 1 });
      const metrics = await send(api, MACHINE, '/metrics');
      expect(String(metrics.body.text)).toContain('ringfence_events_total{outcome="duplicate"} 20');
      expect(String(metrics.body.text)).toContain('ringfence_event_refusals_total{code="ID_CONFLICT"} 1');
    });

    it('refuses bad events one by one, names the field, and stores the others', async () => {
      const api = await fresh();
      for (const amount of AMOUNTS) {
        const text = JSON.stringify(wireTransfer('x')).replace('"minor":100', `"minor":${amount}`);
        const answer = await post(api, MACHINE, '/v1/events', text);
        expect(answer.status, amount).toBe(amount === 'NaN' ? 400 : 422);
        if (amount !== 'NaN')
          expect(answer.body.error).toMatchObject({ code: 'EVENT_INVALID', field: 'amount.minor' });
      }
      await expectRefusal(api, wireTransfer('x', { amount: { minor: 1, currency: 'eur' } }), 'EVENT_INVALID');
      await expectRefusal(api, wireTransfer('x', { amount: { minor: 1, currency: 'XXX' } }), 'EVENT_INVALID');
      await expectRefusal(api, wireTransfer('x', { surprise: 1 }), 'EVENT_INVALID');
      await expectRefusal(api, wireTransfer('x'.repeat(257)), 'EVENT_INVALID');
      await expectRefusal(api, wireTransfer('x', { at: '9999-01-01T00:00:00Z' }), 'EVENT_FROM_FUTURE');
      await expectRefusal(api, wireTransfer('x', { at: '2016-12-31T23:59:60Z' }), 'EVENT_INVALID');
      await expectRefusal(api, wireTransfer('x', { at: '2025-01-01T00:00:00' }), 'EVENT_INVALID');
      const events = [
        wireTransfer('b1'),
        { kind: 'nothing' },
        wireTransfer('b2', { from: 'api-b', to: 'api-b' }),
      ];
      const batch = await post(api, MACHINE, '/v1/events/batch', { events });
      expect([batch.status, batch.body]).toMatchObject([207, { accepted: 2, refused: 1 }]);
      expect(await api.server.serving.reads.eventCounts()).toEqual({ transfer: 2 });
    });

    it('takes many events as lines, a line that is none by itself', async () => {
      const api = await fresh();
      const lines = [wireTransfer('l1'), wireTransfer('l2'), wireTransfer('l1')].map((event) =>
        JSON.stringify(event),
      );
      const answer = await send(api, MACHINE, '/v1/events/batch', {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: `${lines.join('\r\n')}\n\n{"id":\n`,
      });
      expect([answer.status, answer.body]).toMatchObject([207, { accepted: 2, duplicates: 1, refused: 1 }]);
    });

    it('pages through what it has stored, each event once and in the order of arrival', async () => {
      const api = await fresh();
      const events = Array.from({ length: 25 }, (_, i) => wireTransfer(`p${i}`, { to: `api-${i % 3}` }));
      expect((await post(api, MACHINE, '/v1/events/batch', { events })).status).toBe(200);
      const seen: string[] = [];
      for (let after = ''; ;) {
        const { body } = await send(api, 'analyst', `/v1/events?first=4&account=api-1${after}`);
        const page = body as unknown as { events: { id: string }[]; hasNext: boolean; endCursor: string };
        expect(page.events.length).toBeLessThanOrEqual(4);
        seen.push(...page.events.map(({ id }) => id));
        if (!page.hasNext) break;
        after = `&after=${page.endCursor}`;
      }
      expect(seen).toEqual(events.filter(({ to }) => to === 'api-1').map(({ id }) => id));
      expect((await send(api, 'analyst', '/v1/events?first=1e1')).status).toBe(400);
      expect((await send(api, 'analyst', '/v1/events?after=nonsense')).status).toBe(400);
      expect((await send(api, 'analyst', '/v1/events?unknown=1')).status).toBe(400);
    });

    it('refuses bodies that are too large, too deep, of another type, or no text', async () => {
      const api = await fresh();
      await expectRefusal(api, wireTransfer('x', { rail: 'r'.repeat(1 << 20) }), 'REQUEST_TOO_LARGE');
      await expectRefusal(api, `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'REQUEST_INVALID');
      await expectRefusal(api, `\ufeff${JSON.stringify(wireTransfer('x'))}`, 'REQUEST_INVALID');
      await expectRefusal(api, '{"__proto__":{"z":1},"kind":"transfer"}', 'EVENT_INVALID');
      expect(({} as { z?: number }).z).toBeUndefined();
      const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, 1]));
      await expectRefusal(api, wireTransfer('x', fields), 'EVENT_INVALID');
      const twice = JSON.stringify(wireTransfer('x')).replace('"id":"x"', '"id":"x","id":"last"');
      expect((await post(api, MACHINE, '/v1/events', twice)).body).toMatchObject({ id: 'last', seq: 1 });
      const asText = await send(api, MACHINE, '/v1/events', {
        method: 'POST',
        body: 'x',
        headers: { 'content-type': 'text/plain' },
      });
      expect(asText.status).toBe(400);
      const bytes = await send(api, MACHINE, '/v1/events', {
        method: 'POST',
        body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
        headers: { 'content-type': 'application/json' },
      });
      expect(bytes.status).toBe(400);
      const events = Array.from({ length: 10_001 }, () => 1);
      await expectRefusal(api, { events }, 'REQUEST_TOO_LARGE', '/v1/events/batch');
      expect(await api.server.serving.reads.eventCounts()).toEqual({ transfer: 1 });
    });

    it('stores texts that look like code as the texts they are', async () => {
      const api = await fresh();
      const nasty = [
        "'; DROP TABLE event; --",
        '"}) DETACH DELETE n //',
        '(a+)+$',
        '${process.exit()}',
        'аррӏе',
        '=HYPERLINK("x")',
        '\u202egnp.exe',
      ];
      for (const [i, rail] of nasty.entries()) {
        const answer = await post(api, MACHINE, '/v1/events', wireTransfer(`n${i}`, { rail }));
        expect(answer.status, rail).toBe(201);
      }
      const { body } = await send(api, 'analyst', '/v1/events');
      expect((body.events as unknown as { rail: string }[]).map(({ rail }) => rail)).toEqual(nasty);
    });

    it('takes ids of plain signs only, wherever they stand, unless it is told to take any', async () => {
      const api = await fresh();
      const ids = [
        'аррӏе',
        'ａ',
        'a\u200bb',
        '\u202ea',
        '\ud800',
        'a\0b',
        'a b',
        "a'--",
        '',
        'x'.repeat(65),
        '__proto__ ',
      ];
      const events: readonly (readonly [field: string, make: (id: string) => Record<string, unknown>])[] = [
        ['id', (id) => wireTransfer(id)],
        ['source', (source) => wireTransfer('i', { source })],
        ['from', (from) => wireTransfer('i', { from })],
        ['to', (to) => wireTransfer('i', { to })],
        ['user', (user) => wireTransfer('i', { user })],
        ['device', (device) => wireTransfer('i', { device })],
        [
          'subject.id',
          (id) => ({
            id: 'r',
            kind: 'reference',
            at: '2025-06-01T00:00:00Z',
            subject: { type: 'Device', id },
          }),
        ],
      ];
      for (const id of ids)
        for (const [field, make] of events) {
          const { status, body } = await post(api, MACHINE, '/v1/events', make(id));
          expect([id, field, status, body.error]).toMatchObject([
            id,
            field,
            422,
            { code: 'EVENT_INVALID', field },
          ]);
          const scored = await post(api, MACHINE, '/v1/score', { transaction: make(id) });
          expect(scored.status).toBe(422);
        }
      expect(
        (await post(api, MACHINE, '/v1/events', wireTransfer('constructor', { user: 'a.B_c:d-1' }))).status,
      ).toBe(201);
      const free = await startApi(await make(), { anyIds: true });
      await free.server.started;
      expect((await post(free, MACHINE, '/v1/events', wireTransfer('bank/1', { to: 'аррӏе' }))).status).toBe(
        201,
      );
      expect((await post(free, MACHINE, '/v1/events', wireTransfer('\ud800'))).status).toBe(422);
    });

    it('knows accounts with very many counterparties, and says what it leaves out', async () => {
      const api = await fresh();
      const events = Array.from({ length: 5_200 }, (_, i) =>
        wireTransfer(`h${i}`, { from: `payer-${i}`, to: 'hub' }),
      );
      expect((await post(api, MACHINE, '/v1/events/batch', { events })).body).toMatchObject({
        accepted: 5_200,
      });
      const { body } = await post(api, 'analyst', '/graphql', {
        query: '{ expand(id: "Account:hub", first: 3) { truncated totalCount nodes { entity { id } } } }',
      });
      expect(body.data).toMatchObject({ expand: { truncated: true, totalCount: 5_000 } });
    });

    it('is ready when graph and detection have all that is stored, and goes on from it after a restart', async () => {
      const store = await make();
      await fillStore(store);
      const { readFrom } = store.events;
      const reading = Promise.withResolvers<void>();
      Object.assign(store.events, {
        readFrom: async function* (after: number) {
          await reading.promise;
          yield* readFrom.call(store.events, after);
        },
      });
      const api = await startApi(store);
      expect((await send(api, null, '/health')).status).toBe(200);
      await until(() => api.server.serving.engine.lag.head > 0);
      const { body: early, status: earlyStatus } = await send(api, null, '/ready');
      expect([earlyStatus, early]).toMatchObject([
        503,
        {
          ready: false,
          state: 'starting',
          cause: 'the log is being read',
          starting: { part: 'detection', done: 0, total: early.head },
        },
      ]);
      reading.resolve();
      await api.server.started;
      const { body, status } = await send(api, null, '/ready');
      expect([status, body]).toMatchObject([200, { ready: true, state: 'ready', cause: null }]);
      expect(body.starting).toBeUndefined();
      expect(body.head).toBe(body.detected);
      expect(body.head).toBeGreaterThan(1_000);
      const { view } = api.server.serving.engine;
      expect(view.rings.length).toBeGreaterThan(1);
      expect(view.rings.map(({ id }) => id)).toEqual((await store.records.rings()).map(({ id }) => id));
    });

    it('describes itself, and names every route that it serves there', async () => {
      const api = await fresh();
      const { body } = await send(api, null, '/docs/json');
      const paths = Object.keys(body.paths as unknown as object).toSorted();
      expect(paths).toEqual(DESCRIBED.split(' '));
      const page = await send(api, null, '/docs');
      expect(page.status).toBe(200);
      expect(String(page.body.text)).not.toMatch(/(src|href)="https?:/);
    });

    it('measures rates, latencies, lag, findings, decisions, the model, duplicates, conflicts and what is refused', async () => {
      const store = await make();
      await fillStore(store);
      const api = await startApi(store);
      await api.server.started;
      for (const fields of [{}, {}, { to: 'other' }, { surprise: 1 }])
        await post(api, MACHINE, '/v1/events', wireTransfer('m', fields));
      await post(api, MACHINE, '/v1/score', { transaction: wireTransfer('s') });
      const text = String((await send(api, MACHINE, '/metrics')).body.text);
      for (const line of [
        /^ringfence_http_request_seconds_bucket\{le="0.001",method="POST",route="\/v1\/events",status="201"\} \d/m,
        /^ringfence_http_request_seconds_count\{method="POST",route="\/v1\/score",status="200"\} 1$/m,
        /^ringfence_engine_lag_events 0$/m,
        /^ringfence_engine_waiting_events 0$/m,
        /^ringfence_engine_ready 1$/m,
        /^ringfence_rings [1-9]/m,
        /^ringfence_findings\{detector="device-sharing"\} [1-9]/m,
        /^ringfence_decisions_total\{decision="approve"\} [1-9]/m,
        /^ringfence_model_info\{champion="none",challenger="none",policy="1"\} 1$/m,
        /^ringfence_events_total\{outcome="accepted"\} 1$/m,
        /^ringfence_events_total\{outcome="duplicate"\} 1$/m,
        /^ringfence_events_total\{outcome="conflict"\} 1$/m,
        /^ringfence_events_total\{outcome="refused"\} 1$/m,
        /^ringfence_event_refusals_total\{code="EVENT_INVALID"\} 1$/m,
        /^ringfence_process_cpu_seconds_total /m,
      ])
        expect(text).toMatch(line);
    });

    it('logs nothing of what was sent', async () => {
      const api = await fresh();
      const canary = 'CANARY-GB82WEST12345698765432';
      await post(api, MACHINE, '/v1/events', wireTransfer(canary, { user: canary }));
      await post(api, MACHINE, '/v1/events', wireTransfer(canary, { [canary]: 1 }));
      await post(api, MACHINE, `/v1/events?q=${canary}`, `{"${canary}`);
      await send(api, 'analyst', `/v1/events?account=${canary}`);
      await send(api, null, `/${canary}`);
      const metrics = await send(api, MACHINE, '/metrics');
      expect(api.logged()).toContain('/v1/events');
      expect(api.logged()).not.toContain('CANARY');
      expect(api.logged()).not.toContain('someone-');
      expect(String(metrics.body.text)).not.toContain('CANARY');
    });

    it('hangs up on those who send headers or a body too slowly', async () => {
      const api = await fresh();
      const { port } = new URL(api.url);
      const begin = (text: string): Promise<string> =>
        new Promise((resolve) => {
          const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
          let answer = '';
          socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
          socket.on('close', () => resolve(answer));
          socket.on('error', () => resolve(answer));
        });
      const answers = await Promise.all([
        begin('GET /health HTTP/1.1\r\nhost: localhost\r\nx-a: '),
        begin(
          'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{',
        ),
        send(api, null, '/health').then(({ status }) => String(status)),
      ]);
      expect(answers[0]).toContain('408');
      expect(answers[1]).toMatch(/408|401/);
      expect(answers[2]).toBe('200');
    });

    it('answers beside ten thousand connections that say nothing, and hangs up on them', async () => {
      const api = await fresh();
      const silent = fork(join(import.meta.dirname, '../support/idle-sockets.ts'), [
        new URL(api.url).port,
        '10000',
      ]);
      onTestFinished(() => void silent.kill('SIGKILL'));
      const opening = once(silent, 'message').then(([count]) => count as number);
      const aMoment = (): Promise<null> => new Promise((resolve) => setTimeout(resolve, 50, null));
      let opened: number | null = null;
      while (opened === null) {
        expect((await send(api, null, '/health')).status).toBe(200);
        opened = await Promise.race([opening, aMoment()]);
      }
      expect(opened).toBeGreaterThan(1_000);
      await expect
        .poll(
          async () => {
            silent.send('left');
            return ((await once(silent, 'message')) as [number])[0];
          },
          { timeout: 20_000, interval: 250 },
        )
        .toBe(0);
      expect((await send(api, null, '/health')).status).toBe(200);
    });
  });
}
