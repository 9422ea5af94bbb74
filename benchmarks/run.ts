/**
 * Runs the benchmarks that need nothing but this machine, one after the other, and writes docs/benchmarks.md:
 *
 *   node benchmarks/run.ts [name …]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = ['cycles', 'cycle-growth', 'communities', 'models', 'scoring', 'api'];
/** Take many minutes, or an hour: they run when they are named. */
const LONG = ['lift', 'api-scale'];

const named = process.argv.slice(2);
const unknown = named.filter((name) => ![...BENCHMARKS, ...LONG].includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${[...BENCHMARKS, ...LONG].join(', ')}`);
  process.exit(2);
}
for (const name of [...(named.length > 0 ? named : BENCHMARKS), 'report']) {
  console.log(`== ${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
