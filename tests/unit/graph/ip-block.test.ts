import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { ipBlock } from '../../../src/graph/model/ip.ts';

/** The block of an address by its parts alone. */
function parsed(address: string): string {
  const { parts } = ipaddr.IPv6.parse(address);
  return `${new ipaddr.IPv6([...parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

const group = fc.oneof(
  fc.constantFrom('0', '00', '1', '0a', 'fe80', 'FFFF', 'ab0'),
  fc.nat(0xffff).map((n) => n.toString(16)),
);

test('an IPv6 address written in full has the block that parsing it gives, however its groups are written', () => {
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = groups.join(':');
      fc.pre(!ipaddr.IPv6.parse(address).isIPv4MappedAddress());
      expect(ipBlock(address)).toBe(parsed(address));
    }),
  );
});

test('an IPv4 address has itself as its block, and what only looks like one has none', () => {
  const octet = fc.nat(255).map(String);
  fc.assert(
    fc.property(fc.array(octet, { minLength: 4, maxLength: 4 }), (octets) => {
      expect(ipBlock(octets.join('.'))).toBe(octets.join('.'));
    }),
  );
  for (const text of ['1.2.3', '1.2.3.256', '1.2.3.4.5', '1.2.3.4 ', '', 'x', '1.2.3.-4', '0x7f.0.0.1'])
    expect(ipBlock(text), text).toBeNull();
});
