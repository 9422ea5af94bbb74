import type { EntityType } from '../../src/graph/model/entity.ts';
import type { Role } from '../../src/graph/model/finding.ts';
import type { Ring, RingStep } from '../../src/graph/model/ring.ts';
import type { TrueRing, Truth } from '../../src/graph/model/truth.ts';
import { order } from './ring-findings.ts';

const TYPES: Readonly<Record<string, EntityType>> = {
  u: 'User',
  a: 'Account',
  d: 'Device',
  m: 'Merchant',
  p: 'Identifier',
};

/** Members from a text such as `u1 u2:victim a3:mule d1:identifier`; the first letter tells the type. */
export function membersOf(text: string): { type: EntityType; id: string; role: Role }[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [id, role = 'member'] = word.split(':');
      return { type: TYPES[id[0]], id, role: role as Role };
    });
}

/** A found ring; without a history of its own all of it is there from `formedAt` on. */
export function foundRing(id: string, text: string, more: Partial<Ring> = {}): Ring {
  const members = membersOf(text);
  const formedAt = more.formedAt ?? 0;
  return {
    id,
    members: members.map((member) => ({ ...member, since: order(formedAt) })),
    findings: [],
    strength: 0,
    formedAt,
    lastActiveAt: formedAt,
    parent: null,
    history: [step(formedAt, text)],
    metrics: { density: 0, central: [] },
    risk: null,
    ...more,
  };
}

/** A step of a found ring's history at which these joined. */
export function step(at: number, text: string, change: RingStep['change'] = 'formed'): RingStep {
  const joined = membersOf(text).filter(({ type }) => type === 'User' || type === 'Account');
  return { at: order(at), change, joined: joined.map(({ type, id }) => ({ type, id })), finding: 'f' };
}

export function trueRing(id: string, text: string, kind = 'kiting'): TrueRing {
  return { id, kind, members: membersOf(text) };
}

export function truthOf(rings: readonly TrueRing[], lookalikes: Truth['lookalikes'] = []): Truth {
  return { rings, lookalikes };
}
