import { DAY } from '../../kernel/time.ts';
import { averagePrecision } from '../metrics/average-precision.ts';
import { bootstrapInterval, type Interval } from '../metrics/bootstrap.ts';
import {
  bestF1,
  f1At,
  precisionAtK,
  precisionRecallCurve,
  type CurvePoint,
} from '../metrics/precision-recall.ts';
import { quantile } from '../metrics/quantile.ts';
import { rocAuc } from '../metrics/roc-auc.ts';

/** The rows that are judged. */
export interface JudgedRows {
  readonly labels: Uint8Array;
  /** Epoch ms, rising. */
  readonly at: Float64Array;
  /** The ring, or the fraudster outside rings, of each row; null for others. */
  readonly groups: readonly (string | null)[];
  /** Who made each. */
  readonly people: readonly string[];
}

/** One line of the ablation. */
export interface ScoredLine {
  readonly features: string;
  readonly averagePrecision: Interval;
  /** By the threshold that was best on the rows to choose by. */
  readonly f1: number;
  readonly threshold: number;
  readonly rocAuc: number;
  readonly precisionAt: Readonly<Record<string, number>>;
  /** Precision by recall, thinned. */
  readonly curve: readonly CurvePoint[];
}

/** What raising alerts from a risk on gives. */
export interface AlertLine {
  /** Risk from which on there is an alert. */
  readonly from: number;
  readonly alerts: number;
  readonly alertsPerDay: number;
  readonly precision: number;
  readonly recall: number;
  /** Rings (or fraudsters outside rings) with frauds here, of which one row at least is an alert. */
  readonly rings: number;
  readonly ringsFound: number;
  /** Mean share of a ring's people with frauds here who have an alert, over rings found; null when none was. */
  readonly memberOverlap: number | null;
  /** From a ring's first fraud here to its first alert, over rings found; null when none was. */
  readonly medianDays: number | null;
}

const AT = [10, 50, 100, 500] as const;
/** Samples of the bootstrap: enough for an interval of 95 %, whose ends then are the 5th and 195th of 200. */
const SAMPLES = 200;

/** How well one score ranks; `choose` are the rows that the threshold is found on. Time O(200 n log n). */
export function scoreLine(
  features: string,
  scores: Float64Array,
  { labels, groups }: JudgedRows,
  choose: { readonly scores: Float64Array; readonly labels: Uint8Array },
): ScoredLine {
  const { threshold } = bestF1(choose.scores, choose.labels);
  const numbers = numberGroups(groups);
  const measure = (rows: Uint32Array): number => {
    const drawn = Uint8Array.from(rows, (row) => labels[row]);
    return drawn.includes(1)
      ? averagePrecision(
          Float64Array.from(rows, (row) => scores[row]),
          drawn,
        )
      : NaN;
  };
  const k = AT.filter((count) => count <= labels.length);
  return {
    features,
    averagePrecision: bootstrapInterval(labels.length, measure, { samples: SAMPLES, groups: numbers }),
    f1: f1At(scores, labels, threshold),
    threshold,
    rocAuc: rocAuc(scores, labels),
    precisionAt: Object.fromEntries(k.map((count) => [count, precisionAtK(scores, labels, count)])),
    curve: thinCurve(scores, labels),
  };
}

/** Rows of one ring stand or fall together; every other row is a group of its own. */
export function numberGroups(groups: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  let next = 0;
  return Int32Array.from(groups, (group) => {
    if (group === null) return next++;
    const known = numbers.get(group);
    if (known !== undefined) return known;
    numbers.set(group, next);
    return next++;
  });
}

/** What alerts from each risk on would give. @param risks 0 to 100 */
export function alertLines(risks: Float64Array, rows: JudgedRows, from: readonly number[]): AlertLine[] {
  const days = Math.max(1, (rows.at.at(-1)! - rows.at[0]) / DAY);
  return from.map((limit) => alertLine(risks, rows, limit, days));
}

function alertLine(
  risks: Float64Array,
  { labels, at, groups, people }: JudgedRows,
  from: number,
  days: number,
): AlertLine {
  const first = new Map<string, RingSeen>();
  let [alerts, hits, frauds] = [0, 0, 0];
  for (let row = 0; row < labels.length; row++) {
    const isAlert = risks[row] >= from;
    alerts += Number(isAlert);
    frauds += labels[row];
    if (isAlert) hits += labels[row];
    const group = groups[row];
    if (group === null || labels[row] === 0) continue;
    const seen = first.get(group) ?? { fraud: at[row], alert: Infinity, people: new Map() };
    if (isAlert) seen.alert = Math.min(seen.alert, at[row]);
    seen.people.set(people[row], isAlert || seen.people.get(people[row]) === true);
    first.set(group, seen);
  }
  const found = [...first.values()].filter(({ alert }) => alert < Infinity);
  const waits = Float64Array.from(found, ({ fraud, alert }) => (alert - fraud) / DAY).sort();
  return {
    from,
    alerts,
    alertsPerDay: alerts / days,
    precision: alerts === 0 ? 0 : hits / alerts,
    recall: frauds === 0 ? 0 : hits / frauds,
    rings: first.size,
    ringsFound: found.length,
    memberOverlap:
      found.length === 0 ? null : found.reduce((sum, one) => sum + overlapOf(one), 0) / found.length,
    medianDays: waits.length === 0 ? null : quantile(waits, 0.5),
  };
}

/** A ring's first fraud and first alert, and whether each of its people has one. */
interface RingSeen {
  readonly fraud: number;
  alert: number;
  readonly people: Map<string, boolean>;
}

function overlapOf({ people }: RingSeen): number {
  return [...people.values()].filter((hasAlert) => hasAlert).length / people.size;
}

/** At most so many points of a precision-recall curve, evenly over the recalls. */
export function thinCurve(scores: Float64Array, labels: Uint8Array, most = 50): CurvePoint[] {
  const all = precisionRecallCurve(scores, labels);
  if (all.length <= most) return all;
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => all[Math.round(i * step)]);
}
