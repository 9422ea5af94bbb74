import fc from 'fast-check';
import type { EventOrder } from '../../src/graph/model/event.ts';
import type {
  Finding,
  FindingMember,
  FindingOwner,
  NotBinding,
  Role,
} from '../../src/graph/model/finding.ts';

const HOURS_6 = 6 * 3_600_000;

/** Orders over three days, with ties in time. */
const anOrder = (from = 0): fc.Arbitrary<EventOrder> =>
  fc.record({
    at: fc.integer({ min: from, max: 12 }).map((n) => n * HOURS_6),
    source: fc.constant('s'),
    id: fc.constantFrom('x', 'y'),
  });

const aRole = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Role>('member') },
  { weight: 3, arbitrary: fc.constantFrom<Role>('mule', 'victim', 'host', 'bystander', 'identifier') },
);

const aMember = fc.record({
  who: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7') },
    { weight: 1, arbitrary: fc.constantFrom('a0', 'a1', 'a2', 'u\u{10000}', 'u\u{ffff}') },
  ),
  role: aRole,
  later: fc.option(anOrder(), { freq: 3 }),
});

const aSketch = fc.record({
  first: anOrder(),
  evidence: fc.constantFrom(
    { detector: 'device-sharing' },
    { detector: 'device-sharing', circumstantial: true as const },
    { detector: 'kiting-cycle', circumstantial: true as const },
    { detector: 'kiting-cycle' },
    { detector: 'fan-in', circumstantial: true as const },
    { detector: 'scatter-gather', circumstantial: true as const },
    { detector: 'shared-identity', circumstantial: true as const },
    { detector: 'shared-identity', circumstantial: true as const },
  ),
  subject: fc.constantFrom('s0', 's1', 's2', 's3', 's4', 's5'),
  members: fc.uniqueArray(aMember, { minLength: 1, maxLength: 4, selector: ({ who }) => who }),
  owners: fc.uniqueArray(
    fc.record({
      account: fc.constantFrom('a0', 'a1', 'a2'),
      user: fc.constantFrom('u0', 'u1', 'u5', 'u8'),
      role: fc.option(fc.constantFrom<Role>('victim', 'mule'), { nil: undefined, freq: 3 }),
    }),
    { maxLength: 3, selector: ({ account, user }) => `${account}=${user}` },
  ),
  binds: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: anOrder() },
    { weight: 1, arbitrary: fc.constantFrom<NotBinding>('hub', 'self', 'crowd') },
    { weight: 2, arbitrary: fc.constant<NotBinding>('established') },
  ),
});

/** One finding's content, without its id. */
export type SketchedFinding = typeof aSketch extends fc.Arbitrary<infer T> ? T : never;

const latest = (a: EventOrder, b: EventOrder): EventOrder =>
  a.at - b.at || (a.id < b.id ? -1 : 1) ? (a.at > b.at || (a.at === b.at && a.id > b.id) ? a : b) : a;

export function findingOf(sketch: SketchedFinding, id: string): Finding {
  const { first } = sketch;
  const members = sketch.members.map(({ who, role, later }): FindingMember => ({
    type: who.startsWith('a') ? 'Account' : 'User',
    id: who,
    role,
    since: later === null ? first : latest(first, later),
  }));
  // A label names a role for a person, so it is the same on every account of theirs.
  const roles = new Map(sketch.owners.map(({ user, role }) => [user, role]));
  const owners = sketch.owners
    .filter(({ account }) => members.some((member) => member.type === 'Account' && member.id === account))
    .map(({ account, user }): FindingOwner => {
      const role = roles.get(user);
      return role === undefined ? { account, user } : { account, user, role };
    });
  return {
    id,
    ...sketch.evidence,
    subject: [sketch.subject],
    first,
    last: members.reduce((last, { since }) => latest(last, since), first),
    strength: 100,
    members,
    evidence: [],
    peak: members.length,
    binds:
      sketch.binds === null
        ? first
        : typeof sketch.binds === 'string'
          ? sketch.binds
          : latest(first, sketch.binds),
    owners,
    optionsHash: '',
  };
}

/** A few findings over few people and three days, so that they meet often. */
export function aFindingSet(maxLength = 8): fc.Arbitrary<Finding[]> {
  return fc
    .array(aSketch, { maxLength })
    .map((sketches) => sketches.map((sketch, i) => findingOf(sketch, `f${(i * 7) % 10}${i}`)));
}

/** The pool that a chain of runs draws from: some are the same subject's other episodes. */
export const aSketchPool = fc.array(aSketch, { minLength: 2, maxLength: 9 });
