import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_PAGE } from '../../src/app/serving/page.ts';
import { ask, codesOf, graphql } from '../support/api-graphql.ts';
import {
  fillStore,
  post,
  startApi,
  wireTransfer,
  type ApiUnderTest,
  type MakeStore,
} from '../support/api-server.ts';

const RING = `{ ringId version strength formedAt lastActiveAt memberCount
  members { role since entity { id type entityId rings { ringId } } }
  findings { findingId detector strength subject nodeIds linkIds binds evidence(first: 100) { totalCount nodes { eventId kind } } }
  history { at change joined { id } finding { findingId } }
  metrics { density central { id } }
  graph { nodes { id } links { id type count sums from { id } to { id } } truncated } }`;

interface RingAnswer {
  readonly ringId: string;
  readonly version: string;
  readonly memberCount: number;
  readonly members: readonly {
    readonly entity: { readonly id: string; readonly rings: readonly { ringId: string }[] };
  }[];
  readonly findings: readonly {
    readonly findingId: string;
    readonly nodeIds: string[];
    readonly linkIds: string[];
    readonly evidence: { totalCount: number; nodes: unknown[] };
  }[];
  readonly history: readonly unknown[];
  readonly graph: { readonly nodes: readonly { id: string }[]; readonly links: readonly { id: string }[] };
}

