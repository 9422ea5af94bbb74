#!/usr/bin/env node
/**
 * Starts a Neo4j for a person to look at, with Neo4j Browser, and keeps it until Ctrl-C. Nothing is kept after. Heap
 * and page cache are those of docker-compose.yml unless said otherwise.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { isNeo4jReleaseName } from './releases.ts';
import { startNeo4j } from './server.ts';
import { Neo4jUnavailable } from './unavailable.ts';

const USAGE =
  'usage: npm run neo4j:start [-- lts|current] [--no-browser] [--heap-mb 1024] [--page-cache-mb 512]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      browser: { type: 'boolean', default: true },
      'heap-mb': { type: 'string', default: '1024' },
      'page-cache-mb': { type: 'string', default: '512' },
      help: { type: 'boolean', default: false },
    },
  });
  const version = positionals[0] ?? 'lts';
  const [heapMb, pageCacheMb] = [Number(values['heap-mb']), Number(values['page-cache-mb'])];
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (!isNeo4jReleaseName(version) || !isMegabytes(heapMb) || !isMegabytes(pageCacheMb)) {
    console.error(USAGE);
    return 2;
  }
  const { browser } = values;
  const report = (line: string): void => console.error(line);
  const interrupted = Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    once(process, 'SIGHUP'),
  ]);
  const starting = startNeo4j({ version, browser, heapMb, pageCacheMb, report });
  const server = await Promise.race([starting, interrupted.then(() => null)]);
  // Not up yet: ending this process is enough, the guard sees to the rest.
  if (server === null) process.exit(130);
  console.log(`Neo4j ${server.release} is up; Ctrl-C stops it and throws its data away.`);
  console.log(`  Bolt      ${server.uri}`);
  if (browser) console.log(`  Browser   ${server.httpUrl}browser/`);
  console.log(`  User      ${server.user}`);
  console.log(`  Password  ${server.password}`);
  const keepAlive = setInterval(() => undefined, 1 << 30);
  await interrupted;
  clearInterval(keepAlive);
  await server.stop();
  return 0;
}

function isMegabytes(value: number): boolean {
  return Number.isInteger(value) && value >= 32;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Neo4jUnavailable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
