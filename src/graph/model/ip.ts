import ipaddr from 'ipaddr.js';

/** What is known of an address from data the user gives; decides thresholds and hubs, never guessed. */
export const IP_KINDS = [
  'residential',
  'mobile',
  'hosting',
  'vpn',
  'carrier-nat',
  'campus',
  'unknown',
] as const;
export type IpKind = (typeof IP_KINDS)[number];

/** What almost every address is, told apart from the rest many times as fast as by parsing. */
const CANONICAL_V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

/** The same of IPv6: eight groups in canonical form, of which the first four, which name the block, are none of them 0. */
const PLAIN_V6 =
  /^((?:[1-9a-f][0-9a-f]{0,3}:){4})(?:(?:0|[1-9a-f][0-9a-f]{0,3}):){3}(?:0|[1-9a-f][0-9a-f]{0,3})$/;

/**
 * The block an address counts under: the IPv4 address itself (v4-mapped IPv6 folded onto it), or the /64 of an
 * IPv6 address, because one home gets a /64 and its devices rotate inside it (RFC 8981).
 * @returns `null` when the text is no address.
 */
export function ipBlock(address: string): string | null {
  if (CANONICAL_V4.test(address)) return address;
  if (!address.includes(':'))
    return ipaddr.IPv4.isValidFourPartDecimal(address) ? ipaddr.IPv4.parse(address).toString() : null;
  const plain = PLAIN_V6.exec(address);
  if (plain) return `${plain[1]}:/64`;
  if (!ipaddr.IPv6.isValid(address)) return null;
  const v6 = ipaddr.IPv6.parse(address);
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address().toString();
  const network = new ipaddr.IPv6([...v6.parts.slice(0, 4), 0, 0, 0, 0]);
  return `${network.toString()}/64`;
}

/** Dotted form of an IPv4 address kept as a number from 0 to 2^32 - 1; `null` outside that. */
export function ipv4FromNumber(value: number): string | null {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) return null;
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}
