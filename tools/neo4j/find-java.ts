import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { JavaSpan } from './releases.ts';

const run = promisify(execFile);
const EXECUTABLE = process.platform === 'win32' ? 'java.exe' : 'java';
const ANSWER_WITHIN_MS = 20_000;

/** A Java that ran and said what it is. */
export interface Java {
  readonly executable: string;
  readonly home: string;
  readonly major: number;
}

/** Where to look; the defaults are this machine's. Given by hand in tests. */
export interface JavaPlaces {
  readonly env?: NodeJS.ProcessEnv;
  /** Folders whose sub-folders are Java homes. */
  readonly folders?: readonly string[];
}

/** `java` is the first that fits; `seen` are those tried on the way, for a message when none does. */
export interface JavaSearch {
  readonly java: Java | null;
  readonly seen: readonly Java[];
}

/** Folders in which installers, package managers and version managers put Java homes side by side. */
function usualFolders(): string[] {
  const home = homedir();
  return [
    '/usr/lib/jvm',
    '/usr/lib64/jvm',
    '/usr/java',
    '/usr/local/java',
    '/opt/java',
    '/opt',
    '/usr/local',
    '/Library/Java/JavaVirtualMachines',
    '/opt/homebrew/opt',
    '/usr/local/opt',
    'C:\\Program Files\\Java',
    'C:\\Program Files\\Eclipse Adoptium',
    join(home, 'Library/Java/JavaVirtualMachines'),
    join(home, '.sdkman/candidates/java'),
    join(home, '.jdks'),
    join(home, '.jbang/cache/jdks'),
    join(home, '.asdf/installs/java'),
    join(home, '.local/share/mise/installs/java'),
  ];
}

function childHomes(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => [
    join(folder, name),
    join(folder, name, 'Contents/Home'),
    join(folder, name, 'libexec/openjdk.jdk/Contents/Home'),
  ]);
}

/** JAVA_HOME first (a person's choice), then PATH, then JAVA_HOME_17_X64 and its like, then the folders. */
function executables(env: NodeJS.ProcessEnv, folders: readonly string[]): string[] {
  const named = Object.keys(env)
    .filter((name) => /^(JDK_HOME|JAVA_HOME_.+)$/.test(name))
    .sort();
  const homes = [env.JAVA_HOME, ...named.map((name) => env[name])].filter((home) => home !== undefined);
  const [javaHome, ...others] = homes.map((home) => join(home, 'bin', EXECUTABLE));
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, EXECUTABLE));
  const inFolders = folders.flatMap(childHomes).map((home) => join(home, 'bin', EXECUTABLE));
  const ordered = [...(javaHome === undefined ? [] : [javaHome]), ...onPath, ...others, ...inFolders];
  return [...new Set(ordered.filter((file) => existsSync(file)).map((file) => realpathSync(file)))];
}

/** Asks the program itself: folder names and symbolic links lie. Null where it does not run. */
async function ask(executable: string): Promise<Java | null> {
  let said: string;
  try {
    const result = await run(executable, ['-XshowSettings:properties', '-version'], {
      timeout: ANSWER_WITHIN_MS,
    });
    said = result.stdout + result.stderr;
  } catch {
    return null;
  }
  // Before Java 9 the specification version was written 1.8.
  const version = /java\.specification\.version = (?:1\.)?(\d+)/.exec(said)?.[1];
  if (version === undefined) return null;
  const home = /java\.home = (.+)/.exec(said)?.[1]?.trim();
  return { executable, home: home ?? dirname(dirname(executable)), major: Number(version) };
}

/** Finds a Java of the wanted span by running the candidates in turn until one fits. */
export async function findJava(span: JavaSpan, places: JavaPlaces = {}): Promise<JavaSearch> {
  const seen: Java[] = [];
  for (const executable of executables(places.env ?? process.env, places.folders ?? usualFolders())) {
    const java = await ask(executable);
    if (java === null) continue;
    seen.push(java);
    if (java.major >= span.least && (span.most === null || java.major <= span.most)) return { java, seen };
  }
  return { java: null, seen };
}
