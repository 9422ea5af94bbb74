import { ipBlock } from '../graph/model/ip.ts';

/** Addresses kept at most, some 100 bytes each. */
const KEPT = 100_000;
const known = new Map<string, string | null>();

/**
 * `ipBlock`, with the answers about IPv6 addresses remembered: a slice of the log is built again and again from the
 * same addresses, and taking one apart costs more than all else about an event.
 */
export function blockOf(ip: string): string | null {
  if (!ip.includes(':')) return ipBlock(ip);
  let block = known.get(ip);
  if (block === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(ip, (block = ipBlock(ip)));
  }
  return block;
}
