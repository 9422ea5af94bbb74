import { eventKey, type Event, type EventKey } from '../../graph/model/event.ts';
import type { Json } from '../../graph/model/document.ts';
import type { LiveUser } from '../../projection/live-entities.ts';
import type { Episode, EpisodeMember } from '../episode-fold.ts';
import type { LiveCount } from './live-count.ts';

/** The sum of all uses of a subject before a time: together with those in the window before it a count can go on. */
export interface CountSum {
  /** Epoch milliseconds. */
  readonly until: number;
  readonly episodes: readonly SummedEpisode[];
}

type SummedEpisode = Omit<Episode<Event>, 'members'> & {
  readonly members: readonly (Omit<EpisodeMember<Event>, 'user'> & { readonly user: LiveUser })[];
};

/** What a summary is read with: events by key, users by id. */
export interface Known {
  event(key: EventKey): Event;
  user(id: string): LiveUser;
}

/** The sum of what a count took in, which ends before a time. */
export function sumOf({ episodes, users }: LiveCount, until: number): CountSum {
  return {
    until,
    episodes: episodes.map(({ first, last, peak, members }) => ({
      first,
      last,
      peak,
      members: members.map((member) => ({ ...member, user: users[member.user] })),
    })),
  };
}

/** The events that a sum names. */
export function* eventsOf({ episodes }: CountSum): Generator<Event> {
  for (const { first, last, members } of episodes) {
    yield first;
    yield last;
    for (const { since, evidence } of members) {
      yield since;
      yield* evidence;
    }
  }
}

type EpisodeTexts = readonly [EventKey, EventKey, number, readonly MemberTexts[]];
type MemberTexts = readonly [string, EventKey, readonly EventKey[]];

export function sumToJson({ until, episodes }: CountSum): Json {
  const texts = episodes.map(({ first, last, peak, members }): EpisodeTexts => [
    eventKey(first),
    eventKey(last),
    peak,
    members.map(({ user, since, evidence }): MemberTexts => [
      user.id,
      eventKey(since),
      evidence.map(eventKey),
    ]),
  ]);
  return [until, texts];
}

export function sumFromJson(json: Json, known: Known): CountSum {
  const [until, episodes] = json as readonly [number, readonly EpisodeTexts[]];
  return {
    until,
    episodes: episodes.map(([first, last, peak, members]) => ({
      first: known.event(first),
      last: known.event(last),
      peak,
      members: members.map(([user, since, evidence]) => ({
        user: known.user(user),
        since: known.event(since),
        evidence: evidence.map((key) => known.event(key)),
      })),
    })),
  };
}
