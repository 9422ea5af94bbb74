import { isScored } from '../features/live/scored-event.ts';
import { attackStory } from '../generator/attack.ts';
import type { Event } from '../graph/model/event.ts';
import { compareEvents } from '../graph/model/event.ts';
import { ingest } from '../ingest/writer.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { LiveScoring, scoreDocuments, type ScoredTransaction } from './live-scoring.ts';
import { promote } from './model-book.ts';
import { trainModel } from './train-model.ts';

export interface AttackResult {
  /** The model that was trained for it, and is champion now. */
  readonly model: string;
  /** Events it learned from. */
  readonly history: number;
  readonly victim: string;
  /** What everybody else did on that day. */
  readonly ordinary: readonly ScoredTransaction[];
  readonly attack: readonly ScoredTransaction[];
  readonly seconds: number;
}

const SEED = 1;

/**
 * The demonstration of seed 003: trains an isolation forest on ordinary behaviour, then takes a day of it with an attack in
 * its midst, event by event, and keeps events and scores in the store. Doing it again scores the same events again.
 */
export async function demoAttack(
  store: Store,
  clock: Clock,
  progress: Progress = () => {},
): Promise<AttackResult> {
  const started = clock.elapsed();
  const { history, ordinary, burst, victim } = attackStory(SEED);
  const take = (events: readonly Event[]) =>
    ingest(
      store,
      events.map((event) => ({ event })),
      { clock, maxBad: { count: 0 } },
    );
  await take(history);
  // A model that was there before has not seen these people.
  const asOf = history.at(-1)!.at;
  const { run } = await trainModel(store, { model: 'isolation-forest', asOf }, clock, progress);
  await promote(store, run.id, clock);
  const attacked = new Set(burst.map(({ id }) => id));
  const scoring = await LiveScoring.open(store, progress);
  const scores = [...ordinary, ...burst].sort(compareEvents).flatMap((event) => {
    const score = isScored(event) ? [scoring.score(event)] : [];
    scoring.apply(event);
    return score;
  });
  await take([...ordinary, ...burst]);
  await store.records.saveDocuments(scores.flatMap(scoreDocuments));
  return {
    model: run.id,
    history: history.length,
    victim,
    ordinary: scores.filter(({ event }) => !attacked.has(event[1])),
    attack: scores.filter(({ event }) => attacked.has(event[1])),
    seconds: (clock.elapsed() - started) / 1000,
  };
}
