/** A whole number of any size, never rounded: a number up to 2^53 - 1, a bigint beyond. */
export type ExactCount = number | bigint;

export function addExact(a: ExactCount, b: ExactCount): ExactCount {
  if (typeof a === 'number' && typeof b === 'number' && a + b <= Number.MAX_SAFE_INTEGER) return a + b;
  return BigInt(a) + BigInt(b);
}
