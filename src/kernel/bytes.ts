/**
 * Compares two strings as their UTF-8 bytes.
 *
 * JavaScript's `<` compares UTF-16 code units, which puts U+10000 and above (surrogate pairs, 0xD800…)
 * before U+E000…U+FFFF. UTF-8 byte order is code point order, so surrogates have to be lifted above the rest.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it. Time O(length of common prefix).
 */
export function compareBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Moves surrogate units above U+FFFF and leaves the order of all other units as it is. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Number of bytes of the UTF-8 form. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
