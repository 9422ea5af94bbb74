import type { Glance } from './glance.ts';

/**
 * How much a user shares, rare things counting most: the sum of 1 / log2(n) over the devices, address blocks and identity
 * values that n >= 2 users are tied to, hubs apart; of two people on one device it is 1 (Adamic and Adar, 2003, weigh
 * friends in common so). The latest ties of the user, with what the transaction itself uses. Time O(ties of the user).
 */
export function sharedWeight({ state, limits, user, device, block }: Glance): number {
  if (user < 0) return 0;
  const { sharing, things, now } = state;
  const { ties } = sharing;
  const weigh = (thing: number, users: number): number =>
    users < 2 || sharing.isHub(thing, now) ? 0 : 1 / Math.log2(users);
  let weight = 0;
  for (const thing of [device, block]) {
    if (thing < 0 || ties.find(user, thing, now) >= 0) continue;
    weight += weigh(thing, ties.sizeOfRight(thing, now) + 1);
  }
  let followed = 0;
  for (let tie = ties.firstOfLeft(user, now); tie >= 0; tie = ties.nextOfLeft(tie)) {
    if (++followed > limits.tiesOfUser) break;
    const thing = ties.right(tie);
    // Most things are one user's own.
    if (ties.mostOfRight(thing) < 2 || things.isAccount(thing)) continue;
    weight += weigh(thing, ties.sizeOfRight(thing, now));
  }
  return weight;
}
