import type { Event } from '../graph/model/event.ts';
import type { Truth } from '../graph/model/truth.ts';
import type { WorldOptions } from '../generator/options.ts';
import { createWorld } from '../generator/world.ts';
import { ingest, type IngestReport } from '../ingest/writer.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';

export interface SeedReport {
  readonly events: number;
  readonly truth: Truth;
  readonly ingest: IngestReport;
}

/** Generates a world straight into a store; the truth is returned and never stored. */
export async function seedWorld(
  store: Store,
  options: WorldOptions,
  run: { batchSize?: number; clock: Clock; progress?: Progress },
): Promise<SeedReport> {
  const world = createWorld(options);
  let events = 0;
  function* rows(): Generator<{ event: Event }> {
    for (const batch of world.events()) {
      for (const event of batch) yield { event };
      events += batch.length;
      run.progress?.('generating events', events);
    }
  }
  const report = await ingest(store, rows(), { ...run, maxBad: { count: 0 } });
  return { events, truth: world.truth, ingest: report };
}
