import { RingfenceError } from '../kernel/errors.ts';
import {
  alertLines,
  scoreLine,
  thinCurve,
  type AlertLine,
  type JudgedRows,
  type ScoredLine,
} from '../risk/evaluation/alert-report.ts';
import { calibrationReport, type CalibrationReport } from '../risk/evaluation/calibration-report.ts';
import { fairnessLines, type FairnessLine, type RowGroups } from '../risk/evaluation/fairness.ts';
import { TRAITS } from '../risk/evaluation/people-facts.ts';
import type { CurvePoint } from '../risk/metrics/precision-recall.ts';
import { takeColumns } from '../risk/models/feature-matrix.ts';
import type { TrainingSet } from '../risk/models/training-set.ts';
import type { Policy } from '../risk/decision/policy.ts';
import { applyRules } from '../risk/rules/apply-rules.ts';
import type { RuleSet } from '../risk/rules/rule.ts';
import { raised } from '../risk/decision/combine.ts';
import { TransactionFacts } from '../risk/scoring/transaction-facts.ts';
import type { Scorer } from '../risk/scoring/scorer.ts';
import { fitScorer, type FitRequest } from '../risk/training/fit-scorer.ts';
import {
  personOf,
  splitByLabels,
  SPLIT_DEFAULTS,
  type LabelSplit,
  type Part,
} from '../risk/training/label-split.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { liveDecisions } from './live-decisions.ts';
import { logRows, type LogRows } from './risk-rows.ts';
import { foldGroups, namesOf, notesOf, setOf } from './train-model.ts';

export interface LabelEvaluationRequest extends FitRequest {
  /** Only what was known by then is used; null for the whole log. */
  readonly asOf: number | null;
  /** Share of the time of the log after which the models are trained; what comes later is judged. */
  readonly trainShare: number;
}

/** What `evaluate` says of a store by its own labels. */
export interface LabelEvaluation {
  readonly model: string;
  /** ISO days are for people; these are epoch ms. */
  readonly trainedAt: number;
  readonly judged: {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly frauds: number;
  };
  /** Rings with rows both learned from and judged: none, by the way rows are split. */
  readonly ringsOnBothSides: number;
  readonly ablation: readonly ScoredLine[];
  /** Of both + rules, at the limits of the policy and round risks. */
  readonly alerts: readonly AlertLine[];
  /** Of the model with both groups of features, before rules. */
  readonly calibration: CalibrationReport;
  /** Of both + rules, by groups of people, at the risk from which the policy has a look. */
  readonly fairness: { readonly from: number; readonly groups: readonly FairnessLine[] };
  readonly curve: readonly CurvePoint[];
  readonly counts: LabelSplit['counts'];
  readonly notes: readonly string[];
}

const GROUPS = ['transaction', 'graph', 'both'] as const;

/**
 * Trains on the labels that were known after some share of the log, and judges by what came later: by transaction features
 * only, graph features only, both, and both with the rules in force. No ring is on both sides.
 * @throws RingfenceError TRAINING_INVALID, saying plainly when there are no labels
 */
export async function evaluateLabels(
  store: Store,
  request: LabelEvaluationRequest,
  progress: Progress = () => {},
): Promise<LabelEvaluation> {
  const rows = await logRows(store, request.asOf, progress);
  const { rules, policy } = await liveDecisions(store);
  return evaluateRows(rows, request, { rules, policy }, progress);
}

/** The same of rows that are there already. */
export function evaluateRows(
  rows: LogRows,
  request: Omit<LabelEvaluationRequest, 'asOf'>,
  { rules, policy }: { rules: RuleSet; policy: Policy },
  progress: Progress = () => {},
): LabelEvaluation {
  requireFraudLabels(rows);
  const split = splitOf(rows, request);
  const fitted = GROUPS.map((group, i) => {
    progress(`training: ${group}`, i, GROUPS.length);
    return fitGroup(rows, split, group, request);
  });
  const withRules = {
    choose: raiseAll(rows, split.choose, fitted[2].choose, rules),
    judge: raiseAll(rows, split.judge!, fitted[2].judge, rules),
  };
  return reportOf(rows, split, [...fitted, withRules], { model: request.model, policy });
}

/** @param scores of transaction, graph, both, both + rules */
function reportOf(
  rows: LogRows,
  split: LabelSplit,
  scores: readonly Scores[],
  { model, policy }: { model: string; policy: Policy },
): LabelEvaluation {
  const judge = split.judge!;
  const judged = judgedRows(rows, judge);
  const [, , both, withRules] = scores;
  const limits = [10, 20, 30, 50, 60, 80].concat(limitsOf(policy));
  const probabilities = both.judge.map((risk) => risk / 100);
  return {
    model,
    trainedAt: split.trainedAt,
    judged: { from: judge.from, to: judge.to, rows: judge.rows.length, frauds: split.counts.judgeFrauds },
    ringsOnBothSides: sharedGroups(rows, split),
    ablation: scores.map((line, i) =>
      scoreLine([...GROUPS, 'both+rules'][i], line.judge, judged, {
        scores: line.choose,
        labels: split.choose.labels,
      }),
    ),
    alerts: alertLines(
      withRules.judge,
      judged,
      [...new Set(limits)].sort((a, b) => a - b),
    ),
    calibration: calibrationReport(probabilities, judged),
    fairness: {
      from: limitsOf(policy)[0],
      groups: fairnessLines(withRules.judge, limitsOf(policy)[0], judged, groupsOfPeople(rows, judge)),
    },
    curve: thinCurve(withRules.judge, judge.labels),
    counts: split.counts,
    notes: notesOf(split),
  };
}

