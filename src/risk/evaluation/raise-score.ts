/** How far towards 1 a rule moves a score that it fires on. */
export const RAISE = 0.5;

/**
 * Raises scores by a rule: half of the way to 1, so that what the model thinks still tells raised ones apart, and two
 * that the model is sure of stay where they are.
 * @param fires 1 where the rule fires
 */
export function raiseScores(scores: Float64Array, fires: Uint8Array): Float64Array {
  return scores.map((score, row) => (fires[row] === 1 ? score + RAISE * (1 - score) : score));
}
