import { createClient } from 'graphql-sse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, codesOf, graphql } from '../support/api-graphql.ts';
import {
  fillStore,
  post,
  send,
  startApi,
  token,
  until,
  wireTransfer,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { keepForest } from '../support/kept-forest.ts';

interface Told {
  readonly seq: number;
  readonly stream: string;
  readonly change: string;
  readonly score: { readonly eventId: string } | null;
}

const SCORES =
  'subscription ($seq: Int, $stream: String) { scores(sinceSeq: $seq, stream: $stream) { seq stream change score { eventId } } }';

async function listen(api: ApiUnderTest, variables: { seq?: number; stream?: string } = {}) {
  const client = createClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${await token('viewer')}` },
    retryAttempts: 0,
  });
  onTestFinished(() => client.dispose());
  const told: Told[] = [];
  const stop = client.subscribe<{ scores: Told }>(
    { query: SCORES, variables },
    { next: ({ data }) => data?.scores && told.push(data.scores), error: () => {}, complete: () => {} },
  );
  return { told, stop };
}

const SCORE_FIELDS =
  'source eventId risk base decision run reasons { points nodeIds linkIds } user { entityId }';

/** Risk, models and policies by GraphQL, whatever the store. */
export function riskCases(name: string, make: MakeStore): void {
  const fresh = async (fill = false): Promise<ApiUnderTest> => {
    const store = await make();
    if (fill) await fillStore(store);
    const api = await startApi(store);
    await api.server.started;
    return api;
  };

  describe(`risk on ${name}`, () => {
    it('tells the risk of transactions, users, accounts and rings, and of nothing else', async () => {
      const api = await fresh(true);
      type Scores = {
        scores: { eventId: string; risk: number }[];
        risk: number | null;
        rings: { ringId: string }[];
      };
      const riskOf = async (subject: string, role: 'viewer' | 'admin' = 'viewer'): Promise<Scores> =>
        (
          await ask<{ risk: Scores }>(
            api,
            `{ risk(subject: ${subject}) { risk degraded scores { ${SCORE_FIELDS} } rings { ringId } } }`,
            {},
            role,
          )
        ).risk;
      const { latestScores } = await ask<{
        latestScores: {
          nodes: { source: string; eventId: string; risk: number; user: { entityId: string } | null }[];
        };
      }>(api, `{ latestScores(first: 200) { nodes { ${SCORE_FIELDS} } } }`);
      const one = latestScores.nodes.find(({ user }) => user !== null)!;
      const event = await riskOf(`{event: {source: "${one.source}", eventId: "${one.eventId}"}}`);
      expect(event).toMatchObject({ risk: one.risk, scores: [{ eventId: one.eventId }] });
      const user = await riskOf(`{entity: "User:${one.user!.entityId}"}`);
      expect(user.scores[0].eventId).toBe(one.eventId);
      expect(user.scores.length).toBeLessThanOrEqual(20);
      expect(user.risk).toBe(Math.max(...user.scores.map(({ risk }) => risk)));
      expect(await riskOf('{entity: "Account:nobody"}')).toMatchObject({ risk: null, scores: [], rings: [] });

      const [ring] = api.server.serving.engine.view.rings;
      expect(await riskOf(`{ring: "${ring.id}"}`)).toMatchObject({
        risk: ring.risk,
        rings: [{ ringId: ring.id }],
      });
      const member = ring.members.find(({ type }) => type === 'User')!;
      expect((await riskOf(`{entity: "User:${member.id}"}`)).rings).toContainEqual({ ringId: ring.id });
      const { ring: told } = await ask<{
        ring: {
          risk: number;
          reasons: { points: number; nodeIds: string[]; findings: { linkIds: string[] }[] }[];
        };
      }>(
        api,
        `{ ring(id: "${ring.id}") { risk reasons { line points text nodeIds findings { linkIds } evidence { eventId } } } }`,
      );
      expect(told.risk).toBeGreaterThan(0);
      expect(told.reasons.reduce((sum, { points }) => sum + Math.round(100 * points), 0)).toBe(
        Math.round(100 * told.risk),
      );
      expect(told.reasons[0].nodeIds.length).toBeGreaterThan(0);

      for (const [subject, code] of [
        ['{}', 'REQUEST_INVALID'],
        ['{ring: "a", entity: "User:a"}', 'REQUEST_INVALID'],
        ['{entity: "Device:a"}', 'REQUEST_INVALID'],
        ['{ring: "none"}', 'NOT_FOUND'],
        ['{event: {source: "a", eventId: "b"}}', 'NOT_FOUND'],
      ])
        expect([
          subject,
          codesOf(await graphql(api, 'viewer', `{ risk(subject: ${subject}) { risk } }`)),
        ]).toEqual([subject, [code]]);
    });

    it('scores by mutation as by REST, and stores only for those who may', async () => {
      const api = await fresh();
      const mutation = (store: boolean): string =>
        `mutation ($t: Event!) { score(transaction: $t, store: ${store}) { stored duplicate made score { ${SCORE_FIELDS} } } }`;
      const t = wireTransfer('t1', { user: 'u' });
      const { score } = await ask<{ score: { stored: boolean; score: { risk: number } } }>(
        api,
        mutation(false),
        { t },
        'analyst',
      );
      expect(score).toMatchObject({ stored: false, made: 'now' });
      const rest = await post(api, 'machine', '/v1/score', { transaction: t });
      expect(rest.body.risk).toBe(score.score.risk);
      expect(codesOf(await graphql(api, 'analyst', mutation(true), { t }))).toEqual(['FORBIDDEN']);
      expect(await ask(api, mutation(true), { t })).toMatchObject({
        score: { stored: true, duplicate: false },
      });
      const wrong = await graphql(api, 'analyst', mutation(false), { t: { ...t, amount: 1 } });
      expect(codesOf(wrong)).toEqual(['EVENT_INVALID']);
    });

    it('tells of scores as they are given, and loses nothing over a cut', async () => {
      const api = await fresh();
      const all = await listen(api);
      const first = await listen(api);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await post(api, 'machine', '/v1/events', wireTransfer('t1'));
      await until(() => first.told.length === 1);
      first.stop();
      await post(api, 'machine', '/v1/events', wireTransfer('t2'));
      await post(api, 'machine', '/v1/score', { transaction: wireTransfer('asked') });
      await post(api, 'machine', '/v1/events', wireTransfer('t3'));
      await until(() => all.told.length === 3);
      const { seq, stream } = first.told[0];
      const back = await listen(api, { seq, stream });
      await until(() => back.told.length === 2);
      expect([...first.told, ...back.told]).toEqual(all.told);
      expect(all.told.map(({ score }) => score?.eventId)).toEqual(['t1', 't2', 't3']);
      const lost = await listen(api, { seq: 1, stream: 'of another run' });
      await until(() => lost.told.length === 1);
      expect(lost.told[0]).toMatchObject({ change: 'RESET', score: null });
    });

    it('changes the policy by version and key, from the next score on', async () => {
      const api = await fresh();
      const set = (key: string, version: number | null, approve: number) =>
        graphql(
          api,
          'supervisor',
          'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { duplicate policy { version approve deny document } } }',
          {
            input: { key, version, policy: { ...JSON.parse(document), legitimacy: { approve, deny: 0.2 } } },
          },
        );
      const { policy } = await ask<{ policy: { version: number; document: string } }>(
        api,
        '{ policy { version document } }',
      );
      const { document } = policy;
      expect(policy.version).toBe(1);
      const decisionOf = async (): Promise<unknown> =>
        (await post(api, 'machine', '/v1/score', { transaction: wireTransfer('t') })).body.decision;
      expect(await decisionOf()).toBe('approve');
      expect((await set('a', 1, 1)).data).toMatchObject({
        setPolicy: { duplicate: false, policy: { version: 2, approve: 1 } },
      });
      expect(await decisionOf()).toBe('review');
      expect((await set('a', 1, 1)).data).toMatchObject({
        setPolicy: { duplicate: true, policy: { version: 2 } },
      });
      expect(codesOf(await set('a', 1, 0.9))).toEqual(['ID_CONFLICT']);
      const stale = await set('b', 1, 0.5);
      expect([codesOf(stale), stale.errors[0].extensions.version]).toEqual([['VERSION_CONFLICT'], 2]);
      expect(codesOf(await set('c', 2, 0.1))).toEqual(['RULES_INVALID']);
      const together = await Promise.all([set('d', 2, 0.6), set('e', 2, 0.7)]);
      expect(together.flatMap(codesOf)).toEqual(['VERSION_CONFLICT']);
      expect(await send(api, 'machine', '/v1/agent/info')).toMatchObject({ body: { policy_version: 3 } });
    });

    it('trains a challenger, and promotes it by version', async () => {
      const api = await fresh(true);
      const train = (key: string, role: 'admin' | 'analyst' = 'admin') =>
        graphql(
          api,
          role,
          'mutation ($input: TrainInput!) { train(input: $input) { duplicate notes run { id stage metrics { name value } rows { name count } } } }',
          { input: { key, model: 'isolation-forest', parameters: { trees: 10 } } },
        );
      type Trained = { train: { run: { id: string; stage: string } } };
      const first = (await train('one')).data as Trained;
      const second = (await train('two')).data as Trained;
      expect([first.train.run.stage, second.train.run.stage]).toEqual(['champion', 'challenger']);
      expect((await train('two')).data).toMatchObject({
        train: { duplicate: true, run: { id: second.train.run.id } },
      });
      expect(codesOf(await train('three', 'analyst'))).toEqual(['FORBIDDEN']);
      const { body } = await post(api, 'machine', '/v1/score', { transaction: wireTransfer('t') });
      expect([body.model, (body.shadow as { run?: string } | null)?.run]).toEqual([
        first.train.run.id,
        second.train.run.id,
      ]);

      const { models } = await ask<{ models: { version: number } }>(
        api,
        '{ models { version champion { id } challenger { id } } }',
      );
      const promote = (key: string, version: number) =>
        graphql(
          api,
          'supervisor',
          'mutation ($input: PromoteInput!) { promote(input: $input) { duplicate models { version champion { id } challenger { id } } } }',
          { input: { key, version, run: second.train.run.id } },
        );
      expect(codesOf(await promote('p', models.version - 1))).toEqual(['VERSION_CONFLICT']);
      const promoted = { champion: { id: second.train.run.id }, challenger: { id: first.train.run.id } };
      expect((await promote('q', models.version)).data).toMatchObject({
        promote: { duplicate: false, models: promoted },
      });
      expect((await promote('q', models.version)).data).toMatchObject({
        promote: { duplicate: true, models: promoted },
      });
      const after = await post(api, 'machine', '/v1/score', { transaction: wireTransfer('t') });
      expect(after.body.model).toBe(second.train.run.id);
      const { modelRuns } = await ask<{ modelRuns: { nodes: { id: string }[]; totalCount: number } }>(
        api,
        '{ modelRuns(first: 1) { totalCount nodes { id stage model features parameters checksum } } }',
      );
      expect(modelRuns).toMatchObject({
        totalCount: 2,
        nodes: [{ id: second.train.run.id, stage: 'champion' }],
      });
    });

    it('evaluates models by the labels of the store, and says why where there are too few', async () => {
      const store = await make();
      // Labels come late: of a month too few are known.
      await fillStore(store, { days: 60, fraudRate: 0.3 });
      const api = await startApi(store);
      await api.server.started;
      const query = `{ evaluation(model: "logistic-regression", trainShare: 0.6) { model trainedAt from to rows frauds
        ringsOnBothSides ablation { features averagePrecision low high } alerts { from alerts precision }
        calibration { from to rows observed expected } curve { precision recall } notes } }`;
      interface Line {
        readonly features: string;
        readonly averagePrecision: number;
        readonly low: number;
        readonly high: number;
      }
      interface Evaluation {
        readonly trainedAt: string;
        readonly from: string;
        readonly rows: number;
        readonly frauds: number;
        readonly ablation: readonly Line[];
        readonly alerts: readonly unknown[];
        readonly calibration: readonly { readonly rows: number; readonly observed: number }[];
        readonly notes: readonly string[];
      }
      const { evaluation } = await ask<{ evaluation: Evaluation }>(api, query, {}, 'supervisor');
      expect(evaluation).toMatchObject({ model: 'logistic-regression', ringsOnBothSides: 0 });
      expect(evaluation.frauds).toBeGreaterThan(0);
      expect(evaluation.rows).toBeGreaterThan(evaluation.frauds);
      expect(evaluation.from >= evaluation.trainedAt).toBe(true);
      expect(evaluation.ablation.map(({ features }) => features)).toEqual([
        'transaction',
        'graph',
        'both',
        'both+rules',
      ]);
      for (const { averagePrecision, low, high } of evaluation.ablation) {
        expect(averagePrecision).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(averagePrecision);
        expect(high).toBeGreaterThanOrEqual(averagePrecision);
      }
      const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
      expect(sum(evaluation.calibration.map(({ rows }) => rows))).toBe(evaluation.rows);
      expect(sum(evaluation.calibration.map(({ observed }) => observed))).toBe(evaluation.frauds);
      expect(evaluation.alerts.length).toBeGreaterThan(0);
      expect(evaluation.notes.length).toBeGreaterThan(0);
      expect(await ask(api, query, {}, 'supervisor')).toEqual({ evaluation });
      const empty = await fresh();
      expect(codesOf(await graphql(empty, 'supervisor', '{ evaluation { model } }'))).toEqual([
        'TRAINING_INVALID',
      ]);
    });

    it('exchanges models while scores are asked for, goes back, and takes none that is damaged', async () => {
      const api = await fresh(true);
      const { store } = api.server.serving;
      const ids: string[] = [];
      for (const key of ['one', 'two']) {
        const body = { key, model: 'isolation-forest', parameters: { trees: 10 } };
        const trained = await post(api, 'admin', '/v1/retrain', body);
        ids.push((trained.body.run as { id: string }).id);
      }
      const [first, second] = ids;
      const turn = (name: 'promote' | 'rollBack', input: Record<string, unknown>) =>
        graphql(
          api,
          'supervisor',
          `mutation ($input: ${name === 'promote' ? 'PromoteInput' : 'RollBackInput'}!) { ${name}(input: $input) {
             duplicate models { version champion { id } challenger { id } } } }`,
          { input },
        );
      const modelOfScore = async (): Promise<unknown> => {
        const { status, body } = await post(api, 'machine', '/v1/score', { transaction: wireTransfer('t') });
        return status === 200 ? body.model : status;
      };
      expect(await modelOfScore()).toBe(first);

      // Asked all the while, every answer is whole and of one of the two.
      const asked = (async () => {
        const models: unknown[] = [];
        for (let round = 0; round < 6; round++)
          models.push(...(await Promise.all(Array.from({ length: 8 }, modelOfScore))));
        return models;
      })();
      const promoted = await turn('promote', { key: 'p', run: second });
      expect(promoted.data).toMatchObject({
        promote: { duplicate: false, models: { champion: { id: second } } },
      });
      expect((await asked).filter((model) => model !== first && model !== second)).toEqual([]);
      expect(await modelOfScore()).toBe(second);

      const { version } = (promoted.data as { promote: { models: { version: number } } }).promote.models;
      expect(codesOf(await turn('rollBack', { key: 'a', version: version - 1 }))).toEqual([
        'VERSION_CONFLICT',
      ]);
      const back = { rollBack: { models: { champion: { id: first }, challenger: null } } };
      expect((await turn('rollBack', { key: 'b', version })).data).toMatchObject(back);
      expect((await turn('rollBack', { key: 'b', version })).data).toMatchObject({
        rollBack: { ...back.rollBack, duplicate: true },
      });
      expect(await modelOfScore()).toBe(first);
      expect(codesOf(await turn('rollBack', { key: 'c' }))).toEqual(['NOT_FOUND']);

      // Damaged under the running server: no change is made with it, and what decides goes on deciding.
      const damage = async (id: string): Promise<void> => {
        const kept = (await store.records.document('model-artefact', id))!;
        const artefact = { ...(kept.artefact as object), checksum: '0'.repeat(64) };
        await store.records.saveDocuments([{ kind: 'model-artefact', document: { ...kept, artefact } }]);
      };
      await damage(second);
      expect(codesOf(await turn('promote', { key: 'd', run: second }))).toEqual(['MODEL_INVALID']);
      expect(await ask(api, '{ models { champion { id } challenger { id } } }')).toEqual({
        models: { champion: { id: first }, challenger: null },
      });
      expect(await modelOfScore()).toBe(first);
      await damage(first);
      const { policy } = await ask<{ policy: { document: string } }>(api, '{ policy { document } }');
      const set = await graphql(
        api,
        'supervisor',
        'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { policy { approve } } }',
        {
          input: {
            key: 's',
            policy: { ...JSON.parse(policy.document), legitimacy: { approve: 0.9, deny: 0.1 } },
          },
        },
      );
      expect(set.data).toMatchObject({ setPolicy: { policy: { approve: 0.9 } } });
      expect((await send(api, 'machine', '/v1/agent/info')).body).toMatchObject({
        thresholds: { approve: 0.9, deny: 0.1 },
        model: { run: first },
      });
      expect(await modelOfScore()).toBe(first);
    });

    it('starts with a champion that is damaged, scores by rules alone and says so, until another is promoted', async () => {
      const store = await make();
      await fillStore(store);
      const lease = await store.acquireLease();
      const ids = ['champion', 'challenger'];
      for (const id of ids) await keepForest(store, id, systemClock);
      const kept = (await store.records.document('model-artefact', ids[0]))!;
      await store.records.saveDocuments([{ kind: 'model-artefact', document: { ...kept, artefact: {} } }]);
      await lease.release();

      const api = await startApi(store);
      await api.server.started;
      expect(api.logged()).toContain('the champion is damaged in the store');
      expect((await send(api, null, '/health')).body).toMatchObject({ status: 'up', model: 'damaged' });
      const score = async () =>
        (await post(api, 'machine', '/v1/score', { transaction: wireTransfer('t') })).body;
      expect(await score()).toMatchObject({ model: null, shadow: { run: ids[1] }, degraded: true });
      // What has nothing to do with it can be changed meanwhile.
      const { policy } = await ask<{ policy: { document: string } }>(api, '{ policy { document } }');
      const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { policy { approve } } }';
      const changed = { ...JSON.parse(policy.document), legitimacy: { approve: 0.9, deny: 0.1 } };
      const input = { key: 's', policy: changed };
      expect((await graphql(api, 'supervisor', set, { input })).data).toMatchObject({
        setPolicy: { policy: { approve: 0.9 } },
      });
      const promote = 'mutation ($input: PromoteInput!) { promote(input: $input) { models { version } } }';
      await graphql(api, 'supervisor', promote, { input: { key: 'p', run: ids[1] } });
      expect(await score()).toMatchObject({ model: ids[1], shadow: null, degraded: false });
      expect((await send(api, null, '/health')).body).toMatchObject({ model: 'trained' });
    });
  });
}