/** @throws RingfenceError TRAINING_INVALID */
function requireFraudLabels(rows: LogRows): void {
  if (rows.outcomes.frauds === 0)
    throw new RingfenceError(
      'TRAINING_INVALID',
      'labels: the store has no label that says fraud, so nothing can be evaluated by its own labels; import labels, ' +
        'or compare rings with a truth file: evaluate --truth FILE',
      { field: 'labels' },
    );
}

function splitOf(rows: LogRows, { trainShare }: Pick<LabelEvaluationRequest, 'trainShare'>): LabelSplit {
  const start = rows.at[0] ?? 0;
  const trainedAt = Math.floor(start + (rows.end - start) * trainShare);
  return splitByLabels(rows, rows.outcomes, { ...SPLIT_DEFAULTS, trainedAt, judgedAt: rows.end });
}

interface Scores {
  readonly choose: Float64Array;
  readonly judge: Float64Array;
}

/** Risks, 0 to 100, of a model that reads one group of features. */
function fitGroup(
  rows: LogRows,
  split: LabelSplit,
  group: (typeof GROUPS)[number],
  request: FitRequest,
): Scores {
  const columns = takeColumns(rows.matrix, namesOf(group));
  const choose = setOf(columns, split.choose);
  const fit = setOf(columns, split.fit);
  const scorer = fitScorer({ ...request, ...foldGroups(rows, split) }, fit, choose);
  const judge = setOf(columns, split.judge!);
  return { choose: risksOf(scorer, choose), judge: risksOf(scorer, judge) };
}

function risksOf(scorer: Scorer, { matrix }: TrainingSet): Float64Array {
  return scorer.margins(matrix).map(scorer.riskOf);
}

/** Where rules lift several to one floor, the model still orders them. */
function raiseAll(
  { matrix, events }: LogRows,
  { rows }: Part,
  risks: Float64Array,
  rules: RuleSet,
): Float64Array {
  const places = new Map(matrix.names.map((name, i) => [name, i]));
  const values = new Float64Array(matrix.names.length);
  return risks.map((risk, i) => {
    const row = rows[i];
    for (let c = 0; c < values.length; c++) values[c] = matrix.columns[c][row];
    const after = raised(risk, applyRules(rules, new TransactionFacts(places, values, events[row])));
    return after + (after > risk ? TIE * risk : 0);
  });
}

const TIE = 1e-6;

function judgedRows({ at, rings, of }: LogRows, { rows, labels }: Part): JudgedRows {
  return {
    labels,
    at: Float64Array.from(rows, (row) => at[row]),
    groups: Array.from(rows, (row, i) => rings[row] ?? (labels[i] === 1 ? personOf(of[row]) : null)),
    people: Array.from(rows, (row) => personOf(of[row])),
  };
}

function groupsOfPeople({ at, of, events, people, matrix }: LogRows, { rows }: Part): RowGroups[] {
  const age = matrix.columns[matrix.names.indexOf('account_age_days')];
  const earlier = countEarlier(of.map(personOf));
  return TRAITS.map((trait) => ({
    trait,
    of: Array.from(rows, (row) =>
      people.groupOf(trait, {
        user: of[row].user,
        at: at[row],
        ip: events[row].ip,
        accountAgeDays: age[row],
        earlier: earlier[row],
      }),
    ),
  }));
}

/** Of each row how many rows of the same person stand before it. */
function countEarlier(people: readonly string[]): Int32Array {
  const seen = new Map<string, number>();
  return Int32Array.from(people, (person) => {
    const before = seen.get(person) ?? 0;
    seen.set(person, before + 1);
    return before;
  });
}

function sharedGroups(rows: LogRows, { fit, choose, judge }: LabelSplit): number {
  const ringsOf = (part: Part): Set<string> =>
    new Set(Array.from(part.rows).flatMap((row) => rows.rings[row] ?? []));
  const learned = new Set([...ringsOf(fit), ...ringsOf(choose)]);
  return [...ringsOf(judge!)].filter((ring) => learned.has(ring)).length;
}

function limitsOf({ legitimacy: { approve, deny } }: Policy): number[] {
  return [Math.round((1 - approve) * 10_000) / 100, Math.round((1 - deny) * 10_000) / 100];
}
