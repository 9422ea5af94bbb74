import type { Link, Neighbour } from '../app/expand-entity.ts';
import type { Transaction } from '../app/list-transactions.ts';
import type { RingEvent } from '../app/serving/ring-feed.ts';
import type { LabelEvaluation } from '../app/evaluate-labels.ts';
import type { Models, StagedRun } from '../app/manage-models.ts';
import type { ScoreAnswer } from '../app/score-transaction.ts';
import type { ScoreEvent } from '../app/serving/score-book.ts';
import type { Score } from '../app/serving/score.ts';
import type { SubjectRisk } from '../app/subject-risk.ts';
import type { SearchField } from '../app/serving/search-index.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import type { Event, EventOf } from '../graph/model/event.ts';
import type { FindingMember, Hub } from '../graph/model/finding.ts';
import type { Ring, RingMember, RingMetrics, RingStep } from '../graph/model/ring.ts';
import type { Policy } from '../risk/decision/policy.ts';
import type { Reason } from '../risk/decision/reason.ts';
import type { RingReason } from '../risk/rings/ring-risk.ts';
import type { StoredFinding } from '../store/port.ts';

/** What stands behind each type of the schema. Of an entity only its name: what else is asked for is loaded together. */
export type EntityModel = EntityRef;
export type FindingModel = StoredFinding;
export type RingModel = Ring;
export type RingStepModel = RingStep;
export type RingMetricsModel = RingMetrics;
export type RingEventModel = RingEvent;
export type MemberModel = FindingMember | RingMember;
export type EvidenceModel = Event;
export type TransactionModel = Transaction;
export type TransferModel = EventOf<'transfer'>;
export type PaymentModel = EventOf<'payment'>;
export type LinkModel = Link;
export type NeighbourModel = Neighbour;
export type LabelModel = EventOf<'label'>;
export type HubModel = Hub;
export type RingReasonModel = RingReason;
export type RiskModel = SubjectRisk;
export type ReasonModel = Reason;
export type ScoreModel = Score;
export type ScorePayloadModel = ScoreAnswer;
export type ScoreEventModel = ScoreEvent;
export type ModelRunModel = StagedRun;
export type ModelsModel = Models;
export type PolicyModel = Policy;
export type EvaluationModel = LabelEvaluation;
export type NodeModel = EntityModel | RingModel | FindingModel;

export interface SearchHitModel {
  readonly entity: EntityModel;
  readonly field: SearchField;
}

/** A sum may be beyond 2^53, then it is a bigint. */
export interface MoneyModel {
  readonly minor: number | bigint;
  readonly currency: string;
}
