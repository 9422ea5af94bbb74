import { payingAccount, type ScoredEvent } from '../../features/live/scored-event.ts';
import type { Json, KeptDocument, ScoreRecord } from '../../graph/model/document.ts';
import { eventKey, type EventKey } from '../../graph/model/event.ts';
import { digestId } from '../../kernel/canonical.ts';
import type { ExpectedCost } from '../../risk/decision/decide.ts';
import type { Reason } from '../../risk/decision/reason.ts';
import type { ScoredTransaction } from '../live-scoring.ts';

/** A score as it was given, and what it is about. */
export interface Score {
  readonly event: EventKey;
  /** When the transaction was known, epoch ms. */
  readonly at: number;
  readonly user: string | null;
  /** The accounts of the transaction, the one that pays first. */
  readonly accounts: readonly string[];
  /** Minor units; of what is expected to be lost the currency is this one too. */
  readonly amount: { readonly minor: number; readonly currency: string };
  /** 0 to 100, in hundredths. */
  readonly risk: number;
  /** 1 - risk / 100. */
  readonly legitimacy: number;
  readonly decision: string;
  /** What decided: a policy, the id of a rule, or `ring-alone`. */
  readonly by: string;
  /** The run that decided; null when only rules did. */
  readonly run: string | null;
  /** Of the model alone, before rules; null for a score that was kept without it. */
  readonly modelRisk: number | null;
  /** What a transaction has of which nothing is known; base + points of all reasons = risk. */
  readonly base: number | null;
  /** null when it was not explained: approvals are only when asked for. */
  readonly reasons: readonly Reason[] | null;
  readonly expectedCost: ExpectedCost | null;
  /** What the challenger says. */
  readonly shadow: { readonly run: string; readonly risk: number; readonly decision: string } | null;
}

/** @param event the transaction that was scored */
export function scoreOf({ at, user, judgement, run, shadow }: ScoredTransaction, event: ScoredEvent): Score {
  const { risk, legitimacy, decision, by, modelRisk, base, reasons, expectedCost } = judgement;
  return {
    event: eventKey(event),
    at,
    user,
    accounts: accountsOf(event),
    amount: event.amount,
    risk,
    legitimacy,
    decision,
    by,
    run,
    modelRisk,
    base,
    reasons,
    expectedCost,
    shadow: shadow && { run: shadow.run, risk: shadow.judgement.risk, decision: shadow.judgement.decision },
  };
}

/** A score that was kept, beside the transaction it is about. */
export function keptScore(kept: ScoreRecord, event: ScoredEvent, user: string | null): Score {
  const { at, risk, decision, by, run } = kept;
  const reasons = kept.reasons as unknown as readonly Reason[] | null;
  const points = reasons?.reduce((sum, one) => sum + Math.round(one.points * 100), 0);
  return {
    event: kept.event,
    at,
    user,
    accounts: accountsOf(event),
    amount: event.amount,
    risk,
    legitimacy: (10_000 - Math.round(risk * 100)) / 10_000,
    decision,
    by,
    run,
    modelRisk: null,
    base: points === undefined ? null : (Math.round(risk * 100) - points) / 100,
    reasons,
    expectedCost: null,
    shadow: null,
  };
}

/** The id under which the score of a transaction by a run is kept; null where only rules scored. */
export function scoreId(event: EventKey, run: string | null): string {
  return digestId(['score', ...event, run ?? 'rules']);
}

/** A score as a document to be kept. */
export function scoreDocument({ event, at, run, risk, decision, by, reasons }: Score): KeptDocument {
  const document = {
    id: scoreId(event, run),
    at,
    event,
    run,
    shadow: false,
    risk,
    decision,
    by,
    reasons: reasons as unknown as Json,
  };
  return { kind: 'score', document };
}

function accountsOf(event: ScoredEvent): readonly string[] {
  const payer = payingAccount(event);
  return event.kind === 'transfer' && event.to !== payer ? [payer, event.to] : [payer];
}
