/**
 * Detects event by event over a generated world and prints events a second and the time of single events; with
 * `--check` compares the result with one batch run at the end, and fails when they differ.
 *
 *   node benchmarks/live.ts [--users 2000] [--days 90] [--seed 5] [--rate 0.05] [--batch 1] [--late 0.02] [--check]
 *
 * `--batch`: events applied between two evaluations of what they concern. `--late`: share of events that come up to
 * 24 hours late.
 */
import process, { cpuUsage, memoryUsage, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { LiveDetection } from '../src/detectors/live/live-detection.ts';
import { DETECTORS } from '../src/detectors/registry.ts';
import { runDetectors, type DetectionResult } from '../src/detectors/run.ts';
import { createWorld, WORLD_DEFAULTS } from '../src/generator/world.ts';
import type { Event } from '../src/graph/model/event.ts';
import { rngFor } from '../src/kernel/rng.ts';
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
  },
});
const batch = Number(values.batch);
const detectors = values.detector ?? DETECTORS.filter(({ onRequest }) => !onRequest).map(({ name }) => name);

const inOrder: Event[] = [];
const world = createWorld({
  ...WORLD_DEFAULTS,
  users: Number(values.users),
  days: Number(values.days),
  seed: Number(values.seed),
  fraudRate: Number(values.rate),
});
for (const part of world.events()) for (const event of part) inOrder.push(event);

const events = arriving(inOrder, Number(values.late));
const live = new LiveDetection({ detectors });
const times = new Float64Array(Math.ceil(events.length / batch));
const settled = new Float64Array(times.length);
const slowest: { ms: number; event: Event }[] = [];
const usedBefore = cpuUsage();
const began = performance.now();
for (let start = 0, i = 0; start < events.length; start += batch, i++) {
  const from = performance.now();
  const end = Math.min(start + batch, events.length);
  for (let next = start; next < end; next++) live.apply(events[next]);
  settled[i] = live.settle();
  times[i] = performance.now() - from;
  if (times[i] > 20) slowest.push({ ms: times[i], event: events[end - 1] });
}
const seconds = (performance.now() - began) / 1000;
const used = cpuUsage(usedBefore);
const busy = (used.user + used.system) / 1e6;
const sorted = times.toSorted();
const at = (share: number): string =>
  `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(3)} ms`;
stdout.write(
  `${events.length} events, ${Math.round(events.length / seconds)} events/s (${Math.round(events.length / busy)} a second of processor time) in batches of ${batch}; ` +
    `a batch: median ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}; ` +
    `${(settled.reduce((a, b) => a + b, 0) / events.length).toFixed(2)} subjects an event; ` +
    `resident ${Math.round(memoryUsage().rss / 2 ** 20)} MiB\n`,
);
for (const { ms, event } of slowest.sort((a, b) => b.ms - a.ms).slice(0, 5))
  stdout.write(`  ${ms.toFixed(1)} ms at ${event.kind} ${event.id}\n`);
if (values.check) {
  const builder = new EventGraphBuilder();
  for (const event of inOrder) builder.add(event);
  const started = performance.now();
  const whole = runDetectors({ ...builder.finish(null), isPartial: true }, { detectors });
  const took = performance.now() - started;
  const unlike = differences(live.result(), whole);
  if (unlike.length > 0) process.exitCode = 1;
  stdout.write(
    unlike.length > 0
      ? `NOT equal to one batch run in ${unlike.length} places, such as\n${unlike.slice(0, 3).join('\n')}\n`
      : `equal to one batch run: ${whole.findings.length} findings, ${whole.hubs.length} hubs (${took.toFixed(0)} ms)\n`,
  );
}

/** The events with some of them up to a day late. */
function arriving(list: readonly Event[], share: number): readonly Event[] {
  if (share === 0) return list;
  const random = rngFor(1, 'live');
  const keyed = list.map((event, i) => ({
    event,
    i,
    at: event.at + (random.unit() < share ? Math.floor(random.unit() * DAY) : 0),
  }));
  return keyed.sort((a, b) => a.at - b.at || a.i - b.i).map(({ event }) => event);
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
