import type { EntityType } from '../../src/graph/model/entity.ts';
import type { EventOrder } from '../../src/graph/model/event.ts';
import type {
  Finding,
  FindingMember,
  FindingOwner,
  NotBinding,
  Role,
} from '../../src/graph/model/finding.ts';

/** An event at a time (ms); events of the same time are told apart by `id`. */
export function order(at: number, id = 'e'): EventOrder {
  return { at, source: 's', id };
}

const TYPES: Readonly<Record<string, EntityType>> = {
  u: 'User',
  a: 'Account',
  d: 'Device',
  p: 'Identifier',
  i: 'IpAddress',
};

export interface FindingSketch {
  readonly id: string;
  /** `u1`, `u2:host`, `a3:mule@500`: letter for the type, then role and time of joining where they differ. */
  readonly members: readonly string[];
  /** `a1=u1` or `a1=u1:victim`. */
  readonly owners?: readonly string[];
  readonly at?: number;
  readonly until?: number;
  readonly detector?: string;
  readonly subject?: Finding['subject'];
  readonly binds?: number | NotBinding;
  readonly strength?: number;
  /** Left out: shared identifiers alone are. */
  readonly circumstantial?: boolean;
}

/** A finding from a sketch; its subject is its id unless told, so two findings are about different things. */
export function makeFinding(sketch: FindingSketch): Finding {
  const { id, at = 0, until = at, detector = 'device-sharing', binds = at } = sketch;
  return {
    id,
    detector,
    subject: sketch.subject ?? [id],
    first: order(at),
    last: order(until),
    strength: sketch.strength ?? 5000,
    members: sketch.members.map((text) => member(text, at)),
    evidence: [['s', 'e']],
    peak: 2,
    binds: typeof binds === 'number' ? order(binds) : binds,
    owners: (sketch.owners ?? []).map(owner),
    ...((sketch.circumstantial ?? detector === 'shared-identity') ? { circumstantial: true as const } : {}),
    optionsHash: '',
  };
}

function member(text: string, at: number): FindingMember {
  const [, id, role = 'member', since = String(at)] = /^(\w+)(?::([\w-]+))?(?:@(\d+))?$/.exec(text)!;
  return { type: TYPES[id[0]], id, role: role as Role, since: order(Number(since)) };
}

function owner(text: string): FindingOwner {
  const [, account, user, role] = /^(\w+)=(\w+)(?::([\w-]+))?$/.exec(text)!;
  return role === undefined ? { account, user } : { account, user, role: role as Role };
}
