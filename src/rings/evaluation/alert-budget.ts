import { compareBytes } from '../../kernel/bytes.ts';
import { DAY, utcMidnight } from '../../kernel/time.ts';
import type { Ring } from '../../graph/model/ring.ts';
import type { RingComparison } from './compare-rings.ts';
import type { LossBook } from './ring-loss.ts';
import { actorsOf } from './ring-side.ts';
import { shareOf, type Share } from './wilson-bound.ts';

/** Ring alerts a day per 100,000 users; null: all there are. */
export const BUDGETS: readonly (number | null)[] = [1, 3, 10, 30, 100, null];
const USERS_PER_BUDGET = 100_000;

/** What becomes of a budget of alerts. */
export interface BudgetRow {
  /** Ring alerts a day that are looked at, per 100,000 users; null: every one. */
  readonly perDay: number | null;
  /** Looked at in the whole time. */
  readonly alerts: number;
  /** Looked at, per day and 100,000 users. */
  readonly alertsPerDay: number;
  /** Of those looked at, the rings that match a true one. */
  readonly precision: Share;
  /** Of the true rings, those matched by one that was looked at. */
  readonly recall: Share;
  /** Of the true rings' loss, what those matched took; null when there is no loss. */
  readonly lossShare: number | null;
  /** Innocents in a suspect role of a ring that was looked at; and per 10,000 users and 30 days. */
  readonly innocents: number;
  readonly innocentsPer10kUsers30Days: number;
}

/** How many people there are, and the time looked at (epoch ms). */
export interface Span {
  readonly people: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Ranks found rings as alerts and works through them with several daily budgets.
 *
 * A ring is an alert from the UTC day of the first step of its history on. Each day as many waiting alerts as the
 * budget allows are looked at, best first: by risk where there is one, else strength, then the older, then the id. One
 * that found no place waits. A budget of k is `k x people / 100,000` a day; fractions add up to whole alerts over the
 * days, and a place that nobody waits for lapses. Risk and strength are the ring's latest, not those of the day.
 *
 * Time O(budgets x (found rings x log + days x waiting)), space O(found rings).
 */
export function alertBudget(
  comparison: RingComparison,
  span: Span,
  loss: LossBook,
  innocent: (actor: string) => boolean,
): BudgetRow[] {
  return BUDGETS.map((perDay) => {
    const opened = openedAlerts(comparison.found, span, perDay);
    return budgetRow(perDay, opened, comparison, span, loss, innocent);
  });
}

/** UTC days from the first to the last, both counted. */
export function daysOf({ from, to }: Span): number {
  return (utcMidnight(to) - utcMidnight(from)) / DAY + 1;
}

/** The day a ring became one: epoch ms of its first step. */
export function alertedAt(ring: Ring): number {
  return ring.history[0]?.at.at ?? ring.formedAt;
}

/** Numbers of the rings that are looked at. */
function openedAlerts(found: readonly Ring[], span: Span, perDay: number | null): number[] {
  if (perDay === null) return [...found.keys()];
  const days = daysOf(span);
  const first = utcMidnight(span.from) / DAY;
  const dayOf = (ring: number): number =>
    Math.min(Math.max(Math.floor(alertedAt(found[ring]) / DAY) - first, 0), days - 1);
  const arriving = Map.groupBy(found.keys(), dayOf);
  const worstFirst = (a: number, b: number): number => -compareAlerts(found[a], found[b]);
  const opened: number[] = [];
  let waiting: number[] = [];
  for (let day = 0; day < days; day++) {
    // Two sorted runs: the sort merges them.
    const news = arriving.get(day);
    if (news) waiting = [...waiting, ...news.sort(worstFirst)].sort(worstFirst);
    let places = placesBy(day + 1, perDay, span.people) - placesBy(day, perDay, span.people);
    for (; places > 0 && waiting.length > 0; places--) opened.push(waiting.pop()!);
  }
  return opened;
}

/** Places of the first `days` days: whole numbers, so that no rounding adds up. */
function placesBy(days: number, perDay: number, people: number): number {
  return Math.floor((perDay * people * days) / USERS_PER_BUDGET);
}

/** Better first. */
function compareAlerts(a: Ring, b: Ring): number {
  return (
    (b.risk ?? -1) - (a.risk ?? -1) ||
    b.strength - a.strength ||
    alertedAt(a) - alertedAt(b) ||
    compareBytes(a.id, b.id)
  );
}

function budgetRow(
  perDay: number | null,
  opened: readonly number[],
  { truth, sides, truthOf }: RingComparison,
  span: Span,
  loss: LossBook,
  innocent: (actor: string) => boolean,
): BudgetRow {
  const matched = opened.flatMap((f) => truthOf.get(f) ?? []);
  const accused = new Set(opened.flatMap((f) => actorsOf(sides[f]).filter(innocent)));
  const taken = matched.reduce((all, t) => all + loss.ofRing[t], 0);
  const per = (users: number, days: number): number =>
    span.people === 0 ? 0 : (users / span.people) * (days / daysOf(span));
  return {
    perDay,
    alerts: opened.length,
    alertsPerDay: opened.length * per(USERS_PER_BUDGET, 1),
    precision: shareOf(matched.length, opened.length, truth.rings.length === 0 ? 1 : 0),
    recall: shareOf(matched.length, truth.rings.length, 1),
    lossShare: loss.total === 0 ? null : taken / loss.total,
    innocents: accused.size,
    innocentsPer10kUsers30Days: accused.size * per(10_000, 30),
  };
}
