import { rowsOf } from '../../graph/columns.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { kindOf, SHARED_KINDS } from './identifier-uses.ts';
import { eventsOf, type Links } from './links.ts';

/** Two identifiers of different kinds that enough users have a link to, at whatever times. */
export interface CandidatePair {
  /** The one whose kind comes first in byte order. */
  readonly first: number;
  readonly second: number;
  /** For each of the users: its link to the first, its link to the second. */
  readonly links: readonly number[];
}

/**
 * The pairs of identifiers that at least `minUsers` of the admitted users share. One identifier after the other is
 * joined with the other identifiers of its users, so memory is that of one identifier's partners at a time.
 * Time O(sum over users of pairs of their identifiers).
 */
export function* candidatePairs(
  links: Links,
  admitted: Uint8Array,
  minUsers: number,
): Generator<CandidatePair> {
  const { byIdentifier, identifier } = links;
  const identifiers = links.kindStart.at(-1)!;
  const shared = new Int32Array(identifiers);
  for (let first = 0; first < identifiers; first++) {
    if (byIdentifier.start[first + 1] - byIdentifier.start[first] < minUsers) continue;
    const own = rowsOf(byIdentifier, first).filter((link) => admitted[links.user[link]] === 1);
    const others = Array.from(own, (link) => partners(links, link));
    for (const ofUser of others) for (const other of ofUser) shared[identifier[other]]++;
    const pairs = new Map<number, number[]>();
    others.forEach((ofUser, i) => {
      for (const other of ofUser) {
        if (shared[identifier[other]] < minUsers) continue;
        const pair = pairs.get(identifier[other]);
        if (pair) pair.push(own[i], other);
        else pairs.set(identifier[other], [own[i], other]);
      }
    });
    for (const ofUser of others) for (const other of ofUser) shared[identifier[other]] = 0;
    for (const [second, pair] of pairs) yield { first, second, links: pair };
  }
}

/** Links of the same user to identifiers of kinds later in byte order. Time O(log links) beside those given. */
function partners(links: Links, link: number): Int32Array {
  const { identifier, kindStart, byUser } = links;
  const nextKind = kindStart[kindOf(kindStart, identifier[link]) + 1];
  const own = rowsOf(byUser, links.user[link]);
  return own.subarray(lowerBound(own, (other) => identifier[other] >= nextKind));
}

export interface Admission {
  /** Of each user: 1 when its pairs are looked at. */
  readonly admitted: Uint8Array;
  readonly usersLeftOut: number;
  readonly usesLeftOut: number;
}

/**
 * Bounds the work: a user costs its uses of both identifiers of every pair of different kinds. While all together cost
 * more than `maxUses`, the user with the highest cost is left out (of equals the last in byte order).
 */
export function admitUsers(links: Links, byteRanks: () => Int32Array, maxUses: number): Admission {
  const users = links.byUser.start.length - 1;
  const costs = Float64Array.from({ length: users }, (_, user) => costOf(links, user));
  const admitted = new Uint8Array(users).fill(1);
  let total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total <= maxUses) return { admitted, usersLeftOut: 0, usesLeftOut: 0 };
  const all = total;
  const ranks = byteRanks();
  const costliest = Array.from(costs.keys()).sort((a, b) => costs[b] - costs[a] || ranks[b] - ranks[a]);
  let usersLeftOut = 0;
  for (; total > maxUses; usersLeftOut++) {
    admitted[costliest[usersLeftOut]] = 0;
    total -= costs[costliest[usersLeftOut]];
  }
  return { admitted, usersLeftOut, usesLeftOut: all - total };
}

function costOf(links: Links, user: number): number {
  const own = rowsOf(links.byUser, user);
  const perKind = new Int32Array(SHARED_KINDS.length);
  const kinds = own.map((link) => kindOf(links.kindStart, links.identifier[link]));
  for (const kind of kinds) perKind[kind]++;
  let cost = 0;
  own.forEach((link, i) => (cost += eventsOf(links, link).length * (own.length - perKind[kinds[i]])));
  return cost;
}
