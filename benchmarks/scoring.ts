/**
 * Scoring in process, event by event: features, model of 300 trees, rules and decision, then the event taken in:
 *
 *   node benchmarks/scoring.ts [--users 100000] [--days 30] [--scored 20000]
 *
 * The engine takes in a world of so many users first; then its last transactions are scored, one in twenty with reasons
 * (and all that are to be reviewed or denied). The first few thousand of them are not counted: a service has long been
 * compiled when its thousandth customer pays. Rates are by processor time; the times of single scores, from reading the
 * features to having taken the event in, are by the clock, so that other work on the machine makes them worse.
 * Writes benchmarks/results/scoring.json.
 */
import { cpuUsage, hrtime, resourceUsage, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { FeatureEngine } from '../src/features/live/feature-engine.ts';
import { LIVE_FEATURES } from '../src/features/live/features.ts';
import { compareKnown, isScored } from '../src/features/live/scored-event.ts';
import { steadyCollector } from '../src/kernel/steady-collector.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { createWorld } from '../src/generator/world.ts';
import type { Event } from '../src/graph/model/event.ts';
import { DEFAULT_POLICY } from '../src/risk/decision/default-policy.ts';
import { DEFAULT_RULES } from '../src/risk/rules/default-rules.ts';
import { Judge } from '../src/risk/scoring/judge.ts';
import { anyModel, TREES } from './any-model.ts';
import { environment, rounded, writeResult, type Environment } from './environment.ts';

export interface ScoringResult {
  readonly environment: Environment;
  readonly users: number;
  readonly events: number;
  readonly trees: number;
  readonly scored: number;
  readonly explained: number;
  readonly scoresPerProcessorSecond: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  readonly peakMegabytes: number;
}

/** Scores made before any is counted. */
const WARM = 4_000;
/** One in so many is explained whatever its decision. */
const EXPLAIN = 20;

function run(users: number, days: number, wanted: number): ScoringResult {
  const judge = new Judge({ scorer: anyModel(), rules: DEFAULT_RULES, policy: DEFAULT_POLICY });
  const log: Event[] = [];
  for (const batch of createWorld({ ...WORLD_DEFAULTS, users, days, seed: 8 }).events())
    for (const event of batch) log.push(event);
  log.sort(compareKnown);
  let from = log.length;
  for (let left = wanted + WARM; from > 0 && left > 0; from--) left -= Number(isScored(log[from - 1]));
  const engine = new FeatureEngine({ features: LIVE_FEATURES });
  for (let i = 0; i < from; i++) engine.apply(log[i]);
  const times: number[] = [];
  let explained = 0;
  let scored = 0;
  let before = cpuUsage();
  for (const event of log.slice(from)) {
    const started = hrtime.bigint();
    if (isScored(event)) {
      if (scored++ === WARM) before = cpuUsage();
      const judgement = judge.judge(event, engine.read(event), event.user ?? null, scored % EXPLAIN === 0);
      if (scored > WARM) explained += Number(judgement.reasons !== null);
    }
    engine.apply(event);
    if (isScored(event) && scored > WARM) times.push(Number(hrtime.bigint() - started) / 1e6);
  }
  const { user, system } = cpuUsage(before);
  const sorted = times.toSorted((a, b) => a - b);
  return {
    environment: environment(),
    users,
    events: from,
    trees: TREES,
    scored: times.length,
    explained,
    scoresPerProcessorSecond: rounded(times.length / ((user + system) / 1e6)),
    medianMilliseconds: rounded(sorted[sorted.length >> 1]),
    p99Milliseconds: rounded(sorted[Math.floor(sorted.length * 0.99)]),
    peakMegabytes: Math.round(resourceUsage().maxRSS / 1024),
  };
}

steadyCollector();
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    days: { type: 'string', default: '30' },
    scored: { type: 'string', default: '20000' },
  },
});
const result = run(Number(values.users), Number(values.days), Number(values.scored));
writeResult('scoring', result);
stdout.write(`${JSON.stringify(result, null, 2)}\n`);
