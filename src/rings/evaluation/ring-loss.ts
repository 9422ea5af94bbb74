import { compareBytes } from '../../kernel/bytes.ts';
import type { Outflow, RingActs } from './ring-acts.ts';

/** What the true rings took, in one currency. */
export interface LossBook {
  /** The currency most outflows are in (of several the first in byte order); null when there are none. */
  readonly currency: string | null;
  /** Minor units by true ring. */
  readonly ofRing: readonly number[];
  readonly total: number;
  /** Outflows in other currencies, which are left out of all sums. */
  readonly others: readonly { readonly currency: string; readonly outflows: number }[];
  /** Rings whose start is not known, so that all their members spent counts. */
  readonly startUnknown: number;
}

/** Adds up what left each ring. Time O(outflows). */
export function lossBook(rings: readonly RingActs[]): LossBook {
  const counts = new Map<string, number>();
  for (const { outflows } of rings)
    for (const { currency } of outflows) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [most, ...others] = [...counts].sort(([a, x], [b, y]) => y - x || compareBytes(a, b));
  const currency = most?.[0] ?? null;
  const ofRing = rings.map(({ outflows }) => sum(outflows, currency, -Infinity));
  return {
    currency,
    ofRing,
    total: ofRing.reduce((all, loss) => all + loss, 0),
    others: others.map(([code, outflows]) => ({ currency: code, outflows })),
    startUnknown: rings.filter(({ startKnown }) => !startKnown).length,
  };
}

/** Minor units of a currency that left a ring after a moment. */
export function lossAfter({ outflows }: RingActs, currency: string | null, at: number): number {
  return sum(outflows, currency, at);
}

function sum(outflows: readonly Outflow[], currency: string | null, after: number): number {
  return outflows.reduce(
    (all, outflow) => (outflow.currency === currency && outflow.at > after ? all + outflow.minor : all),
    0,
  );
}
