/**
 * Computes the features of a generated world event by event and prints the processor time of reads and of applies.
 *
 *   node benchmarks/features.ts [--users 5000] [--days 30] [--seed 5] [--rate 0.05] [--hops 2] [--budget 500]
 *
 * The last tenth of the transactions is timed, when the state is fullest: all reads of a batch of events together, so
 * that the clock's own grain does not count, and each read by itself for the slowest. The longest event that came first
 * after a midnight, when communities are looked at, is given by the clock. Events are not kept, but the world
 * is made as they are read: its time is not counted. 100,000 users need `node --max-old-space-size=12000`. Writes
 * benchmarks/results/features.json.
 */
import { resourceUsage, stdout, threadCpuUsage } from 'node:process';
import { parseArgs } from 'node:util';
import { FeatureEngine } from '../src/features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../src/features/live/features.ts';
import { WALK_LIMITS } from '../src/features/live/limits.ts';
import { compareKnown, isScored, knownAt } from '../src/features/live/scored-event.ts';
import { createWorld, WORLD_DEFAULTS } from '../src/generator/world.ts';
import { Float64Column } from '../src/graph/columns.ts';
import type { Event } from '../src/graph/model/event.ts';
import { DAY, utcMidnight } from '../src/kernel/time.ts';
import { environment, rounded, writeResult, type Environment } from './environment.ts';

/** Times in microseconds: of the processor, and of single reads by the clock. */
export interface FeaturesResult {
  readonly environment: Environment;
  readonly users: number;
  readonly events: number;
  readonly features: number;
  readonly reads: number;
  readonly read: number;
  readonly apply: number;
  readonly median: number;
  readonly p99: number;
  /** The longest of the events that were known first after a midnight, read and taken. */
  readonly midnight: number;
  readonly cutShare: number;
  readonly peakMegabytes: number;
}

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

const tally = { events: 0, reads: 0, applies: 0, readTime: 0, applyTime: 0, cut: 0, all: 0, midnight: 0 };
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
const sorted = slowest.finish().sort();
const at = (share: number): number => rounded(sorted[Math.floor(share * (sorted.length - 1))]);
const result: FeaturesResult = {
  environment: environment(),
  users: options.users,
  events: tally.events,
  features: LIVE_FEATURES.length,
  reads: tally.reads,
  read: rounded(tally.readTime / tally.reads),
  apply: rounded(tally.applyTime / tally.applies),
  median: at(0.5),
  p99: at(0.99),
  midnight: rounded(tally.midnight),
  cutShare: rounded(tally.cut / tally.reads),
  peakMegabytes: Math.round(resourceUsage().maxRSS / 1024),
};
writeResult('features', result);
stdout.write(`${JSON.stringify({ ...result, slowest: at(1), sizes: engine.sizes }, null, 2)}\n`);

function put(event: Event): void {
  if (knownAt(event) < timedFrom) {
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
    const isFirst = utcMidnight(knownAt(event)) > engine.now;
    const from = performance.now();
    if (isScored(event)) {
      const vector = engine.read(event);
      slowest.push((performance.now() - from) * 1_000);
      if (vector[cut] === 1) tally.cut++;
    }
    engine.apply(event);
    if (isFirst) tally.midnight = Math.max(tally.midnight, (performance.now() - from) * 1_000);
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
