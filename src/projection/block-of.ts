import { ipBlock } from '../graph/model/ip.ts';

/** Addresses kept at most, some 100 bytes each. */
const KEPT = 100_000;
const known = new Map<string, string | null>();

/**
 * `ipBlock`, remembered: a slice of the log is built again and again from the same addresses, and taking an address
 * apart costs more than all else about an event.
 */
export function blockOf(ip: string): string | null {
  let block = known.get(ip);
  if (block === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(ip, (block = ipBlock(ip)));
  }
  return block;
}
