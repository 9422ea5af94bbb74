import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedData } from './shared-data.ts';

/** A laundering pattern of AMLworld, read without the importer; transfers from an account to itself are left out. */
export interface LaunderingPattern {
  readonly type: string;
  /** Payer, payee. */
  readonly transfers: readonly (readonly [string, string])[];
  readonly accounts: ReadonlySet<string>;
}

/** All patterns of the file, in its order; null when the data is absent. */
export function amlworldPatterns(): LaunderingPattern[] | null {
  const file = sharedData('amlworld', 'HI-Small_Patterns.txt.gz');
  if (!file) return null;
  const blocks = gunzipSync(readFileSync(file)).toString('utf8').split('BEGIN LAUNDERING ATTEMPT - ');
  return blocks.slice(1).map((block) => {
    const lines = block.split('\n');
    const transfers = lines
      .map((line) => line.split(','))
      .filter((cells) => cells.length === 11)
      .map(([, bank, from, otherBank, to]) => [`${bank}:${from}`, `${otherBank}:${to}`] as const)
      .filter(([from, to]) => from !== to);
    return {
      type: /^[A-Z-]+/.exec(lines[0])![0].toLowerCase(),
      transfers,
      accounts: new Set(transfers.flat()),
    };
  });
}

/** Distinct accounts that an account pays, and that pay it, in a pattern. */
export function counterparties(pattern: LaunderingPattern, account: string): { in: number; out: number } {
  const payers = pattern.transfers.filter(([, to]) => to === account).map(([from]) => from);
  const payees = pattern.transfers.filter(([from]) => from === account).map(([, to]) => to);
  return { in: new Set(payers).size, out: new Set(payees).size };
}

/** The share that two sets have in common of all that is in either. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((one) => b.has(one)).length;
  return common / (a.size + b.size - common);
}
