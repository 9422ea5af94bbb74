import type { EventGraph } from '../../graph/event-graph.ts';
import type { Json } from '../../graph/model/document.ts';
import type { Event } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { LiveThing, LiveUser, SharedThing } from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/event-routes.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import type { Posting } from '../../projection/posting.ts';
import type { Detection } from '../detector.ts';
import { applyRoleLabels } from '../roles.ts';
import { sharedIdentityOf } from '../shared-identity/detect.ts';
import type { SharedIdentityOptions } from '../shared-identity/options.ts';
import {
  isFew,
  NOTHING,
  type Compaction,
  type LiveDetector,
  type LiveSubject,
  type Marks,
  type Outcome,
} from './live-detector.ts';
import type { LiveHubs } from './live-hubs.ts';
import { sliceGraph } from './slice-graph.ts';
import { addAll, type Slice } from './slices.ts';

/** What live detectors have in common: the facts, the hubs, and whom to tell what has something new. */
export interface LiveContext {
  readonly projection: LiveProjection;
  readonly hubs: LiveHubs;
  readonly marks: Marks;
}

export interface ThingRule {
  readonly kinds: ReadonlySet<SharedThing>;
  /** Fewest users of a thing of which there is anything to say. */
  readonly fewest: number;
  /**
   * Whether a use that is after all other events in order may be a completing event, as far as can be told at once:
   * when in doubt true. Any other use in order changes nothing about the thing's findings.
   */
  mayComplete(use: Use, event: Event): boolean;
  /**
   * Whether a change among other events may bear on a thing that one of its users used, as far as can be told at once.
   * @param isOwn the event is such a use itself
   * @param hasFindings there are findings about the thing
   */
  bearsOn(use: Use, event: Event, isOwn: boolean, hasFindings: boolean): boolean;
  conclude(thing: LiveThing): Outcome;
  /** As `Compaction.lookback`, and the longest gap inside a finding (ms). */
  readonly lookback: number;
  /**
   * Whether a completing event may bind somebody by a finding that binds nobody yet, as far as can be told at once; absent: always.
   * @param since time from which on the finding may have begun (epoch ms)
   */
  mayBind?(thing: LiveThing, event: Event, since: number): boolean;
  /** Forgets what it remembers of a thing, about whose uses something changed. */
  forget?(thing: LiveThing): void;
  /**
   * The uses that must stay, beside those which all detectors need, so that the same is concluded of a thing.
   * @param findings about the thing
   */
  keeps?(use: Use, uses: Posting, findings: readonly Finding[]): Iterable<Event>;
}

/** A detector whose subjects are things that users share: each use, and each fact of a user, concerns those used. */
export class LiveThings implements LiveDetector {
  readonly #rule: ThingRule;
  readonly #marks: Marks;
  readonly #users: LiveProjection['users'];
  readonly #subjects = new Map<LiveThing, ThingSubject>();
  readonly compaction: Compaction;

  constructor(rule: ThingRule, { projection, marks }: LiveContext) {
    this.#rule = rule;
    this.#marks = marks;
    this.#users = projection.users;
    const { kinds, lookback } = rule;
    this.compaction = {
      lookback,
      // What is concluded rests on the events that stay, and on nothing else; which stay is asked by what was found.
      sumUp: () => this.#evaluateGrown(),
      keeps: (user, thing, uses) =>
        (kinds.has(thing.kind) &&
          rule.keeps?.({ user, thing }, uses, this.#subjects.get(thing)?.outcome.findings ?? [])) ||
        [],
      summary: () => this.#spokenOf(),
      resume: (summary) => {
        for (const [kind, id] of summary as readonly [SharedThing, string][])
          this.#concern(projection.thing(kind, id));
      },
    };
  }

  /** The things about which there is something to say. */
  #spokenOf(): Json[] {
    return [...this.#subjects]
      .filter(([, { outcome, isGrown }]) => isGrown || outcome.findings.length + outcome.hubs.length > 0)
      .map(([{ kind, id }]) => [kind, id]);
  }

  appended(event: Event, uses: readonly Use[]): void {
    const { kinds, fewest } = this.#rule;
    if (event.kind === 'registration') this.#forgetArrivals(this.#users.get(event.user)!, event);
    for (const use of uses) {
      const { thing } = use;
      if (kinds.has(thing.kind) && thing.users.size >= fewest && this.#rule.mayComplete(use, event))
        this.#completed(use, event);
    }
  }

  /** Of a user who used something at the time of the registration, but before it in order. */
  #forgetArrivals({ links }: LiveUser, event: Event): void {
    for (const [thing, uses] of links)
      if (uses[0].at === event.at && uses[0] !== event) this.#rule.forget?.(thing);
  }

  #completed({ user, thing }: Use, event: Event): void {
    const { lookback } = this.#rule;
    const subject = this.#subjectOf(thing);
    if (!(event.at - subject.lastAt <= lookback)) {
      subject.firstAt = event.at;
      subject.isBinding = false;
    }
    subject.lastAt = event.at;
    const canWait = subject.isBinding
      ? this.#goesOn(subject, user)
      : this.#rule.mayBind?.(thing, event, subject.firstAt) === false;
    if (!canWait) return this.#marks.touch(subject);
    subject.isGrown = true;
    this.#marks.grow(subject);
  }

  /** Whether nobody joins the last finding, or so few have that it is written anew when it is read. */
  #goesOn(subject: ThingSubject, { id }: LiveUser): boolean {
    const { members } = subject.outcome.findings.at(-1)!;
    const isInside = members.some((member) => member.id === id && member.type === 'User');
    return isInside || isFew(++subject.waiting, members.length);
  }

