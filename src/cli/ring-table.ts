import type { Ring } from '../graph/model/ring.ts';
import { formatInstant } from '../kernel/time.ts';
import { table } from './table.ts';

/** Rings as a table, strongest first as given; the rest beyond `most` is counted. */
export function ringTable(rings: readonly Ring[], most: number): string {
  const rows = rings
    .slice(0, most)
    .map((ring) => [
      ring.id,
      memberCount(ring, 'User'),
      memberCount(ring, 'Account'),
      ring.findings.length,
      ring.risk?.toFixed(0) ?? '',
      (ring.strength / 10_000).toFixed(2),
      formatInstant(ring.formedAt),
      formatInstant(ring.lastActiveAt),
    ]);
  const rest = rings.length > most ? `… and ${rings.length - most} more\n` : '';
  return (
    table(['ring', 'users', 'accounts', 'findings', 'risk', 'strength', 'formed', 'last active'], rows) + rest
  );
}

function memberCount(ring: Ring, type: string): number {
  return ring.members.filter((member) => member.type === type).length;
}