/** What is asked of GraphQL, whatever the store. */
export function graphqlCases(name: string, make: MakeStore): void {
  describe(`GraphQL on ${name}`, () => {
    let api: ApiUnderTest;
    beforeAll(async () => {
      const store = await make();
      await fillStore(store);
      api = await startApi(store, {}, 'file');
      await api.server.started;
      return () => api.server.stop();
    });

    it('shows rings with members, findings, proof, history and the links between members', async () => {
      const { rings } = await ask<{ rings: { totalCount: number; nodes: RingAnswer[] } }>(
        api,
        `{ rings(first: 3) { totalCount nodes { ringId } } }`,
      );
      const stored = await api.server.serving.store.records.rings();
      expect(rings.totalCount).toBe(stored.length);
      for (const { ringId } of rings.nodes) {
        const { ring } = await ask<{ ring: RingAnswer }>(
          api,
          `query ($id: String!) { ring(id: $id) ${RING} }`,
          {
            id: ringId,
          },
        );
        const original = stored.find(({ id }) => id === ringId)!;
        expect(ring.memberCount).toBe(original.members.length);
        expect(ring.members.map(({ entity }) => entity.id)).toEqual(
          original.members.map((m) => `${m.type}:${m.id}`),
        );
        expect(ring.findings.map(({ findingId }) => findingId)).toEqual(original.findings);
        expect(ring.history).toHaveLength(original.history.length);
        for (const { entity } of ring.members) expect(entity.rings.map((r) => r.ringId)).toContain(ringId);
        const nodes = new Set(ring.graph.nodes.map(({ id }) => id));
        for (const { entity } of ring.members) expect(nodes).toContain(entity.id);
        expect(ring.graph.links.length).toBeGreaterThan(0);
        const links = new Set(ring.graph.links.map(({ id }) => id));
        for (const { nodeIds, linkIds, evidence } of ring.findings) {
          expect(nodeIds.filter((id) => !nodes.has(id))).toEqual([]);
          expect(evidence.nodes).toHaveLength(Math.min(100, evidence.totalCount));
          expect(linkIds.filter((id) => !links.has(id))).toEqual([]);
        }
      }
    });

    it('pages through rings in every order, each once, and clamps what is asked for', async () => {
      for (const sort of ['STRONGEST', 'LAST_ACTIVE', 'LARGEST', 'NEWEST']) {
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const {
            rings,
          }: {
            rings: { nodes: { ringId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
          } = await ask(
            api,
            `query ($after: String) { rings(sort: ${sort}, first: 2, after: $after) { nodes { ringId } pageInfo { hasNextPage endCursor } } }`,
            { after },
          );
          seen.push(...rings.nodes.map(({ ringId }) => ringId));
          after = rings.pageInfo.hasNextPage ? rings.pageInfo.endCursor : null;
        } while (after !== null);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.toSorted()).toEqual(api.server.serving.engine.view.rings.map(({ id }) => id).toSorted());
      }
      const { transactions } = await ask<{ transactions: { nodes: unknown[] } }>(
        api,
        '{ transactions(first: 10000) { nodes { eventId } } }',
      );
      expect(transactions.nodes).toHaveLength(MAX_PAGE);
    });

    it('makes no more calls to the store for long lists than for short ones', async () => {
      const { reads, engine } = api.server.serving;
      const calls = async (first: number): Promise<number> => {
        reads.forget();
        const before = reads.calls;
        await ask(
          api,
          `query ($first: Int) { findings(first: $first) { nodes {
             members { entity { properties { name } neighbourCounts { type } } }
             evidence(first: 3) { nodes { transaction { amount } } } } } }`,
          { first },
        );
        return reads.calls - before;
      };
      const [short, long] = [await calls(2), await calls(12)];
      expect(api.server.serving.engine.view.findings.length).toBeGreaterThanOrEqual(12);
      expect(short).toBe(3);
      expect(long).toBe(short);
      const graphs = async (first: number): Promise<number> => {
        reads.forget();
        engine.graphs.clear();
        const before = reads.calls;
        await ask(api, `query ($first: Int) { rings(first: $first) { nodes { graph { links { id } } } } }`, {
          first,
        });
        return reads.calls - before;
      };
      expect([await graphs(1), await graphs(20)]).toEqual([2, 2]);
    });

    it('shows new links between members of a ring as soon as they are stored, and takes them back', async () => {
      const { serving } = api.server;
      const linkOf = async (): Promise<{ count: number } | undefined> => {
        const { ring } = await ask<{ ring: { graph: { links: { id: string; count: number }[] } } }>(
          api,
          'query ($id: String!) { ring(id: $id) { graph { links { id count } } } }',
          { id: ringId },
        );
        return ring.graph.links.find(({ id }) => id === linkId);
      };
      const { rings } = await ask<{
        rings: { nodes: { ringId: string; graph: { links: { id: string; type: string }[] } }[] };
      }>(api, '{ rings { nodes { ringId graph { links { id type } } } } }');
      const [{ ringId, link }] = rings.nodes.flatMap(({ ringId, graph }) => {
        const link = graph.links.find(({ type }) => type === 'USES_DEVICE');
        return link ? [{ ringId, link }] : [];
      });
      const linkId = link.id;
      const [, user, device] = /^USES_DEVICE:User:(.*)>Device:(.*)$/.exec(linkId)!;
      const { count } = (await linkOf())!;
      const calls = serving.reads.calls;
      await linkOf();
      expect(serving.reads.calls).toBe(calls);
      const use = { id: 'use', kind: 'session', at: '2025-05-01T00:00:00Z', user, device };
      const back = { id: 'back', kind: 'retraction', at: use.at, of: ['default', 'use'], reason: 'r' };
      expect((await post(api, 'machine', '/v1/events', use)).status).toBe(201);
      expect(await linkOf()).toEqual({ id: linkId, count: count + 1 });
      const taken = await post(api, 'machine', '/v1/events', back);
      expect(taken.status, JSON.stringify(taken.body)).toBe(201);
      expect(await linkOf()).toEqual({ id: linkId, count });
    });

    it('walks the graph: entity, counts, neighbours page by page, path, search', async () => {
      const [ring] = api.server.serving.engine.view.rings;
      const user = ring.members.find(({ type }) => type === 'User')!;
      const id = `User:${user.id}`;
      const { entity, node, neighbourCounts } = await ask<{
        entity: { id: string; email: string | null };
        node: { __typename: string; id: string };
        neighbourCounts: { id: string; counts: { type: string; direction: string; neighbours: number }[] }[];
      }>(
        api,
        `query ($id: ID!, $own: String!) {
           entity(type: User, id: $own) { id ... on User { email } properties { name value } }
           node(id: $id) { __typename id }
           neighbourCounts(ids: [$id]) { id counts { type direction neighbours } } }`,
        { id, own: user.id },
      );
      expect([entity.id, node.id, node.__typename, neighbourCounts[0].id]).toEqual([id, id, 'User', id]);
      const total = neighbourCounts[0].counts.reduce((sum, { neighbours }) => sum + neighbours, 0);
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const {
          expand,
        }: {
          expand: {
            totalCount: number;
            nodes: { entity: { id: string } }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        } = await ask(
          api,
          `query ($id: ID!, $after: String) { expand(id: $id, first: 1, after: $after) {
               totalCount nodes { entity { id } link { id count first last } } pageInfo { hasNextPage endCursor } } }`,
          { id, after },
        );
        expect(expand.totalCount).toBe(total);
        seen.push(...expand.nodes.map((found) => found.entity.id));
        after = expand.pageInfo.hasNextPage ? expand.pageInfo.endCursor : null;
      } while (after !== null);
      expect([seen.length, new Set(seen).size]).toEqual([total, total]);
      const { expand } = await ask<{ expand: { nodes: { entity: { id: string } }[] } }>(
        api,
        'query ($id: ID!, $shown: [ID!]) { expand(id: $id, exclude: $shown) { nodes { entity { id } } } }',
        { id, shown: seen.slice(1) },
      );
      expect(expand.nodes.map((found) => found.entity.id)).toEqual(seen.slice(0, 1));
      const { path } = await ask<{ path: { found: boolean; nodes: { id: string }[]; links: unknown[] } }>(
        api,
        'query ($a: ID!, $b: ID!) { path(a: $a, b: $b) { found nodes { id } links { id } truncated } }',
        { a: id, b: seen[0] },
      );
      expect([path.found, path.nodes.map((n) => n.id), path.links.length]).toEqual([true, [id, seen[0]], 1]);
      const { search } = await ask<{
        search: { type: string; hits: { entity: { id: string }; field: string }[] }[];
      }>(api, 'query ($text: String!) { search(text: $text) { type hits { field entity { id } } } }', {
        text: user.id.toUpperCase(),
      });
      expect(search.find(({ type }) => type === 'User')!.hits[0]).toEqual({ field: 'id', entity: { id } });
    });

    it('says what there is: detectors, counts, hubs, series', async () => {
      const { stats, detectors, timeSeries } = await ask<{
        stats: {
          head: number;
          detected: number;
          rings: number;
          state: string;
          events: { name: string; count: number }[];
        };
        detectors: { name: string; live: boolean; options: unknown[] }[];
        timeSeries: { day: string; count: number }[];
      }>(
        api,
        `{ stats { head detected rings state events { name count } entities { name count } }
           detectors { name live onRequest options { name default } } hubs { reason entity { id } }
           timeSeries(metric: EVENTS, from: "2020-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { day count } }`,
      );
      expect(stats.state).toBe('ready');
      expect(stats.detected).toBe(stats.head);
      expect(timeSeries.reduce((sum, { count }) => sum + count, 0)).toBe(stats.head);
      expect(stats.events.reduce((sum, { count }) => sum + count, 0)).toBe(stats.head);
      expect(detectors.find(({ name }) => name === 'kiting-cycle')).toMatchObject({ live: true });
    });

    it('takes events, and refuses amounts that are none by literal and by variable', async () => {
      const literal = (minor: string): string =>
        `mutation { ingest(events: [{id: "g1", kind: "transfer", at: "2025-06-01T00:00:00Z", from: "a", to: "b",
           amount: {minor: ${minor}, currency: "EUR"}}]) { accepted duplicates refused outcomes { outcome code field } } }`;
      for (const minor of ['1e400', '-1', '0.5', '"1"', 'null', 'true', '[5]', '9007199254740993']) {
        const { ingest } = await ask<{ ingest: { outcomes: unknown[] } }>(api, literal(minor));
        expect(ingest.outcomes, minor).toEqual([
          { outcome: 'refused', code: 'EVENT_INVALID', field: 'amount.minor' },
        ]);
      }
      const byVariable = await ask<{ ingest: { refused: number } }>(
        api,
        'mutation ($e: [Event!]!) { ingest(events: $e) { refused } }',
        { e: [wireTransfer('g1', { amount: { minor: '5', currency: 'EUR' } })] },
      );
      expect(byVariable.ingest.refused).toBe(1);
      for (const minor of [-1, 0.5, '1', null, true, [5], 2 ** 53, {}]) {
        const { score } = await graphql(
          api,
          'analyst',
          'mutation ($t: Event!) { score(transaction: $t) { stored } }',
          { t: wireTransfer('g1', { amount: { minor, currency: 'EUR' } }) },
        ).then((answer) => ({ score: codesOf(answer) }));
        expect([minor, score]).toEqual([minor, ['EVENT_INVALID']]);
        const { ingest } = await ask<{ ingest: { outcomes: unknown[] } }>(
          api,
          'mutation ($e: [Event!]!) { ingest(events: $e) { outcomes { outcome field } } }',
          { e: [wireTransfer('g1', { amount: { minor, currency: 'EUR' } })] },
        );
        expect(ingest.outcomes).toEqual([{ outcome: 'refused', field: 'amount.minor' }]);
      }
      const hidden = await graphql(
        api,
        'admin',
        'mutation { ingest(events: [{id: "p", kind: "transfer", __proto__: {z: 1}}]) { refused } }',
      );
      expect([hidden.data, codesOf(hidden)]).toEqual([{ ingest: { refused: 1 } }, []]);
      expect(({} as { z?: number }).z).toBeUndefined();
      expect(await ask(api, literal('7'))).toMatchObject({ ingest: { accepted: 1 } });
      expect(await ask(api, literal('7'))).toMatchObject({ ingest: { duplicates: 1 } });
      const { transaction } = await ask<{ transaction: unknown }>(
        api,
        '{ transaction(source: "default", eventId: "g1") { amount at ... on Transfer { from { entityId } to { id } } } }',
      );
      expect(transaction).toEqual({
        amount: { minor: 7, currency: 'EUR' },
        at: '2025-06-01T00:00:00Z',
        from: { entityId: 'a' },
        to: { id: 'Account:b' },
      });
    });

    it('labels once by key, and tells who decided on what has changed meanwhile', async () => {
      const [ring] = api.server.serving.engine.view.rings;
      const member = ring.members.find(({ type }) => type === 'User')!;
      const label = (key: string, verdict: string, version?: number) =>
        graphql(
          api,
          'analyst',
          `
            mutation ($input: LabelInput!) {
              label(input: $input) {
                version
                duplicate
                label {
                  verdict
                }
                entity {
                  labelVersion
                  labels {
                    verdict
                  }
                }
              }
            }
          `,
          {
            input: {
              key,
              subject: `User:${member.id}`,
              verdict,
              ...(version === undefined ? {} : { version }),
            },
          },
        );
      const [before] = [api.server.serving.engine.labels.versionOf({ type: 'User', id: member.id })];
      const first = await label('k1', 'fraud', before);
      expect(first.data).toMatchObject({ label: { version: before + 1, duplicate: false } });
      const again = await label('k1', 'fraud', before);
      expect(again.data).toMatchObject({ label: { version: before + 1, duplicate: true } });
      const changed = await label('k1', 'legitimate');
      expect(codesOf(changed)).toEqual(['ID_CONFLICT']);
      const late = await label('k2', 'legitimate', before);
      expect(late.errors[0].extensions).toMatchObject({ code: 'VERSION_CONFLICT', version: before + 1 });
      const [one, other] = await Promise.all([
        label('k3', 'fraud', before + 1),
        label('k4', 'legitimate', before + 1),
      ]);
      expect([...codesOf(one), ...codesOf(other)]).toEqual(['VERSION_CONFLICT']);
    });

    it('runs detectors that do not run live, beside everything else, and keeps what they find', async () => {
      const { detect } = await ask<{ detect: { findings: number; rings: number } }>(
        api,
        'mutation { detect(detectors: ["pass-through", "dense-community", "device-sharing"]) { findings rings truncated seconds } }',
      );
      const { view } = api.server.serving.engine;
      const found = view.findings.filter(({ detector }) =>
        ['pass-through', 'dense-community'].includes(detector),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(detect.findings).toBeGreaterThan(found.length);
      expect(detect.rings).toBe(view.rings.length);
      const saved = await api.server.serving.store.records.findings(['pass-through', 'dense-community']);
      expect(saved.map(({ id }) => id).toSorted()).toEqual(found.map(({ id }) => id).toSorted());
      expect(
        codesOf(await graphql(api, 'admin', 'mutation { detect(detectors: ["nope"]) { rings } }')),
      ).toEqual(['OPTION_INVALID']);
    });
  });
}
