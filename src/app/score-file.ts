import type { Readable } from 'node:stream';
import { compareKnown, isScored } from '../features/live/scored-event.ts';
import type { KeptDocument } from '../graph/model/document.ts';
import type { Event } from '../graph/model/event.ts';
import { events as eventLines } from '../ingest/datasets/events.ts';
import { DEFAULT_SOURCE } from '../ingest/decode.ts';
import { inputsOf } from '../ingest/files/input.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { CurrencyTable } from '../kernel/money.ts';
import { drift, drifts, type Drift } from '../risk/metrics/psi.ts';
import { featureMatrix } from '../risk/models/feature-matrix.ts';
import { LIVE_FEATURES } from '../features/live/features.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { LiveScoring, scoreDocuments, targetsOf, type ScoredTransaction } from './live-scoring.ts';

export interface ScoreRequest {
  /** Event NDJSON; `-` is standard input. */
  readonly path: string;
  readonly stdin: () => Readable;
  /** Reasons also for what is approved. */
  readonly explainAll: boolean;
  /** Whether scores are kept in the store; the events never are. */
  readonly save: boolean;
}

export interface ScoreReport {
  readonly scores: readonly ScoredTransaction[];
  readonly champion: string | null;
  readonly challenger: string | null;
  /** Against the training of the champion, the largest first; null without a model or with too few rows to tell. */
  readonly drift: readonly Drift[] | null;
}

/** Fewer rows say nothing about a distribution. */
const DRIFT_FROM = 200;

/**
 * Scores the payments and transfers of a file on top of what a store knows, in the order in which they became known; the
 * file's other events count from their time on. Nothing of the file is stored.
 * @throws RingfenceError EVENT_INVALID naming file, line and field of the first bad row; FILE_UNREADABLE
 */
export async function scoreFile(
  store: Store,
  request: ScoreRequest,
  progress: Progress = () => {},
): Promise<ScoreReport> {
  const table = new CurrencyTable();
  for (const [code, exponent] of await store.records.currencies()) table.declare(code, exponent);
  const log = await readEvents(request, table);
  const scoring = await LiveScoring.open(store, progress);
  const inFile = targetsOf(log);
  const scores: ScoredTransaction[] = [];
  for (const event of log.sort(compareKnown)) {
    if (isScored(event)) scores.push(scoring.score(event, request.explainAll));
    scoring.apply(event, inFile(event) ?? (await targetInStore(store, event)));
    if (scores.length % 1_000 === 0) progress('scoring', scores.length);
  }
  if (request.save) {
    const documents: KeptDocument[] = scores.flatMap(scoreDocuments);
    await store.records.saveDocuments(documents);
  }
  const { champion, challenger } = scoring.inForce;
  return {
    scores,
    champion: champion?.id ?? null,
    challenger: challenger?.id ?? null,
    drift: champion === null || scores.length < DRIFT_FROM ? null : driftOf(champion.profiles, scores),
  };
}

async function readEvents({ path, stdin }: ScoreRequest, currencies: CurrencyTable): Promise<Event[]> {
  const inputs = await inputsOf([path], stdin, false);
  const log: Event[] = [];
  for await (const rows of eventLines.read(inputs, { currencies, source: DEFAULT_SOURCE }))
    for (const row of rows) {
      if ('event' in row) log.push(row.event);
      if ('bad' in row) {
        const { file, line, field, reason } = row.bad;
        throw new RingfenceError('EVENT_INVALID', `${file}:${line}: ${reason}`, { file, line, field });
      }
    }
  return log;
}

async function targetInStore(store: Store, event: Event): Promise<Event | undefined> {
  if (event.kind === 'retraction') return (await store.events.get(event.of))?.event;
  if (event.kind !== 'label' || event.subject.type !== 'Event') return undefined;
  return (await store.events.get([event.subject.source, event.subject.id]))?.event;
}

type Profiles = Parameters<typeof drifts>[0];

/** Of the features that the model reads, and of the risk before rules. */
export function driftOf(profiles: Profiles, scores: readonly ScoredTransaction[]): Drift[] {
  const matrix = featureMatrix(
    LIVE_FEATURES.map(({ name }) => name),
    LIVE_FEATURES.map((_, i) => Float64Array.from(scores, ({ values }) => values[i])),
  );
  const risk = profiles.find(({ name }) => name === 'risk');
  const features = drifts(
    profiles.filter(({ name }) => name !== 'risk'),
    matrix,
  );
  if (risk === undefined) return features;
  const now = drift(
    risk,
    Float64Array.from(scores, ({ judgement }) => judgement.modelRisk),
  );
  return [...features, now].sort((a, b) => b.psi - a.psi);
}
