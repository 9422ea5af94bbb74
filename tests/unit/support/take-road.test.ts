import { expect, it } from 'vitest';
import { environmentRoad, takeRoad } from '../../support/neo4j-roads.ts';
import type { HeldNeo4j } from '../../support/neo4j-server.ts';

const held = (uri: string): HeldNeo4j => ({
  server: { uri, user: 'neo4j', password: 'x', database: 'neo4j', httpUrl: null, road: 'environment' },
  release: async () => undefined,
});

it('takes the first road that leads to a server and tries none after it', async () => {
  const never = async (): Promise<never> => expect.fail('was tried');
  const result = await takeRoad('lts', [
    async () => ({ reason: 'one' }),
    async () => held('bolt://two'),
    never,
  ]);
  expect(result).toMatchObject({ server: { uri: 'bolt://two' } });
});

it('keeps every reason where no road leads to a server', async () => {
  const result = await takeRoad('lts', [async () => ({ reason: 'one' }), async () => ({ reason: 'two' })]);
  expect(result).toEqual({ reason: '- one\n- two' });
});

it('passes by where no server is named, and refuses one that is named without a password', async () => {
  expect(await environmentRoad({})).toEqual({ reason: 'NEO4J_URI is not set' });
  await expect(environmentRoad({ NEO4J_URI: 'bolt://127.0.0.1:1' })).rejects.toThrow(
    /NEO4J_PASSWORD must be/,
  );
});

it('does not look for another server when the named one does not answer', async () => {
  const env = { NEO4J_URI: 'bolt://127.0.0.1:1', NEO4J_PASSWORD: 'secret' };
  await expect(environmentRoad(env)).rejects.toThrow(/127\.0\.0\.1:1/);
});
