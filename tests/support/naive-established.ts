import type { Event } from '../../src/graph/model/event.ts';
import { BLOCK_OF } from './use-logs.ts';
import { name, naiveRegisteredAt, type NaiveEpisode } from './naive-episodes.ts';

const DAY = 24 * 3_600_000;
const FRESH = 3 * DAY;

interface Shared {
  readonly host?: string;
  /** The device that is shared, where it is one. */
  readonly device?: string;
  /** Whether members meet at the last of their counted uses, instead of the first. */
  readonly isPlace?: boolean;
  /** Whether so many members are enough by themselves, as of an event. */
  readonly standsAlone: (members: number, event: Event) => boolean;
}

interface Use {
  readonly event: Event;
  readonly user: string;
  readonly device: string;
}

/**
 * From which event on a sharing finding binds, read plainly from docs/algorithms/established.md: the name of an event,
 * with ` beside another` when it proves little alone, or `established`. Shares no code with what it checks.
 * @param events all of them, in order
 */
export function naiveBinds(
  events: readonly Event[],
  { completing, members }: NaiveEpisode,
  { host, device, isPlace = false, standsAlone }: Shared,
): string {
  const place = (event: Event): number => events.indexOf(event);
  const uses = events.flatMap((event): Use[] => {
    if (!['registration', 'session', 'payment', 'transfer'].includes(event.kind)) return [];
    const use = event as Extract<Event, { kind: 'session' }>;
    return use.user === undefined || use.device === undefined
      ? []
      : [{ event, user: use.user, device: use.device }];
  });
  const firstCounted = (user: string): Event =>
    members
      .get(user)!
      .uses.toSorted((a, b) => place(a) - place(b))
      .at(isPlace ? -1 : 0)!;
  const isEstablished = (user: string, others: readonly string[], step: Event): boolean => {
    const first = firstCounted(user);
    const registered = naiveRegisteredAt(events, user, first);
    if (registered === undefined || first.at - registered <= FRESH) return false;
    if (device !== undefined && wasMoved(uses, device, user, first, place)) return false;
    const theirs = uses.filter((use) => others.includes(use.user) && place(use.event) <= place(step));
    return uses.some(
      (use) =>
        use.user === user &&
        place(use.event) < place(first) &&
        !theirs.some((other) => other.device === use.device),
    );
  };
  const isAtHome = (user: string, others: readonly string[]): boolean => {
    const addressOf = (one: string) => naiveAddress(events, one, members.get(one)!.since);
    const home = addressOf(user);
    const mates = home === '' ? 0 : others.filter((other) => addressOf(other) === home).length;
    return mates >= 1 && mates <= 5;
  };
  const joins = new Set([...members.values()].map(({ since }) => since));
  let ofFew: string | null = null;
  for (const { event: step } of completing) {
    if (!joins.has(step)) continue;
    const counted = [...members.keys()].filter(
      (user) => user !== host && place(members.get(user)!.since) <= place(step),
    );
    const settled = counted.filter((user) => {
      const others = counted.filter((other) => other !== user);
      return isEstablished(user, others, step) || isAtHome(user, others);
    });
    if (settled.length * 2 >= counted.length) continue;
    if (standsAlone(counted.length, step)) return name(step);
    ofFew ??= `${name(step)} beside another`;
  }
  return ofFew ?? 'established';
}

function wasMoved(
  uses: readonly Use[],
  device: string,
  user: string,
  first: Event,
  place: (event: Event) => number,
): boolean {
  const blockOf = (event: Event): string => BLOCK_OF[(event as { ip?: string }).ip ?? ''] ?? '';
  const knewThePlace =
    blockOf(first) !== '' &&
    uses.some(
      (use) => use.user === user && place(use.event) < place(first) && blockOf(use.event) === blockOf(first),
    );
  const made = uses.find((use) => use.device === device)!.event.at;
  return (
    !knewThePlace &&
    first.at <= made + FRESH &&
    uses.some(
      (use) =>
        use.user === user &&
        use.device !== device &&
        use.event.kind !== 'registration' &&
        use.event.at <= made - 14 * DAY,
    )
  );
}

/** The words of the address that a user was known by at an event; empty for none. */
export function naiveAddress(events: readonly Event[], user: string, step: Event): string {
  let words = '';
  for (const event of events.slice(0, events.indexOf(step) + 1)) {
    if (event !== step && event.observedAt > step.at) continue;
    let given: string | undefined;
    if (event.kind === 'registration' && event.user === user) given = event.address;
    if (event.kind === 'profile-change' && event.user === user && event.field === 'address')
      given = event.value ?? '';
    if (given !== undefined)
      words = given
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter(Boolean)
        .join(' ');
  }
  return words;
}
