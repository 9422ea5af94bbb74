import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Neo4jRelease } from './releases.ts';

/** Begins the name of every scratch home; nothing else is ever removed. */
export const HOME_PREFIX = 'ringfence-neo4j-';

export interface ScratchHome {
  readonly folder: string;
  readonly configFolder: string;
  /** What the server says on its console. */
  readonly console: string;
  /** Process id of the server that runs in this home, for the guard. */
  readonly pidFile: string;
}

export interface HomeSettings {
  readonly boltPort: number;
  readonly httpPort: number;
  readonly pageCacheMb: number;
}

/** Makes an empty home in the temp folder, readable by this user only (mkdtemp). */
export function makeScratchHome(): ScratchHome {
  const folder = mkdtempSync(join(tmpdir(), HOME_PREFIX));
  const configFolder = join(folder, 'conf');
  mkdirSync(configFolder);
  mkdirSync(join(folder, 'run'));
  return {
    folder,
    configFolder,
    console: join(folder, 'console.log'),
    pidFile: join(folder, 'run', 'server.pid'),
  };
}

/** Writes neo4j.conf. Every address is loopback, every report to elsewhere is off. */
export function writeConfig(home: ScratchHome, release: Neo4jRelease, settings: HomeSettings): void {
  const bolt = `127.0.0.1:${settings.boltPort}`;
  const http = `127.0.0.1:${settings.httpPort}`;
  const lines = [
    'server.default_listen_address=127.0.0.1',
    // Said twice on purpose: the address that clients are told (by routing, and by Neo4j Browser) does not
    // follow the address listened on, and would be localhost:7687 whatever the port.
    `server.bolt.listen_address=${bolt}`,
    `server.bolt.advertised_address=${bolt}`,
    `server.http.listen_address=${http}`,
    `server.http.advertised_address=${http}`,
    'server.https.enabled=false',
    'dbms.usage_report.enabled=false',
    'client.allow_telemetry=false',
    'server.bolt.telemetry.enabled=false',
    `server.memory.pagecache.size=${settings.pageCacheMb}m`,
    // Without this each of the two databases takes 256 MB of disk for its first transaction log.
    'db.tx_log.preallocate=false',
    ...release.settings,
  ];
  writeFileSync(join(home.configFolder, 'neo4j.conf'), `${lines.join('\n')}\n`);
}