  changes(event: Event, { users, things }: Mention): void {
    const { kinds } = this.#rule;
    if (event.kind === 'reference') for (const thing of things) this.#concern(thing);
    for (const user of users) {
      for (const thing of user.links.keys()) {
        if (!kinds.has(thing.kind)) continue;
        this.#rule.forget?.(thing);
        const subject = this.#subjects.get(thing);
        const hasFindings = subject !== undefined && (subject.isGrown || subject.outcome.findings.length > 0);
        if (this.#rule.bearsOn({ user, thing }, event, things.has(thing), hasFindings)) this.#concern(thing);
      }
    }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const thing of things) this.#concern(thing);
  }

  #concern(thing: LiveThing): void {
    const { kinds, fewest } = this.#rule;
    if (!kinds.has(thing.kind)) return;
    if (this.#subjects.has(thing) || thing.users.size >= fewest) this.#marks.touch(this.#subjectOf(thing));
  }

  #subjectOf(thing: LiveThing): ThingSubject {
    const known = this.#subjects.get(thing);
    if (known) return known;
    const subject: ThingSubject = {
      outcome: NOTHING,
      isGrown: false,
      isBinding: false,
      waiting: 0,
      firstAt: -Infinity,
      lastAt: -Infinity,
      evaluate: () => this.#evaluate(thing, subject),
    };
    this.#subjects.set(thing, subject);
    return subject;
  }

  #evaluate(thing: LiveThing, subject: ThingSubject): Outcome {
    subject.outcome = thing.users.size < this.#rule.fewest ? NOTHING : this.#rule.conclude(thing);
    const last = subject.outcome.findings.at(-1);
    subject.isGrown = false;
    subject.waiting = 0;
    subject.isBinding = typeof last?.binds === 'object';
    subject.firstAt = last?.first.at ?? -Infinity;
    subject.lastAt = last?.last.at ?? -Infinity;
    return subject.outcome;
  }

  *#evaluateGrown(): Generator<void> {
    for (const subject of this.#subjects.values()) {
      if (!subject.isGrown) continue;
      subject.evaluate();
      yield;
    }
  }
}

interface ThingSubject extends LiveSubject {
  outcome: Outcome;
  /** Whether something may have completed since that is left until it is read. */
  isGrown: boolean;
  /** Whether the last finding binds somebody. */
  isBinding: boolean;
  /** How many events may have added somebody to it since it was evaluated. */
  waiting: number;
  /** From when on the last finding may have begun, and its last completing event, as far as can be told (epoch ms). */
  firstAt: number;
  lastAt: number;
}

/** Of a slice's graph, with the roles that labels give. */
export function outcomeOf(graph: EventGraph, { findings, hubs }: Detection): Outcome {
  return { findings: applyRoleLabels(graph, findings), hubs };
}

export function liveSharedIdentity(context: LiveContext, options: SharedIdentityOptions): LiveDetector {
  return new LiveThings(
    {
      kinds: new Set(options.kinds),
      fewest: options.minUsers,
      mayComplete: () => true,
      bearsOn: (_, { kind }, isOwn, hasFindings) =>
        isOwn || kind === 'registration' || kind === 'profile-change' || (hasFindings && kind === 'label'),
      conclude: (value) => {
        const slice: Slice = new Set();
        for (const user of value.users.keys()) {
          addAll(slice, user.identityChanges);
          addAll(slice, user.labels);
        }
        const { graph } = sliceGraph(slice);
        return outcomeOf(graph, sharedIdentityOf(graph, options, graph.identifiers.find(value.id)));
      },
      // Registrations and profile changes are never let go.
      lookback: 0,
    },
    context,
  );
}
