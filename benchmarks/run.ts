/**
 * Runs the benchmarks that need nothing but this machine, one after the other, and writes docs/benchmarks.md:
 *
 *   node benchmarks/run.ts [name …]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = ['cycles', 'cycle-growth', 'communities', 'models', 'scoring', 'lift', 'api'];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.join(', ')}`);
  process.exit(2);
}
for (const name of [...(named.length > 0 ? named : BENCHMARKS), 'report']) {
  console.log(`== ${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
