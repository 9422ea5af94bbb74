import type { Neo4jReleaseName } from '../../tools/neo4j/releases.ts';

/** How a server was had: named by the environment, in a container, or provisioned from Maven Central. */
export type Neo4jRoad = 'environment' | 'container' | 'maven';

/** A server that the tests may fill and wipe as they like. Plain data: it crosses to the test processes. */
export interface Neo4jServer {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** The one user database of the Community edition, unless NEO4J_DATABASE says otherwise. */
  readonly database: string;
  /** Ends in a slash; null where it is not known (NEO4J_URI without NEO4J_HTTP_URL). */
  readonly httpUrl: string | null;
  readonly road: Neo4jRoad;
}

/** A server and the way to end it. */
export interface HeldNeo4j {
  readonly server: Neo4jServer;
  readonly release: () => Promise<void>;
}

/** Each road says what it found: a server, or why it leads nowhere and what would change that. */
export type RoadResult = HeldNeo4j | { readonly reason: string };

export type Road = (release: Neo4jReleaseName) => Promise<RoadResult>;

/** What the test files are told: a server, why none can be had, or what is wrong with the one that was named. */
export type SharedNeo4j =
  { readonly server: Neo4jServer } | { readonly reason: string } | { readonly failure: string };

declare module 'vitest' {
  /** What the global set-up of the neo4j project hands to its test files; the others get nothing. */
  interface ProvidedContext {
    readonly neo4j?: SharedNeo4j;
  }
}
