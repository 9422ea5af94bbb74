import type { EntityRef } from '../graph/model/entity.ts';
import type { EventKey } from '../graph/model/event.ts';
import type { Ring } from '../graph/model/ring.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { ringRisk, type RingReason } from '../risk/rings/ring-risk.ts';
import { findRing } from './list-rings.ts';
import { isDegraded, scoreStored } from './score-transaction.ts';
import type { Score } from './serving/score.ts';
import type { Serving } from './serving/serving.ts';

/** Whose risk is asked about: one of the three. */
export type RiskSubject =
  { readonly event: EventKey } | { readonly entity: EntityRef } | { readonly ring: string };

export interface SubjectRisk {
  /**
   * 0 to 100. Of a transaction its score's; of a user or an account the largest of `scores`; of a ring its own, which is on a
   * scale of its own (docs/algorithms/ring-risk.md). Null when nothing is known.
   */
  readonly risk: number | null;
  /** Of a transaction its score; of a user or an account its latest, newest first, at most 20. */
  readonly scores: readonly Score[];
  /** Rings that the subject is in, strongest first, or the ring itself. They do not go into the risk of a user or an account. */
  readonly rings: readonly Ring[];
  /** The store does not answer: what is told is what memory knows. */
  readonly degraded: boolean;
}

/**
 * The risk of a transaction, a user, an account or a ring, by what is known now.
 * @throws RingfenceError NOT_FOUND (event, ring), REQUEST_INVALID (an entity of another type), NOT_READY, STORE_FAILED
 */
export async function subjectRisk(serving: Serving, subject: RiskSubject): Promise<SubjectRisk> {
  if ('event' in subject) return transactionRisk(serving, subject.event);
  if ('ring' in subject) return riskOfRing(serving, subject.ring);
  const { type, id } = subject.entity;
  if (type !== 'User' && type !== 'Account')
    throw new RingfenceError(
      'REQUEST_INVALID',
      `the risk of a ${type} is not known; wanted User or Account`,
      {
        field: 'subject.entity',
      },
    );
  const { scorer, view } = serving.engine;
  const scores = scorer.book.latestOf(type, id);
  return {
    risk: scores.length === 0 ? null : Math.max(...scores.map(({ risk }) => risk)),
    scores,
    rings: view.ringsOf({ type, id }),
    degraded: isDegraded(serving),
  };
}

async function transactionRisk(serving: Serving, event: EventKey): Promise<SubjectRisk> {
  const { score, degraded } = await scoreStored(serving, event);
  const { view } = serving.engine;
  const people: EntityRef[] = [
    ...(score.user === null ? [] : [{ type: 'User', id: score.user } as const]),
    ...score.accounts.map((id) => ({ type: 'Account', id }) as const),
  ];
  const rings = new Set(people.flatMap((ref) => view.ringsOf(ref)));
  return { risk: score.risk, scores: [score], rings: [...rings], degraded };
}

async function riskOfRing(serving: Serving, id: string): Promise<SubjectRisk> {
  const ring = await findRing(serving, id);
  if (!ring) throw new RingfenceError('NOT_FOUND', 'there is no such ring', { field: 'subject.ring' });
  return { risk: ring.risk, scores: [], rings: [ring], degraded: isDegraded(serving) };
}

/** Why a ring has its risk, most points first; the points add up to it. */
export function ringReasons({ engine: { view } }: Serving, ring: Ring): readonly RingReason[] {
  return ringRisk(ring.findings.flatMap((id) => view.finding(id) ?? [])).reasons;
}
