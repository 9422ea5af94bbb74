import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ACCESS_ROLES, ROLE_PERMISSIONS, type AccessRole, type Permission } from '../../src/app/access.ts';
import { makeSchema, permissionOf } from '../../src/resolvers/schema.ts';
import { authenticatorOf } from '../../src/server/auth/authenticator.ts';
import { ApiKeys, makeKey, readKeys, writeKeys } from '../../src/server/auth/api-keys.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { ask, codesOf, graphql } from '../support/api-graphql.ts';
import {
  fillStore,
  SECRET,
  send,
  startApi,
  token,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';
import { join } from 'node:path';

/** Every field of the roots, the least that calls it, what it needs, and what an empty store makes it say. A new field without a line here fails. */
const FIELDS: Readonly<
  Record<string, readonly [call: string, permission: Permission, without?: 'NOT_FOUND' | 'TRAINING_INVALID']>
> = {
  'Query.version': ['version', 'read'],
  'Query.node': ['node(id: "User:a") { id }', 'read'],
  'Query.entity': ['entity(type: User, id: "a") { id }', 'read'],
  'Query.entities': ['entities(ids: []) { id }', 'read'],
  'Query.search': ['search(text: "a") { type }', 'read'],
  'Query.neighbourCounts': ['neighbourCounts(ids: []) { id }', 'read'],
  'Query.expand': ['expand(id: "User:a") { totalCount }', 'read'],
  'Query.path': ['path(a: "User:a", b: "User:b") { found }', 'read'],
  'Query.transaction': ['transaction(source: "a", eventId: "a") { at }', 'read'],
  'Query.transactions': ['transactions { nodes { at } }', 'read'],
  'Query.finding': ['finding(id: "a") { id }', 'read'],
  'Query.findings': ['findings { totalCount }', 'read'],
  'Query.ring': ['ring(id: "a") { id }', 'read'],
  'Query.rings': ['rings { totalCount }', 'read'],
  'Query.detectors': ['detectors { name }', 'read'],
  'Query.stats': ['stats { rings }', 'read'],
  'Query.hubs': ['hubs { reason }', 'read'],
  'Query.timeSeries': [
    'timeSeries(metric: EVENTS, from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z") { count }',
    'read',
  ],
  'Mutation.ingest': ['ingest(events: []) { accepted }', 'ingest'],
  'Mutation.detect': ['detect(detectors: []) { rings }', 'detect'],
  'Mutation.label': ['label(input: {key: "k", subject: "User:a", verdict: fraud}) { version }', 'label'],
  'Query.risk': ['risk(subject: {entity: "User:a"}) { risk }', 'read'],
  'Query.latestScores': ['latestScores { totalCount }', 'read'],
  'Query.modelRuns': ['modelRuns { totalCount }', 'read'],
  'Query.models': ['models { version }', 'read'],
  'Query.evaluation': ['evaluation { model }', 'manage', 'TRAINING_INVALID'],
  'Query.policy': ['policy { version }', 'read'],
  'Mutation.score': [
    'score(transaction: {id: "s", kind: "transfer", at: "2025-01-01T00:00:00Z", from: "a", to: "b", amount: {minor: 1, currency: "EUR"}}) { stored }',
    'score',
  ],
  'Mutation.train': ['train(input: {key: "k"}) { duplicate }', 'manage', 'TRAINING_INVALID'],
  'Mutation.promote': ['promote(input: {key: "k", run: "none"}) { duplicate }', 'manage', 'NOT_FOUND'],
  'Mutation.rollBack': ['rollBack(input: {key: "k"}) { duplicate }', 'manage', 'NOT_FOUND'],
  'Mutation.setPolicy': [
    'setPolicy(input: {key: "k", policy: {decides: "legitimacy", legitimacy: {approve: 0.7, deny: 0.4}, expectedCost: ' +
      '{currency: "EUR", lossShare: 1, lossFixed: 0, falseStop: 1, review: 1, reviewFinds: 1}}}) { duplicate }',
    'manage',
  ],
  'Subscription.ringEvents': ['ringEvents { seq }', 'read'],
  'Subscription.scores': ['scores { seq }', 'read'],
};

/** Every route and what it needs. */
const ROUTES: readonly (readonly [method: string, path: string, access: Permission | 'public'])[] = [
  ['GET', '/health', 'public'],
  ['GET', '/api/v1/health', 'public'],
  ['GET', '/ready', 'public'],
  ['GET', '/redoc', 'public'],
  ['GET', '/docs', 'public'],
  ['GET', '/rings', 'public'],
  ['GET', '/metrics', 'metrics'],
  ['POST', '/v1/events', 'ingest'],
  ['POST', '/ingest', 'ingest'],
  ['POST', '/v1/events/batch', 'ingest'],
  ['GET', '/v1/events', 'personal'],
  ['GET', '/events', 'personal'],
  ['POST', '/v1/score', 'score'],
  ['POST', '/score', 'score'],
  ['POST', '/v1/score-by-event-id', 'score'],
  ['POST', '/score-by-event-id', 'score'],
  ['GET', '/v1/scores', 'read'],
  ['GET', '/scores', 'read'],
  ['POST', '/v1/review', 'score'],
  ['POST', '/api/v1/review', 'score'],
  ['GET', '/v1/agent/info', 'score'],
  ['GET', '/api/v1/agent/info', 'score'],
  ['POST', '/v1/predict', 'score'],
  ['POST', '/predict', 'score'],
  ['POST', '/v1/retrain', 'manage'],
  ['POST', '/retrain', 'manage'],
  ['GET', '/v1/model-runs', 'read'],
  ['GET', '/model-runs', 'read'],
];

const allowed = (role: AccessRole, permission: Permission): boolean =>
  (ROLE_PERMISSIONS[role] as readonly Permission[]).includes(permission);

/** Who may do what, on every door. */
export function accessCases(name: string, make: MakeStore, folder: string): void {
  const fresh = async (): Promise<ApiUnderTest> => {
    const api = await startApi(await make());
    await api.server.started;
    return api;
  };

  describe(`access on ${name}`, () => {
    it('asks every root field for the permission of the table, for every role', async () => {
      const schema = makeSchema();
      const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
      const fields = roots.flatMap((root) =>
        Object.values(root.getFields()).map((field) => [
          `${root.name}.${field.name}`,
          permissionOf(root.name, field),
        ]),
      );
      expect(Object.fromEntries(fields)).toEqual(
        Object.fromEntries(Object.entries(FIELDS).map(([field, [, permission]]) => [field, permission])),
      );
      const api = await fresh();
      for (const role of ACCESS_ROLES)
        for (const [field, [call, permission, without]] of Object.entries(FIELDS)) {
          if (field.startsWith('Subscription')) continue;
          const kind = field.startsWith('Mutation') ? 'mutation' : 'query';
          const answer = await graphql(api, role, `${kind} { ${call} }`);
          expect([role, field, codesOf(answer)]).toEqual([
            role,
            field,
            allowed(role, permission) ? (without ? [without] : []) : ['FORBIDDEN'],
          ]);
        }
      const { label } = await api.server.serving.store.events.counts();
      expect(label).toBe(1);
    });

    it('asks every route for the permission of the table, for every role and for nobody', async () => {
      const api = await fresh();
      for (const [method, path, access] of ROUTES) {
        const init = {
          method,
          ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
        };
        expect([path, (await send(api, null, path, init)).status === 401]).toEqual([
          path,
          access !== 'public',
        ]);
        for (const role of ACCESS_ROLES) {
          const { status } = await send(api, role, path, init);
          const may = access === 'public' || allowed(role, access);
          expect([path, role, status === 403]).toEqual([path, role, !may]);
        }
      }
      for (const path of ['/graphql', '/graphql/stream'])
        expect((await send(api, null, path, { method: 'POST', body: '{}' })).status).toBe(401);
      expect((await send(api, null, '/graphiql')).status).toBe(404);
    });

    it('takes no token that is wrong in any respect, with the same words for all', async () => {
      const api = await fresh();
      const key = new TextEncoder().encode(SECRET);
      const claims = {
        sub: 'a',
        role: 'admin',
        workspace: 'default',
        iss: 'ringfence',
        aud: 'ringfence',
        exp: 4e9,
      };
      const signed = (changes: object, alg = 'HS256', by: Uint8Array = key): Promise<string> =>
        new SignJWT(JSON.parse(JSON.stringify({ ...claims, ...changes })))
          .setProtectedHeader({ alg, kid: '../../etc' })
          .sign(by);
      const wrong: Readonly<Record<string, string>> = {
        'no signature': new UnsecuredJWT(claims).encode(),
        'another key': await signed({}, 'HS256', new TextEncoder().encode('x'.repeat(40))),
        'another algorithm': await signed({}, 'HS512', new TextEncoder().encode('x'.repeat(64))),
        'another workspace': await signed({ workspace: 'other' }),
        'no workspace': await signed({ workspace: undefined }),
        'another audience': await signed({ aud: 'other' }),
        'another issuer': await signed({ iss: 'other' }),
        'no end': await signed({ exp: undefined }),
        'an end that is past': await signed({ exp: 1_000_000_000 }),
        'no subject': await signed({ sub: undefined }),
        'an unknown role': await signed({ role: 'root' }),
        'a role from the prototype': await signed({ role: 'constructor' }),
        'no text of a token': 'nonsense',
        'a key that is none': `rf_abc_${'a'.repeat(43)}`,
      };
      const right = await fetch(`${api.url}/v1/events`, {
        headers: { authorization: `Bearer ${await signed({})}` },
      });
      expect(right.status).toBe(200);
      const texts = new Set<string>();
      for (const [what, text] of Object.entries(wrong)) {
        const answer = await fetch(`${api.url}/v1/events`, { headers: { authorization: `Bearer ${text}` } });
        expect([what, answer.status]).toEqual([what, 401]);
        const { error } = (await answer.json()) as { error: { code: string; message: string } };
        texts.add(`${error.code} ${error.message}`);
        expect(api.logged()).not.toContain(text);
      }
      expect(texts.size).toBe(1);
    });

    it('takes API keys until they are revoked or end, and keeps only their hashes', async () => {
      const file = join(folder, `keys-${name}.json`);
      const now = systemClock.now();
      const good = makeKey({ name: 'a', role: 'machine', workspace: 'default' }, now, null);
      const ended = makeKey({ name: 'b', role: 'machine', workspace: 'default' }, now, now - 1);
      const elsewhere = makeKey({ name: 'c', role: 'machine', workspace: 'other' }, now, null);
      const soon = makeKey({ name: 'd', role: 'machine', workspace: 'default' }, now, now + 5_000);
      writeKeys(file, [good.stored, ended.stored, elsewhere.stored, soon.stored]);
      expect(JSON.stringify(readKeys(file))).not.toContain(good.token.split('_')[2]);
      let ahead = 0;
      const clock = { ...systemClock, now: () => systemClock.now() + ahead };
      const authenticator = authenticatorOf(new ApiKeys(file, 'default'), null, clock);
      const api = await startApi(await make(), { authenticator });
      const status = async (key: string): Promise<number> =>
        (await fetch(`${api.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })).status;
      expect(await Promise.all([good, ended, elsewhere].map((key) => status(key.token)))).toEqual([
        200, 401, 401,
      ]);
      expect(await status(`${good.token.slice(0, -1)}${good.token.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
      expect(await status(await token('admin'))).toBe(401);
      expect(await status(soon.token)).toBe(200);
      ahead = 6_000;
      expect([await status(soon.token), await status(good.token)]).toEqual([401, 200]);
      ahead = 0;
      writeKeys(file, [{ ...good.stored, revokedAt: now }]);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect(await status(good.token)).toBe(401);
    });

    it('shows personal data only to those who may see it', async () => {
      const store = await make();
      await fillStore(store);
      const api = await startApi(store);
      await api.server.started;
      let user: { entityId: string; name: string; email: string } | undefined;
      for await (const batch of store.graph.entities('User'))
        for (const { id, properties } of batch)
          if (properties.name && properties.email)
            user ??= { entityId: id, name: String(properties.name), email: String(properties.email) };
      const query = `query ($id: String!, $email: String!) { entity(type: User, id: $id) { ... on User { name email phone } properties { name } }
        search(text: $email) { hits { entity { id } } }
        findings(detector: "shared-identity", first: 10) { nodes { subject members { entity { id entityId } } } } }`;
      const see = async (role: AccessRole): Promise<string> =>
        JSON.stringify(await ask(api, query, { id: user!.entityId, email: user!.email }, role));
      const [analyst, viewer] = [await see('analyst'), await see('viewer')];
      expect(analyst).toContain(user!.email);
      expect(analyst).toContain(`User:${user!.entityId}`);
      expect(viewer).not.toContain(user!.email);
      expect(viewer).not.toContain(user!.name);
      expect(viewer).not.toContain(`User:${user!.entityId}`);
      expect(analyst).toMatch(/Identifier:(email|phone|nationalId):[^~]/);
      expect(viewer).toMatch(/Identifier:(email|phone|nationalId):~/);
      expect(viewer).not.toMatch(/Identifier:(email|phone|nationalId):[^~]/);
    });
  });
}
