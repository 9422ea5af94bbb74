import { randomBytes } from 'node:crypto';
import { NEO4J_RELEASES, type Neo4jReleaseName } from '../../tools/neo4j/releases.ts';
import { startNeo4j } from '../../tools/neo4j/server.ts';
import { Neo4jUnavailable } from '../../tools/neo4j/unavailable.ts';
import type { HeldNeo4j, Neo4jServer, Road, RoadResult } from './neo4j-server.ts';
import { countNodes, wipeNeo4j } from './wipe-neo4j.ts';

/**
 * The server that NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD name, whatever its release. The tests wipe what they
 * use, so one that already holds something is refused unless NEO4J_ALLOW_WIPE=true says that it may go.
 * @throws Error where the server is named but cannot be used: a person who names one wants that one.
 */
export async function environmentRoad(env: NodeJS.ProcessEnv = process.env): Promise<RoadResult> {
  if (!env.NEO4J_URI) return { reason: 'NEO4J_URI is not set' };
  if (!env.NEO4J_PASSWORD) throw new Error('NEO4J_URI is set, so NEO4J_PASSWORD must be too');
  const server: Neo4jServer = {
    uri: env.NEO4J_URI,
    user: env.NEO4J_USER || 'neo4j',
    password: env.NEO4J_PASSWORD,
    database: env.NEO4J_DATABASE || 'neo4j',
    httpUrl: env.NEO4J_HTTP_URL || null,
    road: 'environment',
  };
  const nodes = await countNodes(server);
  if (nodes > 0 && env.NEO4J_ALLOW_WIPE !== 'true') {
    throw new Error(
      `NEO4J_URI names a database that holds ${nodes} nodes, and the tests delete what they find: ` +
        'name an empty one, or set NEO4J_ALLOW_WIPE=true if all of it may go',
    );
  }
  return { server, release: () => wipeNeo4j(server) };
}

/** A container, where an engine answers (a local socket, DOCKER_HOST, or testcontainers' own settings). */
export async function containerRoad(release: Neo4jReleaseName): Promise<RoadResult> {
  // Loaded only here: it takes most of a second, and most test runs never ask.
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch {
    return { reason: 'no container engine answers (start Docker)' };
  }
  const { Neo4jContainer } = await import('@testcontainers/neo4j');
  const { image } = NEO4J_RELEASES[release];
  try {
    const container = await new Neo4jContainer(image)
      .withPassword(randomBytes(18).toString('base64url'))
      .withEnvironment({ NEO4J_dbms_usage__report_enabled: 'false' })
      .withEnvironment({ NEO4J_server_memory_heap_max__size: '512m' })
      .withEnvironment({ NEO4J_server_memory_pagecache_size: '128m' })
      .start();
    const server: Neo4jServer = {
      uri: container.getBoltUri(),
      user: container.getUsername(),
      password: container.getPassword(),
      database: 'neo4j',
      httpUrl: container.getHttpUri(),
      road: 'container',
    };
    return { server, release: async () => void (await container.stop()) };
  } catch (error) {
    // Such as an engine that cannot reach the image: the next road may still lead somewhere.
    return { reason: `the container engine could not start ${image}: ${String(error)}` };
  }
}

/** A server provisioned from Maven Central and run by a Java of this machine. */
export async function mavenRoad(release: Neo4jReleaseName): Promise<RoadResult> {
  try {
    const local = await startNeo4j({ version: release });
    const { uri, user, password, httpUrl } = local;
    const server: Neo4jServer = { uri, user, password, database: 'neo4j', httpUrl, road: 'maven' };
    return { server, release: () => local.stop() };
  } catch (error) {
    if (error instanceof Neo4jUnavailable) return { reason: error.message };
    throw error;
  }
}

/** In the order in which they are tried. */
const ROADS: readonly Road[] = [() => environmentRoad(), containerRoad, mavenRoad];

/** The first road that leads to a server, or why none does: one line for each. */
export async function takeRoad(
  release: Neo4jReleaseName,
  roads: readonly Road[] = ROADS,
): Promise<HeldNeo4j | { readonly reason: string }> {
  const reasons: string[] = [];
  for (const road of roads) {
    const result = await road(release);
    if ('server' in result) return result;
    reasons.push(`- ${result.reason}`);
  }
  return { reason: reasons.join('\n') };
}
