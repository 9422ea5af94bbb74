import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Python package that is run beside us by a driver in this folder. */
export interface PythonPeer {
  readonly version: string;
  /** Runs the driver and reads the one line of JSON that it prints. */
  run<Result>(...args: readonly (string | number)[]): Result;
}

/**
 * Installs packages from the Python package index into an environment of their own in the folder for temporary files,
 * unless they are there already.
 *
 * @param packages the first of them is the peer
 * @param driver file name in this folder
 * @returns null, with the reason on stderr, when that fails
 */
export function installPythonPeer(packages: readonly string[], driver: string): PythonPeer | null {
  const folder = join(tmpdir(), `ringfence-benchmark-${packages[0]}`);
  const python = join(folder, 'bin', 'python');
  try {
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    const pip = (...args: string[]): string =>
      execFileSync(python, ['-m', 'pip', '--disable-pip-version-check', ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    pip('install', '--quiet', ...packages);
    const version = /^Version: (.*)$/m.exec(pip('show', packages[0]))?.[1] ?? 'unknown';
    const file = join(import.meta.dirname, driver);
    return {
      version,
      run: <Result>(...args: readonly (string | number)[]) =>
        JSON.parse(
          execFileSync(python, [file, ...args.map(String)], { encoding: 'utf8', stdio: 'pipe' }),
        ) as Result,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.error(
      `SKIPPED: the peer ${packages[0]} could not be installed (${reason}); its ratios are left out.`,
    );
    return null;
  }
}
