#!/usr/bin/env node
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Java } from './find-java.ts';
import { findJava } from './find-java.ts';
import { findMaven } from './find-maven.ts';
import type { Artifact } from './jar-cache.ts';
import { fetchJars, isCompleteJarFolder, jarCacheFolder } from './jar-cache.ts';
import type { Neo4jRelease } from './releases.ts';
import { describeJavaSpan, isNeo4jReleaseName, NEO4J_BROWSER_VERSION, NEO4J_RELEASES } from './releases.ts';
import { Neo4jUnavailable } from './unavailable.ts';

export interface ProvisionOptions {
  /** Also fetch Neo4j Browser and put it on the class path. */
  readonly browser?: boolean;
  /** Receives one line per step. */
  readonly report?: (line: string) => void;
}

/** What it takes to start a server: a Java that fits, and the class path for it. */
export interface ProvisionedNeo4j {
  readonly java: Java;
  readonly classPath: string;
}

/**
 * Makes sure that this machine can run the release: finds a fitting Java, and fetches the jars (about 130 MB for
 * each release, 15 MB for Neo4j Browser) unless an earlier run left them in the cache.
 * @throws Neo4jUnavailable that names what is missing and the command that brings it.
 */
export async function provisionNeo4j(
  release: Neo4jRelease,
  { browser = false, report = () => undefined }: ProvisionOptions = {},
): Promise<ProvisionedNeo4j> {
  const java = await fittingJava(release);
  report(`Java ${java.major} at ${java.home}`);
  const wanted = [serverJars(release), ...(browser ? [browserJars()] : [])];
  for (const { folder, artifacts } of wanted) {
    if (isCompleteJarFolder(folder)) {
      report(`${folder} is complete`);
      continue;
    }
    const program = await findMaven(java.home);
    if (program === null) throw mavenMissing(release);
    report(
      `${folder}: copying ${artifacts.map(({ name, version }) => `${name} ${version}`).join(', ')} by ${program}`,
    );
    const started = performance.now();
    await fetchJars(folder, artifacts, { program, javaHome: java.home });
    report(`${folder} is complete after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return { java, classPath: wanted.map(({ folder }) => join(folder, '*')).join(delimiter) };
}

async function fittingJava(release: Neo4jRelease): Promise<Java> {
  const { java, seen } = await findJava(release.java);
  if (java !== null) return java;
  const found = seen.length === 0 ? 'none' : seen.map(({ major, home }) => `${major} at ${home}`).join(', ');
  throw new Neo4jUnavailable(
    `Neo4j ${release.version} needs Java ${describeJavaSpan(release.java)}; found: ${found}`,
    release.java.least <= 17
      ? 'apt-get install openjdk-17-jre-headless (or set JAVA_HOME to a Java that fits)'
      : `install a Java ${describeJavaSpan(release.java)} (openjdk-21-jre-headless where the distribution has it, else Eclipse Temurin) or set JAVA_HOME to one`,
  );
}

function mavenMissing(release: Neo4jRelease): Neo4jUnavailable {
  return new Neo4jUnavailable(
    `The jars of Neo4j ${release.version} are not in ${jarCacheFolder()}, and no Maven was found to fetch them`,
    'apt-get install maven (or set MAVEN_HOME)',
  );
}

interface JarFolder {
  readonly folder: string;
  readonly artifacts: readonly Artifact[];
}

function serverJars({ version }: Neo4jRelease): JarFolder {
  return {
    folder: join(jarCacheFolder(), version),
    artifacts: [
      { group: 'org.neo4j', name: 'neo4j', version },
      { group: 'org.neo4j.app', name: 'neo4j-server', version },
    ],
  };
}

function browserJars(): JarFolder {
  return {
    folder: join(jarCacheFolder(), `browser-${NEO4J_BROWSER_VERSION}`),
    artifacts: [{ group: 'org.neo4j.client', name: 'neo4j-browser', version: NEO4J_BROWSER_VERSION }],
  };
}

const USAGE = 'usage: node tools/neo4j/provision.ts [lts] [current] [--browser]   (without a name: both)';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { browser: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const names = positionals.length === 0 ? Object.keys(NEO4J_RELEASES) : positionals;
  let missing = 0;
  for (const name of names) {
    if (!isNeo4jReleaseName(name)) {
      console.error(`${name} is not a release. ${USAGE}`);
      return 2;
    }
    const release = NEO4J_RELEASES[name];
    const report = (line: string): void => console.log(`neo4j ${release.version}: ${line}`);
    try {
      await provisionNeo4j(release, { browser: values.browser, report });
      report('ready');
    } catch (error) {
      if (!(error instanceof Neo4jUnavailable)) throw error;
      console.error(`neo4j ${release.version}: NOT READY. ${error.message}`);
      missing += 1;
    }
  }
  return missing === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
