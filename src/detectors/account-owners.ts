import { compareBytes } from '../kernel/bytes.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import type { FindingOwner } from '../graph/model/finding.ts';

/** Who owns some accounts, each given with its owners: by account, then user, both in byte order. */
export function listOwners(
  { accounts, users }: EventGraph,
  owners: Iterable<readonly [account: number, users: readonly number[]]>,
): FindingOwner[] {
  return [...owners]
    .flatMap(([account, list]) =>
      list.map((user) => ({ account: accounts.id(account), user: users.id(user) })),
    )
    .sort((a, b) => compareBytes(a.account, b.account) || compareBytes(a.user, b.user));
}
