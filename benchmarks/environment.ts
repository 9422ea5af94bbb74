import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

/** What a figure was measured on and with. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly commit: string;
  /** Whether sources differed from the commit. */
  readonly changed: boolean;
  readonly date: string;
  /** Processes that ran or waited for a core, on average over the last minute; older results don't say. */
  readonly load?: number;
}

export function environment(): Environment {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  return {
    cpu: cpu.model,
    cores: cpus().length,
    node: process.version,
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no', '--', '../src') !== '',
    date: new Date().toISOString().slice(0, 10),
    load: rounded(loadavg()[0]),
  };
}

export function hashOf(...parts: readonly (string | NodeJS.ArrayBufferView)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Significant digits are enough: what a run adds beyond three is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const RESULTS = join(import.meta.dirname, 'results');

export function writeResult(name: string, result: unknown): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

export function hasResult(name: string): boolean {
  return existsSync(join(RESULTS, `${name}.json`));
}

export function readResult<Result>(name: string): Result {
  return JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8')) as Result;
}
