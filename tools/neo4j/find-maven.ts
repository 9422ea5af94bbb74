import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ANSWER_WITHIN_MS = 30_000;

/**
 * Finds `mvn` under MAVEN_HOME, M2_HOME or PATH and runs it once, with the Java that it will use later.
 * Not for Windows, whose `mvn.cmd` needs a shell: there a container engine or NEO4J_URI is the way.
 * @returns the path of the program, or null where none runs.
 */
export async function findMaven(
  javaHome: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | null> {
  const homes = [env.MAVEN_HOME, env.M2_HOME].filter((home) => home !== undefined && home !== '');
  const folders = [
    ...homes.map((home) => join(home ?? '', 'bin')),
    ...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  for (const file of folders.map((folder) => join(folder, 'mvn'))) {
    if (!existsSync(file)) continue;
    try {
      await run(file, ['--version'], { timeout: ANSWER_WITHIN_MS, env: { ...env, JAVA_HOME: javaHome } });
      return file;
    } catch {
      // A launcher that does not run, such as one left behind by an uninstall: the next may.
    }
  }
  return null;
}
