import { data as iso4217 } from 'currency-codes';

/** An amount of money: whole minor units (cents) of a currency of the {@link CurrencyTable}. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/**
 * The currencies a store knows: ISO 4217 and whatever an import declares (XBT for bitcoin).
 * Codes are case-sensitive; the exponent is how many decimal digits the minor unit has (USD 2, JPY 0, KWD 3).
 */
export class CurrencyTable {
  readonly #exponents = new Map<string, number>(iso4217.map((entry) => [entry.code, entry.digits]));

  /** Declares a currency outside ISO 4217. Declaring the same exponent again has no effect. */
  declare(code: string, exponent: number): void {
    const known = this.#exponents.get(code);
    if (known !== undefined && known !== exponent) {
      throw new RangeError(`currency ${code} already has exponent ${known}, not ${exponent}`);
    }
    this.#exponents.set(code, exponent);
  }

  /** Decimal digits of the minor unit, or `undefined` for an unknown code. */
  exponent(code: string): number | undefined {
    return this.#exponents.get(code);
  }
}

/**
 * Reads a decimal string of major units ("1234.5") into whole minor units, without going through floats.
 * @returns `null` when it is no plain decimal number, has more decimals than the currency, or leaves ±2^53.
 */
export function parseMajor(text: string, exponent: number): number | null {
  const match = /^(-?)(\d{1,16})(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const decimals = (match[3] ?? '').replace(/0+$/, '');
  if (decimals.length > exponent) return null;
  const minor = Number(match[2] + decimals.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] && minor !== 0 ? -minor : minor;
}

/**
 * The same, where digits below the minor unit are rounded, halves to even. For sources that keep more digits than the
 * currency has, such as simulated yen with sen.
 */
export function parseMajorRounded(text: string, exponent: number): number | null {
  const point = text.indexOf('.');
  const cut = point < 0 ? text.length : point + 1 + exponent;
  const rest = text.slice(cut);
  if (!/^\d*$/.test(rest)) return null;
  const down = parseMajor(text.slice(0, cut), exponent);
  if (down === null || rest === '' || rest[0] < '5') return down;
  const half = rest[0] === '5' && /^0*$/.test(rest.slice(1));
  if (half && down % 2 === 0) return down;
  const up = text.startsWith('-') ? down - 1 : down + 1;
  return Number.isSafeInteger(up) ? up : null;
}

/** Writes minor units as a decimal string of major units: 123450 with exponent 2 is "1234.50". */
export function formatMajor(minor: number, exponent: number): string {
  if (exponent === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
