import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the driver lightgbm.py prints: seconds, and how good the model is. */
export interface LightGbmRun {
  readonly train: number;
  readonly predict: number;
  readonly explain: number;
  readonly averagePrecision: number;
}

export interface LightGbm {
  readonly version: string;
  /** @param folder with `train.bin` and `test.bin` */
  run(folder: string, rows: number, columns: number, trees: number, explain: number): LightGbmRun;
}

const PACKAGES = ['lightgbm', 'scikit-learn', 'numpy'];

/**
 * LightGBM in a Python environment of its own, in the folder for temporary files, made and filled from the Python package
 * index when it is not there yet; null, with the reason on stderr, when that fails.
 */
export function installLightGbm(): LightGbm | null {
  const folder = join(tmpdir(), 'ringfence-benchmark-lightgbm');
  const python = join(folder, 'bin', 'python');
  try {
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    const pip = (...args: string[]): string =>
      execFileSync(python, ['-m', 'pip', '--disable-pip-version-check', ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    pip('install', '--quiet', ...PACKAGES);
    const version = /^Version: (.*)$/m.exec(pip('show', PACKAGES[0]))?.[1] ?? 'unknown';
    const driver = join(import.meta.dirname, 'lightgbm.py');
    return {
      version,
      run: (...args) =>
        JSON.parse(
          execFileSync(python, [driver, ...args.map(String)], { encoding: 'utf8', stdio: 'pipe' }),
        ) as LightGbmRun,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.error(`SKIPPED: the peer LightGBM could not be installed (${reason}); its ratios are left out.`);
    return null;
  }
}
