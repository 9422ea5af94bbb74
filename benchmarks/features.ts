/**
 * Computes the features of a generated world event by event and prints the processor time of reads and of applies.
 *
 *   node benchmarks/features.ts [--users 5000] [--days 30] [--seed 5] [--rate 0.05] [--hops 2] [--budget 500]
 *
 * The last tenth of the transactions is timed, when the state is fullest: all reads of a batch of events together, so
 * that the clock's own grain does not count, and each read by itself for the slowest. Events are not kept, but the world
 * is made as they are read: its time is not counted. 100,000 users need `node --max-old-space-size=12000`.
 */
import { memoryUsage, stdout, threadCpuUsage } from 'node:process';
import { parseArgs } from 'node:util';
import { FeatureEngine } from '../src/features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../src/features/live/features.ts';
import { WALK_LIMITS } from '../src/features/live/limits.ts';
import { compareKnown, isScored, knownAt } from '../src/features/live/scored-event.ts';
import { createWorld, WORLD_DEFAULTS } from '../src/generator/world.ts';
import { Float64Column } from '../src/graph/columns.ts';
import type { Event } from '../src/graph/model/event.ts';
import { DAY } from '../src/kernel/time.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '5000' },
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '5' },
    rate: { type: 'string', default: '0.05' },
    hops: { type: 'string', default: String(WALK_LIMITS.hops) },
    budget: { type: 'string', default: String(WALK_LIMITS.budget) },
  },
});
const days = Number(values.days);
const options = { ...WORLD_DEFAULTS, users: Number(values.users), days, seed: Number(values.seed) };
const world = createWorld({ ...options, fraudRate: Number(values.rate) });
const limits = { ...WALK_LIMITS, hops: Number(values.hops), budget: Number(values.budget) };
const engine = new FeatureEngine({ limits });
const cut = LIVE_FEATURES.findIndex(({ name }) => name === 'fraud_walk_is_cut');
const timedFrom = WORLD_DEFAULTS.start + days * 0.9 * DAY;

const tally = { events: 0, reads: 0, applies: 0, readTime: 0, applyTime: 0, cut: 0, all: 0 };
const slowest = new Float64Column();
/** Labels and others that are known late, until they are. */
const late: Event[] = [];
const batch: Event[] = [];

for (const part of world.events()) {
  for (const event of part) {
    tally.events++;
    while (late.length > 0 && knownAt(late[late.length - 1]) <= event.at) put(late.pop()!);
    if (knownAt(event) === event.at) put(event);
    else {
      late.push(event);
      late.sort((a, b) => compareKnown(b, a));
    }
  }
}
run();
const { rss, heapUsed } = memoryUsage();
const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MiB`;
const sorted = slowest.finish().sort();
const at = (share: number): string => `${sorted[Math.floor(share * (sorted.length - 1))].toFixed(0)} us`;
stdout.write(
  `${tally.events} events, ${tally.all} transactions, ${tally.reads} reads timed: ` +
    `${(tally.readTime / tally.reads).toFixed(1)} us a read, ${(tally.applyTime / tally.applies).toFixed(1)} us an apply ` +
    `(processor time); reads by the clock: median ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}; ` +
    `${((tally.cut / tally.reads) * 100).toFixed(1)} % of walks cut; ${JSON.stringify(engine.sizes)}; heap ${mib(heapUsed)}, resident ${mib(rss)}\n`,
);

function put(event: Event): void {
  if (event.at < timedFrom) {
    if (isScored(event)) {
      tally.all++;
      engine.read(event);
    }
    engine.apply(event);
    return;
  }
  if (batch.push(event) === 5_000) run();
}

/** Reads and applies in turn, as a server does; then all reads once more for their time alone. */
function run(): void {
  const scored = batch.filter(isScored);
  tally.all += scored.length;
  const began = spent();
  for (const event of batch) {
    if (isScored(event)) {
      const from = performance.now();
      const vector = engine.read(event);
      slowest.push((performance.now() - from) * 1_000);
      if (vector[cut] === 1) tally.cut++;
    }
    engine.apply(event);
  }
  const both = spent();
  for (const event of scored) engine.read(event);
  const again = spent() - both;
  tally.reads += scored.length;
  tally.applies += batch.length;
  tally.readTime += again;
  tally.applyTime += both - began - again;
  batch.length = 0;
}

function spent(): number {
  const { user, system } = threadCpuUsage();
  return user + system;
}
