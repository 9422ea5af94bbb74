import type { Glance } from './glance.ts';

/**
 * How much a user shares, rare things counting most: the sum of 1 / log2(n) over the devices, address blocks and identity
 * values that n >= 2 users are tied to, hubs apart; of two people on one device it is 1 (Adamic and Adar, 2003, weigh
 * friends in common so). The latest ties of the user, with what the transaction itself uses. Time O(ties of the user).
 */
export function sharedWeight({ state, limits, user, usedDevice, usedBlock }: Glance): number {
  if (user < 0) return 0;
  const { sharing, things, now } = state;
  const { ties } = sharing;
  const weigh = (thing: number, users: number): number =>
    users < 2 || sharing.isHub(thing, now) ? 0 : 1 / Math.log2(users);
  let weight = 0;
  for (const { thing, tie } of [usedDevice, usedBlock])
    if (thing >= 0 && tie < 0) weight += weigh(thing, ties.sizeOfRight(thing) + 1);
  let followed = 0;
  for (let tie = ties.firstOfLeft(user); tie >= 0; tie = ties.nextOfLeft(tie)) {
    if (++followed > limits.tiesOfUser) break;
    const thing = ties.right(tie);
    if (!things.isAccount(thing)) weight += weigh(thing, ties.sizeOfRight(thing));
  }
  return weight;
}
