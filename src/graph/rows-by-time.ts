interface Words {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const MASK = DIGITS - 1;

/**
 * Sorts rows by their times, smallest first; rows of the same time keep their order.
 *
 * A radix sort on the bits of the times: at 11 bits a pass the usual times (milliseconds of a few years) take three or
 * four passes, as digits that are the same in all rows are passed over. It never calls a comparison, which makes it
 * many times as fast as sorting an array by one. Time O(rows); memory 24 bytes a row while sorting.
 * @param at times by row; no NaN
 * @param rows sorted in place
 */
export function sortRowsByTime(at: Float64Array, rows: Int32Array): void {
  const length = rows.length;
  let keys: Words = sortableWords(at, rows);
  let spare: Words = { high: new Uint32Array(length), low: new Uint32Array(length) };
  let from: Int32Array = rows;
  let to: Int32Array = new Int32Array(length);
  for (const word of ['low', 'high'] as const) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const next = firstPlaces(keys[word], shift);
      if (next === null) continue;
      const digits = keys[word];
      for (let i = 0; i < length; i++) {
        const place = next[(digits[i] >>> shift) & MASK]++;
        to[place] = from[i];
        spare.high[place] = keys.high[i];
        spare.low[place] = keys.low[i];
      }
      [keys, spare] = [spare, keys];
      [from, to] = [to, from];
    }
  }
  if (from !== rows) rows.set(from);
}

/** The bits of the times, as two words that order as the times do: those of negative numbers are turned round. */
function sortableWords(at: Float64Array, rows: Int32Array): Words {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  const time = new Float64Array(1);
  const [lowWord, highWord] = LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const bits = new Uint32Array(time.buffer);
  for (let i = 0; i < rows.length; i++) {
    // Adding 0 makes -0 the 0 that it equals.
    time[0] = at[rows[i]] + 0;
    const negative = bits[highWord] >>> 31 === 1;
    high[i] = negative ? ~bits[highWord] : bits[highWord] | 0x80000000;
    low[i] = negative ? ~bits[lowWord] : bits[lowWord];
  }
  return { high, low };
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Where the rows of each digit go; null when all rows have the same digit. */
function firstPlaces(words: Uint32Array, shift: number): Int32Array | null {
  const place = new Int32Array(DIGITS);
  for (let i = 0; i < words.length; i++) place[(words[i] >>> shift) & MASK]++;
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = place[digit];
    if (count === words.length) return null;
    place[digit] = sum;
    sum += count;
  }
  return place;
}
