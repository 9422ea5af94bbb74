import { compareBytes } from '../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../graph/event-graph.ts';
import type { FindingOwner } from '../graph/model/finding.ts';

/** Who owned some accounts as of an event: by account, then user, both in byte order. */
export function listOwners(graph: EventGraph, accounts: readonly number[], event: number): FindingOwner[] {
  return accounts
    .flatMap((account) =>
      ownersAsOf(graph, account, event).map((user) => ({
        account: graph.accounts.id(account),
        user: graph.users.id(user),
      })),
    )
    .sort((a, b) => compareBytes(a.account, b.account) || compareBytes(a.user, b.user));
}
