import type { Finding, Hub } from '../../graph/model/finding.ts';
import type { LiveUser, LiveThing } from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/event-routes.ts';
import type { Json } from '../../graph/model/document.ts';
import type { Event } from '../../graph/model/event.ts';
import type { Posting } from '../../projection/posting.ts';
import type { Known } from './count-sum.ts';

/** What a detector concludes about one subject: what a batch run over everything would say of it. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly hubs: readonly Hub[];
  /** Of a cycle: the hubs that kept instances of it out, which a run lists once, by the reason it met first. */
  readonly hubsOfCycle?: readonly Hub[];
}

/** A subject of a detector; the same object for the same subject as long as there is anything to say about it. */
export interface LiveSubject {
  /** Reads the projection as it stands. Nothing but the outcome comes of it that anybody could tell. */
  evaluate(): Outcome;
}

/** Told which subjects have something new. */
export interface Marks {
  /** It may have a finding more, or members more, or a change may bear on it: to be evaluated when things settle. */
  touch(subject: LiveSubject): void;
  /**
   * What it had goes on, and nothing changes about whom it binds: its findings are written anew when they are read
   * (the last event, the peak, the strength, the evidence of a cycle, what a hub keeps out).
   */
  grow(subject: LiveSubject): void;
}

/**
 * What a detector does so that events of long ago can be let go. What it is then evaluated from are the events since, what
 * is kept of those before, and its sums.
 */
export interface Compaction {
  /** How far back of a change all events are read, but for those kept for good (ms). */
  readonly lookback: number;
  /**
   * Sums up what was before a time, where nothing changes any more but what labels say; it rests now and then.
   *
   * @param until epoch ms
   * @param keep told of the events before it that must stay
   */
  sumUp(until: number, keep: (event: Event) => void): Iterable<void>;
  /** The uses of a thing by a user that must stay beside those which all detectors need ({@link keptUses}). */
  keeps?(user: LiveUser, thing: LiveThing, uses: Posting): Iterable<Event>;
  /** The sums, for {@link resume}; plain JSON. */
  summary(): readonly Json[];
  /** Goes on from sums of before, when the events that were kept have been taken in, and before anything is evaluated. */
  resume(summary: readonly Json[], known: Known): void;
}

/**
 * The live form of a detector: says which subjects an event may concern. It touches too many rather than too few; what
 * is said of a subject is worked out by the batch detector's own code (docs/algorithms/live.md).
 */
export interface LiveDetector {
  /** Absent: it needs all events for ever. */
  readonly compaction?: Compaction;
  /** The kinds of events that {@link appended} is to be told of; absent: all. */
  readonly kinds?: ReadonlySet<Event['kind']>;
  /** An event came that is after all others in order: it can only concern the subjects it completes something of. */
  appended(event: Event, uses: readonly Use[]): void;
  /** Called before and after an event is put in among others, or taken back: whatever reads it is concerned. */
  changes(event: Event, mention: Mention): void;
  /** After such a change, the things about which the calendar of hubs may now say something else. */
  hubsChanged(things: readonly LiveThing[]): void;
  /** A user has come to use a thing, or has ceased to. */
  linked?(user: LiveUser, thing: LiveThing): void;
  unlinked?(user: LiveUser, thing: LiveThing): void;
}

/** A finding of many is written anew when it may have grown by one in so many. */
const PART = 8;

/** Whether so many events that may have added somebody to a finding of so many members can wait until it is read. */
export function isFew(waiting: number, members: number): boolean {
  return waiting * PART < members;
}

export const TRANSFERS: ReadonlySet<Event['kind']> = new Set(['transfer'] as const);

export const NOTHING: Outcome = { findings: [], hubs: [] };
