import { describe, expect, it } from 'vitest';
import type { AccessRole } from '../../src/app/access.ts';
import { LiveScoring } from '../../src/app/live-scoring.ts';
import { LiveScorer } from '../../src/app/serving/live-scorer.ts';
import { EMPTY_VIEW } from '../../src/app/serving/ring-view.ts';
import type { ScoredEvent } from '../../src/features/live/scored-event.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { ERRORS, RingfenceError, type ErrorCode } from '../../src/kernel/errors.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import {
  fillStore,
  post,
  send,
  startApi,
  until,
  wireTransfer,
  type Answer,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';

const MACHINE: AccessRole = 'machine';

const PAYSIM = {
  type: 'TRANSFER',
  amount: 5_000,
  oldbalanceOrg: 10_000,
  newbalanceOrig: 5_000,
  oldbalanceDest: 1_000,
  newbalanceDest: 6_000,
  step: 15,
};

const score = (api: ApiUnderTest, body: unknown, role: AccessRole = MACHINE): Promise<Answer> =>
  post(api, role, '/v1/score', body);

function expectRefusal({ status, body }: Answer, code: ErrorCode, field?: string): void {
  expect({ status, ...(body.error as object) }).toMatchObject({
    status: ERRORS[code].status,
    code,
    ...(field === undefined ? {} : { field }),
  });
}

/** Points of the base and of all reasons. */
function sumOf(body: Answer['body']): number {
  const reasons = body.reasons as readonly { points: number }[];
  return reasons.reduce(
    (sum, { points }) => sum + Math.round(points * 100),
    Math.round(100 * Number(body.base)),
  );
}

/** Scoring over REST, whatever the store. */
export function scoringCases(name: string, make: MakeStore): void {
  const fresh = async (fill = false): Promise<ApiUnderTest> => {
    const store = await make();
    if (fill) await fillStore(store);
    const api = await startApi(store);
    await api.server.started;
    return api;
  };

  describe(`scoring on ${name}`, () => {
    it('scores without leaving anything behind, and the same again', async () => {
      const api = await fresh();
      const calls = api.server.serving.reads.calls;
      const first = await score(api, { transaction: wireTransfer('t1'), explain: true });
      expect([first.status, first.body]).toMatchObject([
        200,
        { event: { source: 'default', id: 't1' }, stored: false, degraded: false, made: 'now', model: null },
      ]);
      expect(sumOf(first.body)).toBe(Math.round(100 * Number(first.body.risk)));
      expect(first.body.risk_score).toBe(first.body.risk);
      expect(first.body.flagged).toBe(first.body.decision !== 'approve');
      const again = await score(api, { transaction: wireTransfer('t1'), explain: true });
      expect(again.body).toEqual(first.body);
      expect(api.server.serving.reads.calls).toBe(calls);
      expect(await api.server.serving.reads.eventCounts()).toEqual({});
      expect((await send(api, 'viewer', '/v1/scores')).body.scores).toEqual([]);
      expectRefusal(
        await post(api, MACHINE, '/v1/score-by-event-id', { eventId: 't1' }),
        'NOT_FOUND',
        'eventId',
      );
    });

    it('stores and scores in one call, once, and has the kept score when it starts again', async () => {
      const store = await make();
      const api = await startApi(store);
      await api.server.started;
      const body = { transaction: wireTransfer('t1'), store: true, explain: true };
      const first = await score(api, body);
      expect([first.status, first.body]).toMatchObject([
        201,
        { stored: true, duplicate: false, made: 'arrival' },
      ]);
      const again = await score(api, body);
      expect([again.status, again.body]).toMatchObject([200, { duplicate: true, risk: first.body.risk }]);
      expectRefusal(
        await score(api, { ...body, transaction: wireTransfer('t1', { to: 'other' }) }),
        'ID_CONFLICT',
        'id',
      );
      const byId = await post(api, MACHINE, '/v1/score-by-event-id', { eventId: 't1' });
      expect(byId.body).toMatchObject({
        risk: first.body.risk,
        made: 'arrival',
        reasons: first.body.reasons,
      });
      const kept = await api.server.serving.reads.documents('score', 10);
      expect(kept.map(({ event, risk }) => [event, risk])).toEqual([[['default', 't1'], first.body.risk]]);
      const [old] = kept;
      await store.records.saveDocuments([
        { kind: 'score', document: { ...old, risk: 42, decision: 'review' } },
      ]);
      const anew = { store, clock: systemClock, logger: silentLogger, stream: 'next' };
      const next = new LiveScorer(anew, () => EMPTY_VIEW);
      for await (const batch of store.events.readFrom(0)) for (const logged of batch) next.gather(logged);
      await next.open(() => false);
      expect(next.book.ofEvent(['default', 't1'])).toMatchObject({ risk: 42, decision: 'review' });
      await post(api, MACHINE, '/v1/events', wireTransfer('t2', { at: '2025-06-02T00:00:00Z' }));
      const { body: list } = await send(api, 'viewer', '/v1/scores?first=1');
      expect(list).toMatchObject({ scores: [{ event: { id: 't2' } }], hasNext: true, total: 2 });
      const second = await send(api, 'viewer', `/v1/scores?first=1&after=${String(list.endCursor)}`);
      expect(second.body).toMatchObject({ scores: [{ event: { id: 't1' } }], hasNext: false });
    });

    it('scores as a fresh reading of the log does, after labels, retractions and a fault', async () => {
      const api = await fresh();
      const at = (minute: number): string =>
        new Date(Date.parse('2025-06-01T00:00:00Z') + minute * 60_000).toISOString();
      const pay = (id: string, minute: number, to: string, minor: number): object =>
        wireTransfer(id, { at: at(minute), to, amount: { minor, currency: 'EUR' } });
      const events = [
        { kind: 'account-opened', id: 'open', at: at(0), user: 'u', account: 'api-a' },
        ...Array.from({ length: 30 }, (_, i) => pay(`p${i}`, i + 1, `shop-${i % 3}`, 1_000 + 37 * i)),
        pay('huge', 40, 'thief', 9_000_000),
        pay('stolen', 41, 'thief', 5_000),
      ];
      for (const event of events) expect((await post(api, MACHINE, '/v1/events', event)).status).toBe(201);
      const body = { model: 'isolation-forest', parameters: { trees: 30 } };
      expect((await post(api, 'admin', '/v1/retrain', body)).status).toBe(200);
      const probe = pay('probe', 60, 'thief', 400_000);
      const ask = async (): Promise<Answer['body']> =>
        (await score(api, { transaction: probe, explain: true })).body;
      const before = await ask();
      const { engine, store } = api.server.serving;
      const lookUp = store.events.lookUp.bind(store.events);
      // Of the first of the two nobody can say what it is about, until the store answers again.
      store.events.lookUp = () => Promise.reject(new RingfenceError('STORE_FAILED', 'for a test'));
      const retraction = {
        kind: 'retraction',
        id: 'r',
        at: at(50),
        of: ['default', 'huge'],
        reason: 'mistake',
      };
      expect((await post(api, MACHINE, '/v1/events', retraction)).status).toBe(201);
      expect(engine.state).toBe('behind');
      expect((await ask()).degraded).toBe(true);
      store.events.lookUp = lookUp;
      const subject = { type: 'Event', source: 'default', id: 'stolen' };
      const label = { kind: 'label', id: 'l', at: at(51), subject, verdict: 'fraud' };
      expect((await post(api, MACHINE, '/v1/events', label)).status).toBe(201);
      await until(async () => !(await ask()).degraded);
      const after = await ask();
      expect(after.reasons).not.toEqual(before.reasons);
      const anew = await LiveScoring.open(store);
      const { judgement } = anew.score(decodeEvent(probe, new CurrencyTable()) as ScoredEvent, true);
      expect({ risk: after.risk, base: after.base, reasons: after.reasons }).toEqual(
        JSON.parse(
          JSON.stringify({ risk: judgement.risk, base: judgement.base, reasons: judgement.reasons }),
        ),
      );
    });

    it('goes on scoring while the store is away, says so, and stores nothing then', async () => {
      const api = await fresh();
      await post(api, MACHINE, '/v1/events', wireTransfer('t1'));
      const { store } = api.server.serving;
      const away = (): Promise<never> =>
        Promise.reject(new RingfenceError('STORE_FAILED', 'store is away, for a test'));
      const { append, head } = store.events;
      Object.assign(store.events, { append: away, head: away });
      const { saveDocuments } = store.records;
      Object.assign(store.records, { saveDocuments: away });
      await until(async () => (await send(api, null, '/ready')).status === 503);
      // What was asked before the store went away may be answered still.
      await until(async () => (await score(api, { transaction: wireTransfer('t2') })).body.degraded === true);
      const asked = await score(api, { transaction: wireTransfer('t2') });
      expect([asked.status, asked.body]).toMatchObject([200, { degraded: true, stored: false }]);
      const known = await post(api, MACHINE, '/v1/score-by-event-id', { eventId: 't1' });
      expect([known.status, known.body]).toMatchObject([200, { degraded: true, made: 'arrival' }]);
      const stored = await score(api, { transaction: wireTransfer('t2'), store: true });
      expect([stored.status, stored.body.error]).toMatchObject([
        503,
        { code: 'STORE_FAILED', retryable: true },
      ]);
      Object.assign(store.events, { append, head });
      Object.assign(store.records, { saveDocuments });
      await until(async () => (await send(api, null, '/ready')).status === 200);
      const again = await score(api, { transaction: wireTransfer('t2'), store: true });
      expect([again.status, again.body]).toMatchObject([201, { degraded: false, stored: true }]);
    });

    it('names the field that is wrong, at every door', async () => {
      const api = await fresh();
      const transaction = wireTransfer('x');
      for (const path of ['/v1/score', '/score', '/v1/review', '/api/v1/review']) {
        const refused = async (body: unknown): Promise<Answer> => post(api, MACHINE, path, body);
        expectRefusal(await refused({}), 'REQUEST_INVALID', 'transaction');
        expectRefusal(await refused({ transaction, surprise: 1 }), 'REQUEST_INVALID', 'surprise');
        expectRefusal(await refused({ transaction, store: 'true' }), 'REQUEST_INVALID', 'store');
        expectRefusal(
          await refused({ transaction: { ...transaction, surprise: 1 } }),
          'EVENT_INVALID',
          'surprise',
        );
        expectRefusal(
          await refused({ transaction: wireTransfer('x', { amount: { minor: '1', currency: 'EUR' } }) }),
          'EVENT_INVALID',
          'amount.minor',
        );
        for (const amount of ['-1', '-0', '0.5', '1e400', 'null', 'true', '[5]', '9007199254740993']) {
          const text = JSON.stringify({ transaction }).replace('"minor":100', `"minor":${amount}`);
          expectRefusal(await refused(text), 'EVENT_INVALID', 'amount.minor');
        }
        expectRefusal(
          await refused({ transaction: wireTransfer('x', { at: '9999-01-01T00:00:00Z' }) }),
          'EVENT_FROM_FUTURE',
          'at',
        );
        const label = {
          kind: 'label',
          id: 'l',
          at: '2025-06-01T00:00:00Z',
          subject: { type: 'User', id: 'u' },
        };
        expectRefusal(
          await refused({ transaction: { ...label, verdict: 'fraud' } }),
          'EVENT_INVALID',
          'kind',
        );
      }
      expectRefusal(
        await post(api, MACHINE, '/v1/score-by-event-id', { eventId: 7 }),
        'REQUEST_INVALID',
        'eventId',
      );
      expectRefusal(await send(api, 'viewer', '/v1/scores?decision=maybe'), 'REQUEST_INVALID', 'decision');
      expectRefusal(await send(api, 'viewer', '/v1/scores?more=1'), 'REQUEST_INVALID', 'more');
      expectRefusal(await post(api, 'admin', '/v1/retrain', { model: 'guess' }), 'REQUEST_INVALID', 'model');
      expectRefusal(await post(api, 'admin', '/v1/retrain', { tune: true }), 'REQUEST_INVALID', 'tune');
      const machineStores = await score(api, { transaction, store: true }, 'analyst');
      expectRefusal(machineStores, 'FORBIDDEN');
    });

    it('answers the payloads of PaySim as documented: one, many, zero, an unknown type, a missing field', async () => {
      const api = await fresh();
      const ask = (body: unknown, path = '/v1/predict'): Promise<Answer> => post(api, MACHINE, path, body);
      for (const path of ['/v1/predict', '/predict']) {
        const hole = {
          ...PAYSIM,
          type: 'CASH_OUT',
          amount: 10_000,
          newbalanceOrig: 0,
          oldbalanceDest: 0,
          newbalanceDest: 0,
        };
        expect((await ask({ payload: hole }, path)).body).toMatchObject({
          fraud: true,
          reason: 'black_hole_rule',
          model_used: false,
          model_prob: null,
        });
        const sound = await ask({ payload: PAYSIM }, path);
        expect(sound.body).toMatchObject({ fraud: false, model_used: true, decision_threshold: 0.5 });
        expect(Number(sound.body.model_prob)).toBeLessThan(0.5);
      }
      const drain = {
        ...PAYSIM,
        amount: 180_000,
        oldbalanceOrg: 180_000,
        newbalanceOrig: 0,
        oldbalanceDest: 50_000,
        newbalanceDest: 230_000,
      };
      const broken = {
        ...PAYSIM,
        type: 'CASH_OUT',
        amount: 20_000,
        oldbalanceOrg: 50_000,
        newbalanceOrig: 15_000,
        oldbalanceDest: 5_000,
        newbalanceDest: 25_000,
      };
      for (const payload of [drain, broken]) {
        const { body } = await ask({ payload });
        expect(body).toMatchObject({ fraud: true, model_used: true });
        expect(Number(body.model_prob)).toBeGreaterThanOrEqual(0.5);
      }
      const zero = { ...PAYSIM, amount: 0, oldbalanceOrg: 5_000, newbalanceDest: 1_000 };
      expect((await ask({ payload: zero })).body).toMatchObject({ fraud: false });
      const unknown = await ask({ payload: { ...PAYSIM, type: 'INVALID_TYPE' } });
      expect([unknown.status, String(unknown.body.warning)]).toEqual([
        200,
        expect.stringContaining('CASH_IN'),
      ]);
      const missing = await ask({ payload: { type: 'TRANSFER', amount: 5_000 } });
      expect(missing.status).toBe(422);
      expect(missing.body).toMatchObject({
        detail: "Invalid payload or missing required numeric fields: 'oldbalanceOrg'",
        error: { code: 'EVENT_INVALID', field: 'oldbalanceOrg' },
      });
      const many = await ask({ payloads: [PAYSIM, { ...PAYSIM, amount: '1' }, zero] });
      expect(many.body.predictions).toMatchObject([
        { fraud: false },
        { error: { field: 'amount' } },
        { fraud: false },
      ]);
      expectRefusal(await ask({}), 'REQUEST_INVALID', 'payload');
      expectRefusal(await ask({ payload: { ...PAYSIM, isFraud: 1 } }), 'REQUEST_INVALID', 'payload.isFraud');
    });

    it('trains, scores with what it trained, lists it, and says so everywhere', async () => {
      const api = await fresh(true);
      const body = { model: 'isolation-forest', parameters: { trees: 20 }, key: 'first' };
      expect((await send(api, null, '/api/v1/health')).body).toMatchObject({
        status: 'up',
        model: 'rules-only',
      });
      const trained = await post(api, 'admin', '/retrain', body);
      expect(trained.status, JSON.stringify(trained.body)).toBe(200);
      const run = trained.body.run as { id: string; stage: string };
      expect(run.stage).toBe('champion');
      const again = await post(api, 'admin', '/v1/retrain', body);
      expect(again.body).toMatchObject({ duplicate: true, run: { id: run.id } });
      expectRefusal(
        await post(api, 'admin', '/v1/retrain', { ...body, model: 'gbdt' }),
        'ID_CONFLICT',
        'key',
      );
      for (const path of ['/v1/model-runs', '/model-runs']) {
        const { body: list } = await send(api, 'viewer', path);
        expect(list.runs).toMatchObject([{ id: run.id, stage: 'champion', model: 'isolation-forest' }]);
      }
      const scored = await score(api, { transaction: wireTransfer('t1'), explain: true });
      expect(scored.body).toMatchObject({ model: run.id });
      expect(sumOf(scored.body)).toBe(Math.round(100 * Number(scored.body.risk)));
      for (const path of ['/v1/agent/info', '/api/v1/agent/info'])
        expect((await send(api, MACHINE, path)).body).toMatchObject({
          thresholds: { approve: 0.7, deny: 0.4 },
          model: { run: run.id },
        });
      expect((await send(api, null, '/health')).body).toMatchObject({ model: 'trained' });
      const metrics = String((await send(api, MACHINE, '/metrics')).body.text);
      expect(metrics).toContain(`ringfence_model_info{champion="${run.id}",challenger="none",policy="1"} 1`);
      expect(metrics).toMatch(/ringfence_decisions_total\{decision="\w+"\} \d/);
      // Scores of the newest transactions are there from the start.
      const { body: list } = await send(api, 'viewer', '/scores?first=5');
      expect(list.scores).toHaveLength(5);
      const [{ event }] = list.scores as unknown as [{ event: { source: string; id: string } }];
      for (const path of ['/v1/score-by-event-id', '/score-by-event-id']) {
        const byId = await post(api, MACHINE, path, { source: event.source, eventId: event.id });
        expect([byId.status, byId.body]).toMatchObject([200, { event, made: 'arrival' }]);
      }
      for (const path of ['/v1/review', '/api/v1/review']) {
        const { body: review } = await post(api, MACHINE, path, { transaction: wireTransfer('r') });
        expect(['approve', 'review', 'deny']).toContain(review.decision);
        expect(review.legitimacy_score).toBeCloseTo(1 - Number(review.risk) / 100, 9);
      }
    });
  });
}
