import type { EventGraph } from '../../graph/event-graph.ts';
import type { Json } from '../../graph/model/document.ts';
import type { Event, EventOf, EventOrder } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { IpKind } from '../../graph/model/ip.ts';
import {
  arrivalsOf,
  type LiveThing,
  type LiveUser,
  type SharedThing,
} from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/event-routes.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import { placeAfter, placeAt, type Posting } from '../../projection/posting.ts';
import { statedFacts } from '../../projection/stated-facts.ts';
import type { Detection } from '../detector.ts';
import { ipRecyclingOf } from '../ip-recycling/detect.ts';
import { thresholdOf, type IpRecyclingOptions } from '../ip-recycling/options.ts';
import { applyRoleLabels } from '../roles.ts';
import { sharedIdentityOf } from '../shared-identity/detect.ts';
import type { SharedIdentityOptions } from '../shared-identity/options.ts';
import {
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

interface ThingRule {
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
  /** As `Compaction.lookback`. */
  readonly lookback: number;
  /**
   * The uses that must stay, beside those which all detectors need, so that the same is concluded of a thing.
   * @param findings about the thing
   */
  keeps?(use: Use, uses: Posting, findings: readonly Finding[]): Iterable<Event>;
}

/** A detector whose subjects are things that users share: each use, and each fact of a user, concerns those used. */
class LiveThings implements LiveDetector {
  readonly #rule: ThingRule;
  readonly #marks: Marks;
  readonly #subjects = new Map<LiveThing, ThingSubject>();
  readonly compaction: Compaction;

  constructor(rule: ThingRule, { projection, marks }: LiveContext) {
    this.#rule = rule;
    this.#marks = marks;
    const { kinds, lookback, keeps } = rule;
    this.compaction = {
      lookback,
      // What is concluded rests on the events that stay, and on nothing else.
      sumUp: () => [],
      keeps: (user, thing, uses) =>
        keeps && kinds.has(thing.kind)
          ? keeps({ user, thing }, uses, this.#subjects.get(thing)?.outcome.findings ?? [])
          : [],
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
      .filter(([, { outcome }]) => outcome.findings.length + outcome.hubs.length > 0)
      .map(([{ kind, id }]) => [kind, id]);
  }

  appended(event: Event, uses: readonly Use[]): void {
    const { kinds, fewest, mayComplete } = this.#rule;
    for (const use of uses) {
      const { thing } = use;
      if (kinds.has(thing.kind) && thing.users.size >= fewest && mayComplete(use, event))
        this.#concern(thing);
    }
  }

  changes(event: Event, { users, things }: Mention): void {
    const { kinds, bearsOn } = this.#rule;
    if (event.kind === 'reference') for (const thing of things) this.#concern(thing);
    for (const user of users) {
      for (const thing of user.links.keys()) {
        if (!kinds.has(thing.kind)) continue;
        const hasFindings = (this.#subjects.get(thing)?.outcome.findings.length ?? 0) > 0;
        if (bearsOn({ user, thing }, event, things.has(thing), hasFindings)) this.#concern(thing);
      }
    }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const thing of things) this.#concern(thing);
  }

  #concern(thing: LiveThing): void {
    const { kinds, fewest } = this.#rule;
    if (!kinds.has(thing.kind)) return;
    let subject = this.#subjects.get(thing);
    if (!subject) {
      if (thing.users.size < fewest) return;
      subject = { outcome: NOTHING, evaluate: () => this.#evaluate(thing) };
      this.#subjects.set(thing, subject);
    }
    this.#marks.touch(subject);
  }

  #evaluate(thing: LiveThing): Outcome {
    const outcome = thing.users.size < this.#rule.fewest ? NOTHING : this.#rule.conclude(thing);
    this.#subjects.get(thing)!.outcome = outcome;
    return outcome;
  }
}

interface ThingSubject extends LiveSubject {
  outcome: Outcome;
}

/** Of a slice's graph, with the roles that labels give. */
export function outcomeOf(graph: EventGraph, { findings, hubs }: Detection): Outcome {
  return { findings: applyRoleLabels(graph, findings), hubs };
}

/** Whether a user has a registration between two times, both included (epoch ms). */
function registeredBetween({ registrations }: LiveUser, from: number, until: number): boolean {
  return registrations.some(({ at }) => at >= from && at <= until);
}

export function liveIpRecycling(context: LiveContext, options: IpRecyclingOptions): LiveDetector {
  const detect = (slice: Slice, block: LiveThing): { graph: EventGraph; detection: Detection } => {
    const { graph } = sliceGraph(slice);
    return { graph, detection: ipRecyclingOf(graph, options, [graph.blocks.find(block.id)]) };
  };
  return new LiveThings(
    {
      kinds: new Set(['block']),
      fewest: 2,
      mayComplete: ({ user, thing }, { at }) =>
        mayCount(user, thing, at, options) && hasFreshUsers(thing, at, options, context.projection),
      bearsOn: ({ user, thing }, { kind }, isOwn, hasFindings) => {
        if (kind === 'registration') return true;
        if (!isOwn) return hasFindings && (kind === 'label' || kind === 'profile-change');
        const first = thing.users.get(user)![0].at;
        return hasFindings || registeredBetween(user, first - options.freshness, first);
      },
      conclude: (block) => {
        const slice: Slice = new Set(block.references);
        const others: Posting[] = [];
        for (const [user, uses] of block.users) {
          const first = uses[0].at;
          if (registeredBetween(user, first - options.freshness, first)) addVisitor(slice, user, uses);
          else others.push(uses);
        }
        // Who comes to count follows from these; of the others it is asked who was there at the time of a finding.
        const found = detect(slice, block).detection.findings;
        if (found.length === 0) return NOTHING;
        for (const finding of found)
          for (const uses of others)
            addPresence(slice, uses, finding.first.at - options.window, finding.last);
        const { graph, detection } = detect(slice, block);
        return outcomeOf(graph, detection);
      },
      lookback: options.window,
      keeps: ({ user }, uses, findings) => keptVisits(user, uses, findings, options),
    },
    context,
  );
}

function addVisitor(slice: Slice, user: LiveUser, uses: Posting): void {
  addAll(slice, user.registrations);
  addAll(slice, user.addressChanges);
  addAll(slice, user.labels);
  addAll(slice, uses);
}

/** The first and the last use from a time on and up to an event, where there are any, and the first of all, that neither is taken for. */
function addPresence(slice: Slice, uses: Posting, since: number, last: EventOrder): void {
  const use = uses[placeAfter(uses, last) - 1];
  if (use !== undefined && use.at >= since) slice.add(uses[0]).add(uses[placeAt(uses, since)]).add(use);
}

/**
 * Of a user's uses of a block, those by which the same is found there as by all: of one who was fresh the first that is
 * past the stay, as nobody counts from then on; where there are findings the whole stay, by which others are counted
 * and binding is decided; and of anybody the last use up to the end of a finding, which tells that they were there.
 */
function keptVisits(
  user: LiveUser,
  uses: Posting,
  findings: readonly Finding[],
  { freshness, maxStay, window }: IpRecyclingOptions,
): Slice {
  const kept: Slice = new Set();
  const first = uses[0].at;
  if (registeredBetween(user, first - freshness, first)) {
    const left = placeAt(uses, first + maxStay + 1);
    if (left < uses.length) kept.add(uses[left]);
    if (findings.length > 0) addAll(kept, uses.slice(0, left));
  }
  for (const finding of findings) addPresence(kept, uses, finding.first.at - window, finding.last);
  return kept;
}

/** Whether a user may be counted at a block at a time after all uses so far: the window, the stay and an age that fits. */
function mayCount(user: LiveUser, block: LiveThing, at: number, options: IpRecyclingOptions): boolean {
  const uses = block.users.get(user)!;
  const first = uses[0].at;
  return (
    first >= at - options.window &&
    uses[uses.length - 1].at - first <= options.maxStay &&
    registeredBetween(user, first - options.freshness, first)
  );
}

/** Whether as many users may be counted at a block as its kind takes. Looks at those who came in the window. */
function hasFreshUsers(
  block: LiveThing,
  at: number,
  options: IpRecyclingOptions,
  { users }: LiveProjection,
): boolean {
  let left = thresholdOf(options, kindNow(block, at));
  const arrivals = arrivalsOf(block);
  for (let i = arrivals.length - 1; i >= 0 && arrivals[i].at >= at - options.window; i--) {
    const { user } = arrivals[i] as EventOf<'session'>;
    if (mayCount(users.get(user)!, block, at, options) && --left <= 0) return true;
  }
  return false;
}

/** The kind of a block at a time after all that was said of it, as `blockKinds` tells it. */
function kindNow({ references }: LiveThing, at: number): IpKind {
  for (let i = references.length - 1; i >= 0; i--) {
    const reference = references[i] as EventOf<'reference'>;
    const kind = reference.observedAt <= at ? statedFacts(reference).ipKind : undefined;
    if (kind !== undefined) return kind;
  }
  return 'unknown';
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
