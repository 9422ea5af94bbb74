import type { ScoreAnswer } from '../app/score-transaction.ts';
import type { Score } from '../app/serving/score.ts';
import { formatInstant } from '../kernel/time.ts';

/** A score as REST gives it; the last three fields are by the names of older clients (docs/seeds.md). */
export function scoreView({ event: [source, id], at, amount: _amount, run, ...rest }: Score) {
  const { risk, modelRisk, decision } = rest;
  return {
    event: { source, id },
    at: formatInstant(at),
    ...rest,
    model: run,
    anomaly_score: modelRisk === null ? null : Math.round(modelRisk * 100) / 10_000,
    risk_score: risk,
    flagged: decision !== 'approve',
  };
}

export function answerView({ score, ...rest }: ScoreAnswer) {
  return { ...scoreView(score), ...rest };
}
