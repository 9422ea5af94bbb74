import type { Ring } from '../graph/model/ring.ts';
import type { LevelName } from '../generator/level.ts';
import { WORLD_DEFAULTS, type WorldOptions } from '../generator/options.ts';
import type { Clock } from '../kernel/clock.ts';
import { matchRings, type MatchReport } from '../rings/evaluation/match-rings.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { detectRings } from './detect-rings.ts';
import { accountOwners } from './evaluate-rings.ts';
import { seedWorld } from './seed-world.ts';

/** Chosen for a run of seconds; the first seed there is, so that nobody has to wonder why another one was taken. */
const DEMO_WORLD = { ...WORLD_DEFAULTS, users: 2_000, fraudRate: 0.05, seed: 1 };

export interface DemoResult {
  readonly level: LevelName;
  readonly world: WorldOptions;
  readonly events: number;
  readonly rings: readonly Ring[];
  readonly report: MatchReport;
  /** Generating, storing, detecting and comparing. */
  readonly seconds: number;
}

/** Fills a store with a world, detects, and compares with the world's truth. Running it again changes nothing. */
export async function runDemo(
  store: Store,
  level: LevelName,
  clock: Clock,
  progress: Progress = () => {},
): Promise<DemoResult> {
  const started = clock.elapsed();
  const world = { ...DEMO_WORLD, level };
  const { events, truth } = await seedWorld(store, world, { batchSize: 5_000, clock, progress });
  const { rings } = await detectRings(store, { asOf: null, save: true }, clock, progress);
  const report = matchRings(rings, truth, await accountOwners(store));
  return { level, world, events, rings, report, seconds: (clock.elapsed() - started) / 1000 };
}
