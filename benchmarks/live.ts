/**
 * Detects event by event over a generated world and prints events a second, the time of single events and the memory
 * taken; with `--check` compares the result with one batch run at the end, and fails when they differ.
 *
 *   node benchmarks/live.ts [--users 2000] [--days 90] [--seed 5] [--rate 0.05] [--batch 1] [--late 0.02] [--check]
 *     [--processor] [--hold] [--restart]
 *
 * `--batch`: events applied between two evaluations of what they concern. `--late`: share of events that come up to
 * 24 hours late. `--processor`: times by the processor time of the thread too, for a machine that others use (it costs a
 * twentieth of the throughput). `--hold`: no event is let go. `--restart`: at the end, what going on from a snapshot costs
 * beside taking in the whole log, which is then kept for it; run with `--expose-gc` for exact heaps. Without `--late` and `--check` no event is kept but by the detection itself. Large worlds need a
 * larger heap: `node --max-old-space-size=16000 benchmarks/live.ts --users 100000`.
 */
import process, { cpuUsage, memoryUsage, resourceUsage, stdout, threadCpuUsage } from 'node:process';
import { parseArgs } from 'node:util';
import { COMPACTION_LIMITS } from '../src/detectors/live/live-compaction.ts';
import { LIVE_BY_DEFAULT, LiveDetection } from '../src/detectors/live/live-detection.ts';
import { runDetectors, type DetectionResult } from '../src/detectors/run.ts';
import { createWorld, WORLD_DEFAULTS } from '../src/generator/world.ts';
import { Float64Column } from '../src/graph/columns.ts';
import type { Event } from '../src/graph/model/event.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { steadyCollector } from '../src/kernel/steady-collector.ts';
import { DAY } from '../src/kernel/time.ts';
import { EventGraphBuilder } from '../src/projection/event-graph-builder.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '2000' },
    days: { type: 'string', default: '90' },
    seed: { type: 'string', default: '5' },
    rate: { type: 'string', default: '0.05' },
    batch: { type: 'string', default: '1' },
    late: { type: 'string', default: '0' },
    detector: { type: 'string', multiple: true },
    check: { type: 'boolean', default: false },
    processor: { type: 'boolean', default: false },
    hold: { type: 'boolean', default: false },
    restart: { type: 'boolean', default: false },
  },
});
const batch = Number(values.batch);
const late = Number(values.late);
const detectors = values.detector ?? LIVE_BY_DEFAULT;

const world = createWorld({
  ...WORLD_DEFAULTS,
  users: Number(values.users),
  days: Number(values.days),
  seed: Number(values.seed),
  fraudRate: Number(values.rate),
});

// As a server does before it begins.
steadyCollector();
const limits = values.hold ? { ...COMPACTION_LIMITS, atLeast: Infinity } : COMPACTION_LIMITS;
const live = new LiveDetection({ detectors }, limits);
const times = new Float64Column();
const spent = new Float64Column();
const slowest: { ms: number; event: Event }[] = [];
const inOrder: Event[] = [];
let events = 0;
let evaluated = 0;
let wall = 0;
let busy = 0;
const began = performance.now();
if (late === 0)
  for (const part of world.events()) {
    detect(part);
    if (values.check || values.restart) for (const event of part) inOrder.push(event);
  }
else {
  for (const part of world.events()) for (const event of part) inOrder.push(event);
  detect(arriving(inOrder, late));
}
globalThis.gc?.();
const memory = memoryUsage();
const took = (performance.now() - began) / 1000;
const readFrom = performance.now();
const found = live.result();
const readTook = performance.now() - readFrom;
const [slow, heavy] = [times.finish().sort(), spent.finish().sort()];
const at = (share: number, sorted = slow): string =>
  `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(3)} ms`;
stdout.write(
  `${events} events, ${Math.round(events / wall)} events/s (${Math.round(events / busy)} a second of processor time) in batches of ${batch}; ` +
    `a batch: median ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)} ` +
    (values.processor ? `(processor time: p99.9 ${at(0.999, heavy)}, max ${at(1, heavy)}); ` : '') +
    `${(evaluated / events).toFixed(3)} subjects an event; ${live.held} events held; ` +
    `heap ${mebibytes(memory.heapUsed)}, resident ${mebibytes(memory.rss)}, at most ${mebibytes(resourceUsage().maxRSS * 1024)}; ` +
    `${found.findings.length} findings read in ${readTook.toFixed(0)} ms; ${took.toFixed(0)} s with the making of the world\n`,
);
for (const { ms, event } of slowest.sort((a, b) => b.ms - a.ms).slice(0, 5))
  stdout.write(`  ${ms.toFixed(1)} ms at ${event.kind} ${event.id}\n`);
