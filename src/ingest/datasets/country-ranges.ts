import { Float64Column, Int32Column } from '../../graph/columns.ts';
import { Interner } from '../../graph/interner.ts';
import { invalidField } from '../invalid.ts';

/** Beyond IPv4. */
const ADDRESSES = 2 ** 32;

/**
 * Countries by range of IPv4 addresses, in the order of the file; ranges do not overlap.
 * Memory 20 bytes a range. Looking one up takes O(log ranges).
 */
export class CountryRanges {
  readonly #lower = new Float64Column();
  readonly #upper = new Float64Column();
  readonly #country = new Int32Column();
  readonly #countries = new Interner();
  #last = -1;
  #sorted: SortedRanges | null = null;

  /**
   * Adds a range, both bounds included, as they stand in the file.
   * @throws RingfenceError EVENT_INVALID naming the column
   */
  add(lower: string, upper: string, country: string): void {
    const from = bound(lower) ?? this.#spoiled(lower);
    if (from === null) throw invalidField('lower_bound_ip_address', lower, WANTED);
    const to = bound(upper);
    if (to === null || to < from)
      throw invalidField('upper_bound_ip_address', upper, `${WANTED}, not below the lower bound`);
    if (country === '') throw invalidField('country', country, 'a value');
    this.#lower.push(from);
    this.#upper.push(to);
    this.#country.push(this.#countries.add(country));
    this.#last = to;
    this.#sorted = null;
  }

  /** The country of an address as a number; `undefined` when no range holds it. */
  find(address: number): string | undefined {
    this.#sorted ??= this.#sort();
    const { lower, upper, country } = this.#sorted;
    let low = 0;
    for (let high = lower.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (lower[middle] <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && upper[low - 1] >= address ? this.#countries.id(country[low - 1]) : undefined;
  }

  /**
   * A spreadsheet has turned some round bounds into `1.02E+09`, digits lost. Ranges follow each other without a gap
   * almost everywhere: the bound is the address after the range before, if that rounds to the very text found.
   */
  #spoiled(text: string): number | null {
    const next = this.#last + 1;
    const rounded = next
      .toExponential(2)
      .toUpperCase()
      .replace(/E\+(\d)$/, 'E+0$1');
    return text === rounded ? next : null;
  }

  #sort(): SortedRanges {
    const lower = this.#lower.finish();
    const upper = this.#upper.finish();
    const country = this.#country.finish();
    const order = Array.from(lower.keys()).sort((a, b) => lower[a] - lower[b]);
    return {
      lower: Float64Array.from(order, (row) => lower[row]),
      upper: Float64Array.from(order, (row) => upper[row]),
      country: Int32Array.from(order, (row) => country[row]),
    };
  }
}

interface SortedRanges {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly country: Int32Array;
}

const WANTED = `a whole number from 0 to ${ADDRESSES - 1}`;

function bound(text: string): number | null {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : ADDRESSES;
  return value < ADDRESSES ? value : null;
}
