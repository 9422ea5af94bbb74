import { describe, expect, it } from 'vitest';
import { codesOf, graphql } from '../support/api-graphql.ts';
import { post, send, startApi, type ApiUnderTest, type MakeStore } from '../support/api-server.ts';

const nested = (levels: number): string =>
  `{ rings { nodes ${'{ members { entity { rings '.repeat(levels)} { ringId } ${'} } }'.repeat(levels)} } }`;

/** Operations that are refused before anything is resolved, and the code that says so. */
const REFUSED: readonly (readonly [title: string, query: string, variables: object, code: string])[] = [
  ['deep', nested(5), {}, 'QUERY_TOO_COSTLY'],
  [
    'with many aliases',
    `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: version`).join(' ')} }`,
    {},
    'QUERY_TOO_COSTLY',
  ],
  [
    'with many aliases in fragments',
    `{ ...a ...b } fragment a on Query { ${Array.from({ length: 20 }, (_, i) => `a${i}: version`).join(' ')} } fragment b on Query { ...a }`,
    {},
    'QUERY_TOO_COSTLY',
  ],
  ['with many directives', `{ ${'version @skip(if: false) '.repeat(25)} }`, {}, 'QUERY_TOO_COSTLY'],
  ['with many words', `{ ${'version '.repeat(2_000)} }`, {}, 'REQUEST_INVALID'],
  ['with a fragment in itself', '{ ...a } fragment a on Query { ...a }', {}, 'REQUEST_INVALID'],
  ['that introspects', '{ __schema { types { name } } }', {}, 'REQUEST_INVALID'],
  ['of an unknown field', '{ rings { nodes { secret } } }', {}, 'REQUEST_INVALID'],
  [
    'of long lists by literal',
    '{ findings(first: 200) { nodes { rings { members { entity { id } } } } } }',
    {},
    'QUERY_TOO_COSTLY',
  ],
  [
    'of long lists by variable',
    'query ($n: Int!) { findings(first: $n) { nodes { rings { members { entity { id } } } } } }',
    { n: 200 },
    'QUERY_TOO_COSTLY',
  ],
  [
    'of long lists by a default',
    'query ($n: Int = 200) { findings(first: $n) { nodes { rings { members { entity { id } } } } } }',
    {},
    'QUERY_TOO_COSTLY',
  ],
  [
    'of many ids',
    'query ($ids: [ID!]!) { entities(ids: $ids) { rings { members { entity { id type } } } } }',
    { ids: Array.from({ length: 200 }, (_, i) => `User:${i}`) },
    'QUERY_TOO_COSTLY',
  ],
  [
    'with a variable of another type',
    'query ($n: Int) { rings(first: $n) { totalCount } }',
    { n: 'x' },
    'REQUEST_INVALID',
  ],
  ['with a negative count', '{ rings(first: -1) { totalCount } }', {}, 'REQUEST_INVALID'],
  ['with a cursor that is none', '{ rings(after: "x") { totalCount } }', {}, 'REQUEST_INVALID'],
  ['with an id that is none', '{ expand(id: "nobody") { totalCount } }', {}, 'REQUEST_INVALID'],
  ['for too long a path', '{ path(a: "User:a", b: "User:b", maxHops: 99) { found } }', {}, 'REQUEST_INVALID'],
];

/** What a server refuses, and how little it says. */
export function limitCases(name: string, make: MakeStore): void {
  const fresh = async (): Promise<ApiUnderTest> => {
    const api = await startApi(await make());
    await api.server.started;
    return api;
  };

  describe(`limits on ${name}`, () => {
    it('refuses operations that cost too much or are wrong, and says no names of the schema', async () => {
      const api = await fresh();
      for (const [title, query, variables, code] of REFUSED) {
        const answer = await graphql(api, 'admin', query, variables as Record<string, unknown>);
        expect([title, [...new Set(codesOf(answer))]]).toEqual([title, [code]]);
        expect(JSON.stringify(answer), title).not.toMatch(/did you mean|stack/i);
      }
    });

    it('counts what a document costs by the variables of each time', async () => {
      const api = await fresh();
      const codes = async (query: string, variables: Record<string, unknown>): Promise<string[]> =>
        codesOf(await graphql(api, 'admin', query, variables));
      const rings = 'nodes { rings { members { entity { id } } } }';
      for (const [query, cheap, dear] of [
        [`query ($n: Int!) { findings(first: $n) { ${rings} } }`, { n: 1 }, { n: 200 }],
        [
          `query ($all: Boolean!) { findings(first: 200) { totalCount nodes { id rings @include(if: $all) { members { entity { id } } } } } }`,
          { all: false },
          { all: true },
        ],
        [
          'query ($ids: [ID!]!) { entities(ids: $ids) { rings { members { entity { id type } } } } }',
          { ids: [] },
          { ids: Array.from({ length: 200 }, (_, i) => `User:${i}`) },
        ],
      ] as const) {
        expect([query, await codes(query, cheap)]).toEqual([query, []]);
        expect([query, await codes(query, dear)]).toEqual([query, ['QUERY_TOO_COSTLY']]);
        expect([query, await codes(query, cheap)]).toEqual([query, []]);
      }
      // A variable that does not count: the value is judged all the same.
      const one = 'query ($id: String!) { ring(id: $id) { id } }';
      expect(await codes(one, { id: 'a' })).toEqual([]);
      expect(await codes(one, { id: 7 })).toEqual(['REQUEST_INVALID']);
      expect(await codes(one, {})).toEqual(['REQUEST_INVALID']);
    });

    it('refuses subscriptions under the same limits', async () => {
      const api = await fresh();
      const stream = (query: string, variables: object = {}) =>
        send(api, 'analyst', '/graphql/stream', {
          method: 'POST',
          body: JSON.stringify({ query, variables }),
          headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        });
      const aliases = Array.from({ length: 31 }, (_, i) => `a${i}: seq`).join(' ');
      for (const [query, code] of [
        [`subscription { ringEvents { ${aliases} } }`, 'QUERY_TOO_COSTLY'],
        [`subscription { ringEvents { ${'seq '.repeat(2_000)} } }`, 'REQUEST_INVALID'],
        [
          `subscription { ringEvents { ring ${nested(4).slice(1, -1).replace('rings { nodes', '')} } }`,
          'REQUEST_INVALID',
        ],
        [
          'subscription { ...a } fragment a on Subscription { ringEvents { ...b } } fragment b on RingEvent { seq ...b }',
          'REQUEST_INVALID',
        ],
        [`subscription { ringEvents { ${'seq @skip(if: false) '.repeat(25)} } }`, 'QUERY_TOO_COSTLY'],
        [
          `subscription { ringEvents { ring { findings { rings { findings { rings { members { entity { rings { members
             { entity { rings { ringId } } } } } } } } } } } } }`,
          'QUERY_TOO_COSTLY',
        ],
        ['{ version }', 'REQUEST_INVALID'],
        ['{ __schema { types { name } } }', 'REQUEST_INVALID'],
      ]) {
        const { status, body } = await stream(query);
        const [error] = body.errors as unknown as { extensions: { code: string } }[];
        expect([status, error.extensions.code], query.slice(0, 60)).toEqual([400, code]);
      }
    });

    it('takes no mutation by GET, no batch, and no form of another site', async () => {
      const api = await fresh();
      const query = encodeURIComponent('mutation { detect { rings } }');
      const get = await send(api, 'admin', `/graphql?query=${query}`, {
        headers: { 'content-type': 'application/json' },
      });
      expect(get.status).toBe(405);
      const bare = await send(api, 'admin', '/graphql?query=%7Bversion%7D');
      expect(bare.status).toBe(400);
      expect((await post(api, 'admin', '/graphql', [{ query: '{ version }' }])).status).toBe(400);
      const form = await send(api, 'admin', '/graphql', {
        method: 'POST',
        body: '{"query":"{version}"}',
        headers: { 'content-type': 'text/plain' },
      });
      expect(form.status).toBe(400);
      const saved = { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } };
      expect(JSON.stringify((await post(api, 'admin', '/graphql', saved)).body)).toContain('REQUEST_INVALID');
    });

    it('masks what went wrong inside', async () => {
      const api = await fresh();
      const { engine } = api.server.serving;
      Object.defineProperty(engine, 'view', {
        get: () => {
          throw new Error('secret CANARY of the inside');
        },
      });
      const answer = await graphql(api, 'admin', '{ rings { totalCount } }');
      expect([codesOf(answer), answer.errors[0].message]).toEqual([['INTERNAL'], 'internal error']);
      expect(JSON.stringify(answer) + api.logged()).not.toContain('CANARY');
      expect(api.logged()).toContain('internal error');
    });

    it('slows down one caller who asks too often, and not the others', async () => {
      const api = await startApi(await make(), { rates: { people: 5, machines: 50 } });
      await api.server.started;
      const statuses: number[] = [];
      for (let i = 0; i < 8; i++) statuses.push((await graphql(api, 'viewer', '{ version }')).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      const refused = await post(api, 'viewer', '/graphql', { query: '{ version }' });
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(refused.body.error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      expect((await graphql(api, 'analyst', '{ version }')).status).toBe(200);
      expect((await send(api, null, '/health')).status).toBe(200);
    });
  });
}
