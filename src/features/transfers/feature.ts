import type { Sight } from './sight.ts';

/** What a feature may lean on: lists and marks of the log, each made once. */
export interface FeatureBasis {
  readonly at: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly amount: Float64Array;
  /** The transfer before one between the same two accounts; -1 for the first. */
  readonly pairBefore: Int32Array;
  /** How long after one payment payers usually pay again, in days, by transfers before it only. */
  readonly beat: Uint8Array;
  /** 1 where a transfer is out of the ordinary for its payer; by transfers up to it only. */
  readonly fresh: Uint8Array;
  /** Longest run of fresh transfers, each paid on from the one before, that ends with this one. */
  readonly freshPath: Int32Array;
  /** Longest run of fresh transfers that begins with this one and is known with it. */
  readonly freshAhead: Int32Array;
  /** Cycles that a transfer is on as far as is known, by length class. */
  readonly cycles: Readonly<Record<CycleLength, Float64Array>>;
}

export const CYCLE_LENGTHS = ['2', '3', '4', '5', '6_up'] as const;
export type CycleLength = (typeof CYCLE_LENGTHS)[number];

export type FeatureGroup = 'transaction' | 'graph';

/** One feature of a transfer, defined here and nowhere else; docs/features.md is made from these. */
export interface TransferFeature {
  readonly name: string;
  /** `transaction`: of the transfer and the histories of its two accounts; `graph`: of who is tied to whom. */
  readonly group: FeatureGroup;
  readonly unit: string;
  /** Days on either side of the transfer; `ever` is all that is known. */
  readonly window: string;
  readonly formula: string;
  /** When it is missing. */
  readonly missing?: string;
  /** Whose idea it is, as in the list of docs/features.md. */
  readonly source: string;
  /** `before`: reads transfers up to this one only, under either rule; `known`: all that are known. */
  readonly reads: 'before' | 'known';
  /** The value; NaN when it is missing. */
  readonly read: (sight: Sight, basis: FeatureBasis) => number;
}

/** A part over a whole; NaN when there is no whole. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}
