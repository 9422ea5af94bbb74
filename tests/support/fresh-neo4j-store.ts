import { systemClock, type Clock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { dropNeo4jStore, openNeo4jStore, type Neo4jAddress } from '../../src/store/neo4j/neo4j-store.ts';
import type { Store } from '../../src/store/port.ts';
import type { Neo4jServer } from './neo4j-server.ts';

type Login = Pick<Neo4jServer, 'uri' | 'user' | 'password'> & { readonly database?: string };

const open = new Set<Store>();

export function neo4jAddress({ uri, database = 'neo4j', user, password }: Login): Neo4jAddress {
  return { url: `${uri}/${database}`, user, password };
}

/** Opens the store that is there. */
export async function openNeo4j(
  server: Login,
  mode: 'create' | 'write' | 'read',
  clock: Clock = systemClock,
): Promise<Store> {
  const store = await openNeo4jStore({ ...neo4jAddress(server), mode, clock, logger: silentLogger });
  open.add(store);
  return store;
}

/** An empty store. A server has one database, so one store at a time: what was left open before is closed first. */
export async function freshNeo4jStore(server: Login, clock: Clock = systemClock): Promise<Store> {
  for (const store of open) await store.close();
  open.clear();
  await dropNeo4jStore(neo4jAddress(server), clock);
  return openNeo4j(server, 'create', clock);
}
