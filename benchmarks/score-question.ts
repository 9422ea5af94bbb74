import type { Measured, Question } from './api-client.ts';

/** Share of the answers that have reasons. */
const EXPLAINED = 0.05;
/** Transactions that are asked about first, to see how many have reasons by their decision. */
const LOOKED_AT = 1_000;

export interface ScoreQuestion extends Question {
  /** Share of the transactions whose reasons are asked for; the others' share of {@link EXPLAINED} have them by their decision. */
  readonly asked: number;
}

/** Asks for scores, with reasons in one answer of twenty: reviews and denials have them, and so many others as are wanting. */
export async function scoreQuestion(
  server: Measured,
  transactions: readonly object[],
  authorization: string,
): Promise<ScoreQuestion> {
  const path = '/v1/score';
  const sent = (n: number): object => ({ ...transactions[n % transactions.length], id: `bench-${n}` });
  const headers = { 'content-type': 'application/json', authorization };
  let explained = 0;
  for (let n = 0; n < LOOKED_AT; n++) {
    const body = JSON.stringify({ transaction: sent(n) });
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
    const { reasons } = (await answer.json()) as { readonly reasons: unknown };
    if (reasons !== null) explained++;
  }
  const asked = Math.max(0, EXPLAINED - explained / LOOKED_AT);
  const body = (n: number): object => ({
    transaction: sent(n),
    // Once for every whole number that n x share passes.
    explain: Math.floor((n + 1) * asked) > Math.floor(n * asked),
  });
  return { path, authorization, body, asked };
}
