import { IP_KINDS, ipBlock, type IpKind } from '../graph/model/ip.ts';
import { rngFor } from '../kernel/rng.ts';
import { Permutation } from './permutation.ts';

/** What an address is, apart from its text. */
export interface AddressFacts {
  readonly kind: IpKind;
  /** Index into COUNTRIES. */
  readonly country: number;
  readonly version?: 4 | 6;
  /** Whether reference data says the kind. */
  readonly known: boolean;
}

const V6 = 0x80;
const KNOWN = 0x40;

/**
 * All addresses, by number: 2 bytes each beside JavaScript's own. The texts are of ranges that nobody is given, so
 * that no world accuses a real host: 240.0.0.0/4 (reserved, RFC 1112) and 2001:db8::/32 (documentation, RFC 3849).
 * An IPv6 number is a /64; the lower half of the address changes with device and day (RFC 8981).
 */
export class Network {
  readonly #v4: Permutation;
  readonly #v6: Permutation;
  readonly #kind: number[] = [];
  readonly #country: number[] = [];

  constructor(seed: number) {
    this.#v4 = new Permutation(28, rngFor(seed, 'ipv4'));
    this.#v6 = new Permutation(32, rngFor(seed, 'ipv6'));
  }

  get size(): number {
    return this.#kind.length;
  }

  add(facts: AddressFacts): number {
    const flags = (facts.version === 6 ? V6 : 0) | (facts.known ? KNOWN : 0);
    this.#country.push(facts.country);
    return this.#kind.push(IP_KINDS.indexOf(facts.kind) | flags) - 1;
  }

  /** Adds `count` addresses of one sort and returns the first; their numbers follow each other. */
  addMany(count: number, facts: (index: number) => AddressFacts): number {
    const first = this.size;
    for (let i = 0; i < count; i++) this.add(facts(i));
    return first;
  }

  kind(address: number): IpKind {
    return IP_KINDS[this.#kind[address] & 0x0f];
  }

  country(address: number): number {
    return this.#country[address];
  }

  isKnown(address: number): boolean {
    return (this.#kind[address] & KNOWN) !== 0;
  }

  /** The address as an event names it; `host` sets the lower half of an IPv6 address. */
  text(address: number, host: number): string {
    if ((this.#kind[address] & V6) === 0) {
      const bits = this.#v4.of(address);
      return `${240 | (bits >>> 24)}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
    }
    const prefix = this.#v6.of(address);
    const words = [prefix >>> 16, prefix & 0xffff, ...hostWords(host)];
    return `2001:db8:${words.map((word) => word.toString(16)).join(':')}`;
  }

  /** The block that the address counts under. */
  block(address: number): string {
    return ipBlock(this.text(address, 1))!;
  }
}

/** Four 16-bit groups, none of them zero, from a number. */
function hostWords(host: number): number[] {
  let state = Math.imul(host ^ 0x5bd1e995, 0x9e3779b1);
  return Array.from({ length: 4 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x632be5ab;
    return 0x1000 | ((state >>> 8) & 0xefff);
  });
}
