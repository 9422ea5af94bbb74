import type { Event } from '../../src/graph/model/event.ts';
import { name, naiveRegisteredAt, type NaiveEpisode } from './naive-episodes.ts';

const FRESH = 72 * 3_600_000;

/**
 * From which event on a sharing finding binds, read plainly from docs/algorithms/established.md; the name of an event
 * or `established`. Shares no code with what it checks.
 * @param events all of them, in order
 */
export function naiveBinds(
  events: readonly Event[],
  { completing, members }: NaiveEpisode,
  host?: string,
): string {
  const place = (event: Event): number => events.indexOf(event);
  const uses = events.flatMap((event) => {
    if (!['registration', 'session', 'payment', 'transfer'].includes(event.kind)) return [];
    const { user, device } = event as Extract<Event, { kind: 'session' }>;
    return user === undefined || device === undefined ? [] : [{ event, user, device }];
  });
  const isEstablished = (user: string, others: readonly string[], step: Event): boolean => {
    const first = members.get(user)!.uses.toSorted((a, b) => place(a) - place(b))[0];
    const registered = naiveRegisteredAt(events, user, first);
    if (registered === undefined || first.at - registered <= FRESH) return false;
    const theirs = uses.filter((use) => others.includes(use.user) && place(use.event) <= place(step));
    return uses.some(
      (use) =>
        use.user === user &&
        place(use.event) < place(first) &&
        !theirs.some((other) => other.device === use.device),
    );
  };
  const joins = new Set([...members.values()].map(({ since }) => since));
  for (const { event: step } of completing) {
    if (!joins.has(step)) continue;
    const counted = [...members.keys()].filter(
      (user) => user !== host && place(members.get(user)!.since) <= place(step),
    );
    const established = counted.filter((user) =>
      isEstablished(
        user,
        counted.filter((other) => other !== user),
        step,
      ),
    );
    if (established.length * 2 < counted.length) return name(step);
  }
  return 'established';
}