if (values.restart) restart();
if (values.check) {
  const builder = new EventGraphBuilder(true);
  for (const event of inOrder) builder.add(event);
  const started = performance.now();
  const whole = runDetectors({ ...builder.finish(null), isPartial: true }, { detectors });
  const batchTook = performance.now() - started;
  const unlike = differences(found, whole);
  if (unlike.length > 0) process.exitCode = 1;
  stdout.write(
    unlike.length > 0
      ? `NOT equal to one batch run in ${unlike.length} places, such as\n${unlike.slice(0, 3).join('\n')}\n`
      : `equal to one batch run: ${whole.findings.length} findings, ${whole.hubs.length} hubs (${batchTook.toFixed(0)} ms)\n`,
  );
}

/** Takes in events, and notes what each batch costs. */
function detect(list: readonly Event[]): void {
  const usedBefore = cpuUsage();
  const from = performance.now();
  for (let start = 0; start < list.length; start += batch) {
    const end = Math.min(start + batch, list.length);
    const before = values.processor ? threadCpuUsage() : null;
    const begins = performance.now();
    for (let next = start; next < end; next++) live.apply(list[next]);
    evaluated += live.settle();
    const ms = performance.now() - begins;
    const cost = before ? millisecondsSince(before) : ms;
    times.push(ms);
    spent.push(cost);
    if (cost > 20) slowest.push({ ms: cost, event: list[end - 1] });
  }
  wall += (performance.now() - from) / 1000;
  const used = cpuUsage(usedBefore);
  busy += (used.user + used.system) / 1e6;
  events += list.length;
}

/** Compares going on from a snapshot with taking in the whole log. */
function restart(): void {
  const snapshot = live.snapshot();
  if (!snapshot) {
    stdout.write('  no snapshot: events are being let go\n');
    return;
  }
  const text = JSON.stringify({ ...snapshot, facts: [...snapshot.facts] });
  live.release();
  const before = threadCpuUsage();
  const resumed = new LiveDetection({ detectors }, limits);
  for (const _ of resumed.resume(JSON.parse(text)));
  resumed.settle();
  const resuming = millisecondsSince(before);
  const from = threadCpuUsage();
  const replayed = new LiveDetection({ detectors }, { ...limits, atLeast: Infinity });
  for (const event of inOrder) replayed.apply(event);
  replayed.settle();
  const replaying = millisecondsSince(from);
  const isEqual = differences(found, resumed.result()).length === 0;
  if (!isEqual) process.exitCode = 1;
  stdout.write(
    `  snapshot of ${mebibytes(text.length)}: going on from it ${resuming.toFixed(0)} ms of processor time, ` +
      `the whole log ${replaying.toFixed(0)} ms; ${isEqual ? 'equal' : 'NOT equal'}\n`,
  );
}

function millisecondsSince(before: ReturnType<typeof threadCpuUsage>): number {
  const { user, system } = threadCpuUsage(before);
  return (user + system) / 1000;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** Findings and hubs, as text, that stand in one result only. */
function differences(live: DetectionResult, whole: DetectionResult): string[] {
  const texts = ({ findings, hubs }: DetectionResult): Set<string> =>
    new Set([...findings, ...hubs].map((one) => JSON.stringify(one)));
  const [a, b] = [texts(live), texts(whole)];
  return [
    ...[...a].filter((text) => !b.has(text)).map((text) => `only live: ${text}`),
    ...[...b].filter((text) => !a.has(text)).map((text) => `only in the batch: ${text}`),
  ];
}

/** The events with some of them up to a day late. */
function arriving(list: readonly Event[], share: number): readonly Event[] {
  const random = rngFor(1, 'live');
  const keyed = list.map((event, i) => ({
    event,
    i,
    at: event.at + (random.unit() < share ? Math.floor(random.unit() * DAY) : 0),
  }));
  return keyed.sort((a, b) => a.at - b.at || a.i - b.i).map(({ event }) => event);
}
