import { RingfenceError } from '../kernel/errors.ts';
import { DAY, utcMidnight } from '../kernel/time.ts';
import { EVENT_KINDS, type EventKind } from '../graph/model/event.ts';
import type { DayCount } from './serving/daily-counts.ts';
import type { EngineState } from './serving/engine-options.ts';
import type { Serving } from './serving/serving.ts';

type Counts = readonly { readonly name: string; readonly count: number }[];

export interface ServingStats {
  readonly events: Counts;
  readonly entities: Counts;
  readonly links: Counts;
  readonly findings: Counts;
  readonly rings: number;
  readonly head: number;
  readonly detected: number;
  readonly state: EngineState;
}

/** How much of everything there is. */
export async function servingStats({ engine, reads }: Serving): Promise<ServingStats> {
  const [events, graph] = await Promise.all([reads.eventCounts(), reads.counts()]);
  const { view, lag, state } = engine;
  const byDetector = Object.groupBy(view.findings, ({ detector }) => detector);
  return {
    events: countsOf(events),
    entities: countsOf(graph.entities),
    links: countsOf(graph.edges),
    findings: countsOf(
      Object.fromEntries(Object.entries(byDetector).map(([name, list]) => [name, list?.length ?? 0])),
    ),
    rings: view.rings.length,
    head: lag.head,
    detected: lag.taken,
    state,
  };
}

/** Kinds of events that a series counts. */
const KINDS = {
  EVENTS: EVENT_KINDS,
  TRANSFERS: ['transfer'],
  PAYMENTS: ['payment'],
  REGISTRATIONS: ['registration'],
} as const satisfies Record<string, readonly EventKind[]>;
export type SeriesMetric = keyof typeof KINDS | 'FINDINGS' | 'RINGS_FORMED';

const LONGEST = 3_660 * DAY;

/**
 * Counts by UTC day within [from, to), rising; days without any are left out.
 * @throws RingfenceError REQUEST_INVALID for a span that is turned round or too long
 */
export function timeSeries({ engine }: Serving, metric: SeriesMetric, from: number, to: number): DayCount[] {
  if (!(from < to) || to - from > LONGEST)
    throw new RingfenceError('REQUEST_INVALID', 'from is to be before to, by 3,660 days at most');
  if (metric in KINDS) return engine.daily.series(KINDS[metric as keyof typeof KINDS], from, to);
  const { findings, rings } = engine.view;
  const times =
    metric === 'FINDINGS' ? findings.map(({ first }) => first.at) : rings.map(({ formedAt }) => formedAt);
  const days = times.map(utcMidnight).filter((day) => day >= from && day < to);
  const counts = Map.groupBy(days, (day) => day);
  return [...counts].map(([day, same]) => ({ day, count: same.length })).sort((a, b) => a.day - b.day);
}

function countsOf(counts: Readonly<Record<string, number | undefined>>): Counts {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count: count ?? 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
