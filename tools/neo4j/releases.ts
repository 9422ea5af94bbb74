/** Which Neo4j the tests run on: the long-term support line the adapter is made for, and the newest release. */
export type Neo4jReleaseName = 'lts' | 'current';

/** A span of Java major versions; `most` is null where the release sets no upper bound. */
export interface JavaSpan {
  readonly least: number;
  readonly most: number | null;
}

/** Everything that differs between the releases, so that no other file has to ask which one it is. */
export interface Neo4jRelease {
  readonly name: Neo4jReleaseName;
  /** Exact version, the same on Maven Central and as the first part of the image tag. */
  readonly version: string;
  readonly java: JavaSpan;
  /** Class with the `main` method; it was renamed between the two lines. */
  readonly mainClass: string;
  readonly image: string;
  /** Lines of neo4j.conf that only this release knows: strict validation refuses unknown settings. */
  readonly settings: readonly string[];
}

export const NEO4J_RELEASES: Readonly<Record<Neo4jReleaseName, Neo4jRelease>> = {
  lts: {
    name: 'lts',
    version: '5.26.30',
    java: { least: 17, most: 21 },
    mainClass: 'org.neo4j.server.CommunityEntryPoint',
    image: 'neo4j:5.26.30-community',
    settings: [],
  },
  current: {
    name: 'current',
    version: '2026.08.1',
    java: { least: 21, most: null },
    mainClass: 'org.neo4j.server.Neo4jCommunity',
    image: 'neo4j:2026.08.1-community',
    // Off by default in no release that has them: the server would announce itself by broadcast on every
    // interface, offer itself to a cloud console, and believe X-Forwarded headers from anyone.
    settings: [
      'server.fleet_discovery.enabled=false',
      'dbms.fleet_manager.enabled=false',
      'server.http.x_forward.enabled=false',
    ],
  },
};

/** Neo4j Browser, a separate artifact; on the class path it is served at /browser/. */
export const NEO4J_BROWSER_VERSION = '5.24.0';

/** `17 to 21`, `21 or newer`: for messages. */
export function describeJavaSpan(span: JavaSpan): string {
  return span.most === null ? `${span.least} or newer` : `${span.least} to ${span.most}`;
}

export function isNeo4jReleaseName(value: string): value is Neo4jReleaseName {
  return Object.hasOwn(NEO4J_RELEASES, value);
}
