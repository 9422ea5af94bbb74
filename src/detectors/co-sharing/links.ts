import { groupRows, rowsOf, type RowGroups } from '../../graph/columns.ts';
import type { IdentifierUses } from './identifier-uses.ts';

/**
 * Links of users to the identifiers that enough others use too. Links are sorted by user, then identifier; the uses
 * of link l are `event[start[l]] … event[start[l + 1] - 1]`, rising.
 */
export interface Links {
  readonly user: Int32Array;
  readonly identifier: Int32Array;
  readonly start: Int32Array;
  readonly event: Int32Array;
  readonly byUser: RowGroups;
  readonly byIdentifier: RowGroups;
  /** As in `IdentifierUses`. */
  readonly kindStart: Int32Array;
}

/** Links to identifiers with at least `minUsers` users ever. Time and memory O(uses + users + identifiers). */
export function linksOf(uses: IdentifierUses, users: number, minUsers: number): Links {
  const identifiers = uses.kindStart.at(-1)!;
  const groups = groupRows(uses.identifier, identifiers);
  const shared = usersPerIdentifier(uses, groups, users).map((count) => (count >= minUsers ? 1 : 0));
  const byIdentifier = groups.rows.filter((row) => shared[uses.identifier[row]] === 1);
  // The second, stable pass leaves the rows of one user in the order of the first: by identifier, then event.
  const byUser = groupRows(
    byIdentifier.map((row) => uses.user[row]),
    users,
  );
  const order = byUser.rows.map((i) => byIdentifier[i]);
  const start: number[] = [];
  order.forEach((row, i) => {
    const before = order[i - 1];
    if (i === 0 || uses.user[row] !== uses.user[before] || uses.identifier[row] !== uses.identifier[before])
      start.push(i);
  });
  const user = Int32Array.from(start, (i) => uses.user[order[i]]);
  const identifier = Int32Array.from(start, (i) => uses.identifier[order[i]]);
  return {
    user,
    identifier,
    start: Int32Array.from([...start, order.length]),
    event: order.map((row) => uses.event[row]),
    byUser: groupRows(user, users),
    byIdentifier: groupRows(identifier, identifiers),
    kindStart: uses.kindStart,
  };
}

function usersPerIdentifier(uses: IdentifierUses, groups: RowGroups, users: number): Int32Array {
  const counts = new Int32Array(groups.start.length - 1);
  const lastSeenBy = new Int32Array(users).fill(-1);
  for (let identifier = 0; identifier < counts.length; identifier++) {
    for (const row of rowsOf(groups, identifier)) {
      if (lastSeenBy[uses.user[row]] === identifier) continue;
      lastSeenBy[uses.user[row]] = identifier;
      counts[identifier]++;
    }
  }
  return counts;
}

/** Events of a link, rising. */
export function eventsOf(links: Links, link: number): Int32Array {
  return links.event.subarray(links.start[link], links.start[link + 1]);
}
