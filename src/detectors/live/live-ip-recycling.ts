import type { EventGraph } from '../../graph/event-graph.ts';
import type { Event, EventOf, EventOrder } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { IpKind } from '../../graph/model/ip.ts';
import type { Use } from '../../projection/event-routes.ts';
import { arrivalsOf, type LiveThing, type LiveUser } from '../../projection/live-entities.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import { placeAfter, placeAt, type Posting } from '../../projection/posting.ts';
import { statedFacts } from '../../projection/stated-facts.ts';
import type { Detection } from '../detector.ts';
import { ipRecyclingOf } from '../ip-recycling/detect.ts';
import { thresholdOf, type IpRecyclingOptions } from '../ip-recycling/options.ts';
import { hasUsersSince } from './has-users-since.ts';
import { NOTHING, type LiveDetector, type Outcome } from './live-detector.ts';
import { LiveThings, outcomeOf, type LiveContext, type ThingRule } from './live-things.ts';
import { sliceGraph } from './slice-graph.ts';
import { addAll, type Slice } from './slices.ts';

/** The uses of a block by a user who was fresh at the first. */
interface Visit {
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly uses: Posting;
}

/**
 * Live form of ip-recycling: a block is evaluated as a whole when as many fresh users came in the window as its kind
 * takes, unless they are so few among all who were there that it can only be a crowd, which binds nobody and is
 * evaluated when somebody reads it. Memory: an entry a fresh visit.
 */
export function liveIpRecycling(context: LiveContext, options: IpRecyclingOptions): LiveDetector {
  return new LiveThings(new Recycling(context.projection, options), context);
}

class Recycling implements ThingRule {
  readonly kinds = new Set(['block'] as const);
  readonly fewest = 2;
  readonly lookback: number;
  readonly #users: LiveProjection['users'];
  readonly #options: IpRecyclingOptions;
  /** In the order of the first uses, for blocks that were asked about since something changed. */
  readonly #visits = new Map<LiveThing, Visit[]>();

  constructor({ users }: LiveProjection, options: IpRecyclingOptions) {
    this.#users = users;
    this.#options = options;
    this.lookback = options.window;
  }

  mayComplete({ user, thing }: Use, event: Event): boolean {
    const { maxStay, window } = this.#options;
    const uses = thing.users.get(user)!;
    const { at: first } = uses[0];
    const stays = event.at - first <= maxStay && first >= event.at - window;
    return stays && this.#isFresh(user, first) && this.#hasMany(thing, event, uses);
  }

  /** Whether as many users may be counted at a block as its kind takes. Looks at those who came fresh in the window. */
  #hasMany(block: LiveThing, event: Event, own: Posting): boolean {
    const { maxStay, window } = this.#options;
    const known = this.#visits.get(block);
    if (known && own.length === 1) known.push({ firstAt: event.at, uses: own });
    const visits = known ?? this.#visitsOf(block);
    let left = thresholdOf(this.#options, kindNow(block, event.at));
    for (let i = visits.length - 1; i >= 0 && visits[i].firstAt >= event.at - window; i--) {
      const { firstAt, uses } = visits[i];
      if (uses[uses.length - 1].at - firstAt <= maxStay && --left <= 0) return true;
    }
    return false;
  }

  #visitsOf(block: LiveThing): Visit[] {
    const visits: Visit[] = [];
    for (const arrival of arrivalsOf(block)) {
      const user = this.#users.get((arrival as EventOf<'session'>).user)!;
      if (this.#isFresh(user, arrival.at)) visits.push({ firstAt: arrival.at, uses: block.users.get(user)! });
    }
    this.#visits.set(block, visits);
    return visits;
  }

  #isFresh(user: LiveUser, first: number): boolean {
    return registeredBetween(user, first - this.#options.freshness, first);
  }

  /** Members came fresh since the window of the crossing opened; for a finding to bind they are half of all who were there. */
  mayBind(block: LiveThing, { at }: Event, since: number): boolean {
    const { window } = this.#options;
    const visits = this.#visits.get(block)!;
    let place = visits.length;
    while (place > 0 && visits[place - 1].firstAt >= since - window) place--;
    return !hasUsersSince(block, at - window, 2 * (visits.length - place) + 1);
  }

  forget(block: LiveThing): void {
    this.#visits.delete(block);
  }

  bearsOn({ user, thing }: Use, { kind }: Event, isOwn: boolean, hasFindings: boolean): boolean {
    if (kind === 'registration') return true;
    if (!isOwn) return hasFindings && (kind === 'label' || kind === 'profile-change');
    return hasFindings || this.#isFresh(user, thing.users.get(user)![0].at);
  }

  conclude(block: LiveThing): Outcome {
    const { maxStay, window } = this.#options;
    const slice: Slice = new Set(block.references);
    for (const [user, uses] of block.users) {
      const first = uses[0].at;
      if (!this.#isFresh(user, first)) continue;
      for (const list of [user.registrations, user.addressChanges, user.labels]) addAll(slice, list);
      // Up to the first that is past the stay: nobody counts from then on.
      for (const use of uses) {
        slice.add(use);
        if (use.at - first > maxStay) break;
      }
    }
    // Who comes to count follows from these; of everybody it is asked whether they were there at the time of a finding.
    const found = this.#detect(slice, block).detection.findings;
    if (found.length === 0) return NOTHING;
    for (const finding of found)
      for (const uses of block.users.values())
        addPresence(slice, uses, finding.first.at - window, finding.last);
    const { graph, detection } = this.#detect(slice, block);
    return outcomeOf(graph, detection);
  }

  #detect(slice: Slice, block: LiveThing): { graph: EventGraph; detection: Detection } {
    const { graph } = sliceGraph(slice);
    return { graph, detection: ipRecyclingOf(graph, this.#options, [graph.blocks.find(block.id)]) };
  }

  keeps({ user }: Use, uses: Posting, findings: readonly Finding[]): Slice {
    return keptVisits(user, uses, findings, this.#options);
  }
}

/** Whether a user has a registration between two times, both included (epoch ms). */
function registeredBetween({ registrations }: LiveUser, from: number, until: number): boolean {
  return registrations.some(({ at }) => at >= from && at <= until);
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

/** The kind of a block at a time after all that was said of it, as `blockKinds` tells it. */
function kindNow({ references }: LiveThing, at: number): IpKind {
  for (let i = references.length - 1; i >= 0; i--) {
    const reference = references[i] as EventOf<'reference'>;
    const kind = reference.observedAt <= at ? statedFacts(reference).ipKind : undefined;
    if (kind !== undefined) return kind;
  }
  return 'unknown';
}
