/**
 * Runs the benchmarks that need nothing but this machine, one after the other, and writes docs/benchmarks.md:
 *
 *   node benchmarks/run.ts [name …]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Benchmark {
  /** benchmarks/<file>.ts */
  readonly file: string;
  readonly node?: readonly string[];
  readonly args?: readonly string[];
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  cycles: { file: 'cycles' },
  'cycle-growth': { file: 'cycle-growth' },
  communities: { file: 'communities' },
  models: { file: 'models' },
  features: { file: 'features', args: ['--users', '20000'] },
  scoring: { file: 'scoring', node: ['--max-old-space-size=9000'] },
  'lift-short': { file: 'lift', args: ['--short'] },
  api: { file: 'api' },
};
/** Take many minutes, or an hour: they run when they are named. */
const LONG: Readonly<Record<string, Benchmark>> = {
  lift: { file: 'lift' },
  'api-scale': { file: 'api-scale' },
  amlsim: { file: 'amlsim' },
};
const ALL: Readonly<Record<string, Benchmark>> = { ...BENCHMARKS, ...LONG };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(ALL, name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}`);
  process.exit(2);
}
for (const name of [...(named.length > 0 ? named : Object.keys(BENCHMARKS)), 'report']) {
  console.log(`== ${name}`);
  const { file, node = [], args = [] } = ALL[name] ?? { file: name };
  const script = join(import.meta.dirname, `${file}.ts`);
  const { status } = spawnSync(process.execPath, [...node, script, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
