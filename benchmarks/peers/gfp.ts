import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the driver gfp.py prints. */
export interface GfpRun {
  readonly seconds: number;
  /** By length, the sum over all edges of the bundles each is part of. */
  readonly participations: Readonly<Record<string, number>>;
}

export interface Gfp {
  readonly version: string;
  /** @param batch edges handed over at once, 0 for all of them */
  run(edgeFile: string, windowSeconds: number, batch: number): GfpRun;
}

const PACKAGE = 'snapml';

/**
 * Snap ML's Graph Feature Preprocessor in a Python environment of its own, in the folder for temporary files, made and
 * filled from the Python package index when it is not there yet; null, with the reason on stderr, when that fails.
 */
export function installGfp(): Gfp | null {
  const folder = join(tmpdir(), 'ringfence-benchmark-gfp');
  const python = join(folder, 'bin', 'python');
  try {
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    const pip = (...args: string[]): string =>
      execFileSync(python, ['-m', 'pip', '--disable-pip-version-check', ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    pip('install', '--quiet', PACKAGE);
    const version = /^Version: (.*)$/m.exec(pip('show', PACKAGE))?.[1] ?? 'unknown';
    const driver = join(import.meta.dirname, 'gfp.py');
    return {
      version,
      run: (edgeFile, windowSeconds, batch) =>
        JSON.parse(
          execFileSync(python, [driver, edgeFile, String(windowSeconds), String(batch)], {
            encoding: 'utf8',
          }),
        ) as GfpRun,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.error(
      `SKIPPED: the peer ${PACKAGE} could not be installed (${reason}); its ratios are left out.`,
    );
    return null;
  }
}
