import type { TemporalGraph } from '../../src/graph/temporal-graph.ts';
import type { CastList } from './cast-list.ts';
import { USER_ROOM } from './distinct-keys.ts';

/**
 * Share of the users in the largest component of the raw links: user and device, user and address, user and account,
 * account and account. Union by size with path halving (Tarjan 1975): time nearly linear.
 *
 * @param devices and blocks as pairs `thing * USER_ROOM + user`
 */
export function giantComponent(
  cast: CastList,
  links: { devices: Float64Array; deviceCount: number; blocks: Float64Array; blockCount: number },
  graph: TemporalGraph,
): number {
  const users = cast.users.size;
  const accounts = cast.accounts.size;
  const firstAccount = users;
  const firstDevice = firstAccount + accounts;
  const firstBlock = firstDevice + links.deviceCount;
  const parent = Int32Array.from({ length: firstBlock + links.blockCount }, (_, i) => i);
  const weight = new Int32Array(parent.length).fill(1, 0, users);
  const find = (node: number): number => {
    for (; parent[node] !== node; node = parent[node]) parent[node] = parent[parent[node]];
    return node;
  };
  const join = (a: number, b: number): void => {
    const [one, other] = [find(a), find(b)];
    if (one === other) return;
    const [small, large] = weight[one] < weight[other] ? [one, other] : [other, one];
    parent[small] = large;
    weight[large] += weight[small];
  };
  for (const key of links.devices) join(key % USER_ROOM, firstDevice + Math.floor(key / USER_ROOM));
  for (const key of links.blocks) join(key % USER_ROOM, firstBlock + Math.floor(key / USER_ROOM));
  for (let account = 0; account < accounts; account++)
    if (cast.owner(account) >= 0) join(cast.owner(account), firstAccount + account);
  for (let edge = 0; edge < graph.edges; edge++)
    join(firstAccount + graph.from[edge], firstAccount + graph.to[edge]);
  let largest = 0;
  for (let user = 0; user < users; user++) largest = Math.max(largest, weight[find(user)]);
  return largest / Math.max(1, users);
}
