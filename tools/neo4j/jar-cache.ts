import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Neo4jUnavailable } from './unavailable.ts';

/** Fixed, so that a newer plug-in cannot change what is copied; 3.8.1 runs on Maven 3.6.3 and newer. */
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const DOWNLOAD_WITHIN_MS = 20 * 60_000;
const MANIFEST = 'jars.json';

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** Name and size of every jar of a finished copy: a cache that does not match it is fetched again. */
interface Manifest {
  readonly jars: Readonly<Record<string, number>>;
}

/** What runs Maven: its program and the Java home it needs. */
export interface Maven {
  readonly program: string;
  readonly javaHome: string;
}

/** RINGFENCE_NEO4J_CACHE, or `ringfence/neo4j` in the user's cache folder: outside every checkout, shared by all. */
export function jarCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.RINGFENCE_NEO4J_CACHE) return env.RINGFENCE_NEO4J_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringfence', 'neo4j');
}

/** True when the folder holds every jar of its manifest in full. */
export function isCompleteJarFolder(folder: string): boolean {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return false;
  try {
    const { jars } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    const names = Object.keys(jars);
    return names.length > 0 && names.every((name) => statSync(join(folder, name)).size === jars[name]);
  } catch {
    // A cut-off manifest or a missing jar: not complete.
    return false;
  }
}

/**
 * Copies the artifacts and all they need at run time from Maven Central into `folder`. The jars are gathered in
 * a folder beside it that takes the final name only when whole, so a run cut off half way leaves nothing that
 * looks finished, and of two runs at once either result is good.
 * @throws Neo4jUnavailable with Maven's last lines when the copy fails.
 */
export async function fetchJars(folder: string, artifacts: readonly Artifact[], maven: Maven): Promise<void> {
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    writeFileSync(join(partial, 'pom.xml'), pomOf(artifacts));
    await copyDependencies(partial, maven);
    writeManifest(partial);
    if (isCompleteJarFolder(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function pomOf(artifacts: readonly Artifact[]): string {
  const dependencies = artifacts.map(
    ({ group, name, version }) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>ringfence</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>',
    '  <packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

async function copyDependencies(folder: string, { program, javaHome }: Maven): Promise<void> {
  const log = join(folder, 'maven.log');
  const out = createWriteStream(log);
  const child = spawn(
    program,
    [
      '-B',
      '-ntp',
      '-f',
      join(folder, 'pom.xml'),
      COPY,
      `-DoutputDirectory=${folder}`,
      '-DincludeScope=runtime',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, JAVA_HOME: javaHome },
      timeout: DOWNLOAD_WITHIN_MS,
    },
  );
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  out.end();
  await finished(out);
  if (code === 0) return;
  const last = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n    ');
  throw new Neo4jUnavailable(
    `Maven could not copy Neo4j (${code === null ? 'ended by a signal or the time limit' : `exit ${code}`}):\n    ${last}`,
    'see that Maven Central can be reached (a mirror or proxy belongs in ~/.m2/settings.xml), then run it again',
  );
}

function writeManifest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jar'));
  const jars = Object.fromEntries(names.sort().map((name) => [name, statSync(join(folder, name)).size]));
  writeFileSync(join(folder, MANIFEST), JSON.stringify({ jars } satisfies Manifest, null, 1));
}
