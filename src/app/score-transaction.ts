import { isScored, type ScoredEvent } from '../features/live/scored-event.ts';
import { eventKey, type EventKey } from '../graph/model/event.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { receiveEvent } from './ingest-events.ts';
import { pageOf, type Page, type PageRequest } from './serving/page.ts';
import { keptScore, scoreDocument, scoreId, type Score } from './serving/score.ts';
import type { Serving } from './serving/serving.ts';

export interface ScoreRequest {
  /** A transfer or payment in its wire form. */
  readonly transaction: unknown;
  /** Stored first as any event is, and its score kept. */
  readonly store?: boolean | null | undefined;
  /** Reasons also for what is approved. */
  readonly explain?: boolean | null | undefined;
}

/**
 * When a score was made: `now` with all that is known; `arrival` when the transaction came, before it counted for others;
 * `later` with all that is known now, of a transaction that counts already, and so also for itself.
 */
export type ScoreMoment = 'now' | 'arrival' | 'later';

export interface ScoreAnswer {
  readonly score: Score;
  readonly made: ScoreMoment;
  /** Whether the transaction is stored. */
  readonly stored: boolean;
  /** Whether it was stored before. */
  readonly duplicate: boolean;
  /** The store does not answer, so that the score is of what memory knew before; or the champion cannot be used. */
  readonly degraded: boolean;
}

/**
 * Scores a transaction. Without storing, nothing of it is left behind, and no store is asked.
 * @throws RingfenceError EVENT_INVALID, EVENT_FROM_FUTURE, NOT_READY; with storing as `Engine.submit`, and ID_CONFLICT
 */
export async function scoreTransaction(serving: Serving, request: ScoreRequest): Promise<ScoreAnswer> {
  const event = readTransaction(serving, request.transaction);
  const explain = request.explain ?? false;
  if (request.store === true) return storeAndScore(serving, event, explain);
  const score = serving.engine.scorer.score(event, explain);
  return { score, made: 'now', stored: false, duplicate: false, degraded: isDegraded(serving) };
}

/** A score beside a store that does not answer is of what memory knew before; one without the champion is by rules alone. */
export function isDegraded({ engine, reads }: Serving): boolean {
  const isDamaged = engine.scorer.inForce?.damaged.some(({ stage }) => stage === 'champion') ?? false;
  return engine.state === 'behind' || !reads.answering || isDamaged;
}

function readTransaction(serving: Serving, value: unknown): ScoredEvent {
  const event = receiveEvent(serving, value);
  if (!isScored(event))
    throw new RingfenceError(
      'EVENT_INVALID',
      `kind: ${event.kind} is not scored; wanted transfer or payment`,
      {
        field: 'kind',
      },
    );
  return event;
}

async function storeAndScore(serving: Serving, event: ScoredEvent, explain: boolean): Promise<ScoreAnswer> {
  const { engine, reads } = serving;
  const key = eventKey(event);
  const done = explain ? engine.scorer.explainNext(key) : () => {};
  const [{ outcome }] = await engine.submit([event]).finally(done);
  if (outcome === 'conflict')
    throw new RingfenceError(
      'ID_CONFLICT',
      'an event with this source and id and another body was there first; that one is kept',
      { field: 'id' },
    );
  const { score, made } = await scoreOfStored(serving, event);
  await reads.save([scoreDocument(score)]);
  return { score, made, stored: true, duplicate: outcome === 'duplicate', degraded: isDegraded(serving) };
}

/**
 * The score of a stored transaction: that of its arrival where it is known, else one of now.
 * @throws RingfenceError NOT_FOUND, REQUEST_INVALID (no transfer or payment), NOT_READY, STORE_FAILED
 */
export async function scoreStored(serving: Serving, key: EventKey): Promise<ScoreAnswer> {
  const booked = serving.engine.scorer.book.ofEvent(key);
  const answer = { stored: true, duplicate: true } as const;
  if (booked) return { score: booked, made: 'arrival', ...answer, degraded: isDegraded(serving) };
  const [logged] = await serving.reads.events([key]);
  if (!logged) throw new RingfenceError('NOT_FOUND', 'there is no such event', { field: 'eventId' });
  if (!isScored(logged.event))
    throw new RingfenceError('REQUEST_INVALID', `the event is a ${logged.event.kind}, which is not scored`, {
      field: 'eventId',
    });
  return { ...(await scoreOfStored(serving, logged.event)), ...answer, degraded: isDegraded(serving) };
}

async function scoreOfStored(
  serving: Serving,
  event: ScoredEvent,
): Promise<{ score: Score; made: ScoreMoment }> {
  const { scorer } = serving.engine;
  const booked = scorer.book.ofEvent(eventKey(event)) ?? (await keptScoreOf(serving, event));
  if (booked) return { score: booked, made: 'arrival' };
  return { score: scorer.score(event, true), made: 'later' };
}

/** By the latest run that it was kept for; at most the last 20 runs are asked about. */
async function keptScoreOf({ reads, engine }: Serving, event: ScoredEvent): Promise<Score | null> {
  const book = await reads.document('model-book', 'book');
  const runs = new Set([book?.champion, ...(book?.history.map(({ run }) => run).reverse() ?? [])]);
  for (const run of [...runs].slice(0, MOST_RUNS).concat(null)) {
    const kept = await reads.document('score', scoreId(eventKey(event), run ?? null));
    if (kept && !kept.shadow) return keptScore(kept, event, engine.scorer.userOf(event));
  }
  return null;
}

const MOST_RUNS = 20;

export interface ScoresRequest extends PageRequest {
  readonly decision?: string | null;
  /** 0 to 100. */
  readonly minRisk?: number | null;
}

/** The latest scores, newest first, out of memory: at most 20,000 are known. @throws RingfenceError REQUEST_INVALID */
export function listScores({ engine }: Serving, request: ScoresRequest): Page<Score> {
  const { decision, minRisk } = request;
  const booked = engine.scorer.book
    .list()
    .filter(({ score }) => (!decision || score.decision === decision) && score.risk >= (minRisk ?? 0));
  const page = pageOf(booked, ({ place }) => [-place], request);
  return { ...page, items: page.items.map(({ item, cursor }) => ({ item: item.score, cursor })) };
}
