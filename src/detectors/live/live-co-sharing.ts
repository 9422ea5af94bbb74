import type { Event } from '../../graph/model/event.ts';
import { buildEventGraph } from '../../projection/event-graph-builder.ts';
import type { LiveThing, LiveUser } from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/live-projection.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Detection } from '../detector.ts';
import { coSharingOf } from '../co-sharing/detect.ts';
import type { CoSharingOptions } from '../co-sharing/options.ts';
import { NOTHING, type LiveDetector, type LiveSubject, type Outcome } from './live-detector.ts';
import { outcomeOf, ownersIn, type LiveContext } from './live-things.ts';
import { addAll, addMember, addUse, type OwnersOf, type Slice } from './slices.ts';

/** Two things of different kinds, the one whose kind comes first in byte order first. */
interface Pair extends LiveSubject {
  readonly first: LiveThing;
  readonly second: LiveThing;
  /** How many users have a use of both, at whatever times. */
  common: number;
  /** Whether it was found that the pair's block kept events from completing: that is told once, so no more changes it. */
  isKeptOut: boolean;
  hasFindings: boolean;
}

/**
 * Live form of co-sharing. Things with enough users are joined to pairs as their users come to have both; a pair is
 * evaluated when one of its users, by then enough, uses either. Memory: one entry a pair of such things that a user has.
 */
export class LiveCoSharing implements LiveDetector {
  readonly #context: LiveContext;
  readonly #options: CoSharingOptions;
  readonly #owners: OwnersOf;
  /** Things that had enough users once; then also those they are paired with. */
  readonly #pairs = new Map<LiveThing, Map<LiveThing, Pair>>();

  constructor(context: LiveContext, options: CoSharingOptions) {
    this.#context = context;
    this.#options = options;
    this.#owners = ownersIn(context.projection);
  }

  appended(event: Event, uses: readonly Use[]): void {
    for (const { user, thing } of uses) {
      const pairs = this.#pairs.get(thing);
      if (!pairs) continue;
      for (const other of user.links.keys()) {
        const pair = pairs.get(other);
        if (pair && this.#mayComplete(pair, user, event)) this.#context.touch(pair);
      }
    }
  }

  /** Whether a use after all other events in order may be a completing event of a pair, or the first kept from it. */
  #mayComplete(pair: Pair, user: LiveUser, { at }: Event): boolean {
    const { minUsers, window } = this.#options;
    if (pair.common < minUsers) return false;
    const { first, second } = pair;
    const since = at - window;
    const usedBoth = (one: LiveUser): boolean =>
      usedSince(first, one, since) && usedSince(second, one, since);
    if (!usedBoth(user)) return false;
    if (pair.isKeptOut && this.#context.hubs.thing(first, at) !== null) return false;
    const fewer = first.users.size < second.users.size ? first : second;
    let left = minUsers;
    for (const one of fewer.users.keys()) if (usedBoth(one) && --left <= 0) return true;
    return false;
  }

  /**
   * The uses themselves concern their pairs; how many use a thing concerns the findings about it; what is known of a
   * user, and on which device they were first, the findings in which they may be.
   */
  changes(event: Event, { users, things, accounts }: Mention): void {
    for (const thing of things)
      for (const pair of this.#pairs.get(thing)?.values() ?? [])
        if (pair.hasFindings) this.#context.touch(pair);
    if (event.kind === 'label') for (const { payee } of accounts) this.hubsChanged([payee]);
    for (const user of users) {
      for (const thing of user.links.keys()) {
        const pairs = this.#pairs.get(thing);
        if (!pairs) continue;
        for (const other of user.links.keys()) {
          const pair = pairs.get(other);
          if (pair && (pair.hasFindings || things.has(thing) || things.has(other))) this.#context.touch(pair);
        }
      }
    }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const thing of things)
      for (const pair of this.#pairs.get(thing)?.values() ?? []) this.#context.touch(pair);
  }

  linked(user: LiveUser, thing: LiveThing): void {
    if (this.#pairs.has(thing)) this.#count(user, thing, 1);
    else if (thing.users.size >= this.#options.minUsers) {
      this.#pairs.set(thing, new Map());
      for (const one of thing.users.keys()) this.#count(one, thing, 1);
    }
  }

  unlinked(user: LiveUser, thing: LiveThing): void {
    if (this.#pairs.has(thing)) this.#count(user, thing, -1);
  }

  #count(user: LiveUser, thing: LiveThing, change: 1 | -1): void {
    const pairs = this.#pairs.get(thing)!;
    for (const other of user.links.keys()) {
      if (other.kind === thing.kind) continue;
      const backwards = this.#pairs.get(other);
      if (!backwards) continue;
      let pair = pairs.get(other);
      if (!pair) {
        pair = this.#pairOf(thing, other);
        pairs.set(other, pair);
        backwards.set(thing, pair);
      }
      pair.common += change;
    }
  }

  #pairOf(one: LiveThing, other: LiveThing): Pair {
    const [first, second] = one.kind < other.kind ? [one, other] : [other, one];
    const pair: Pair = {
      first,
      second,
      common: 0,
      isKeptOut: false,
      hasFindings: false,
      evaluate: () => this.#conclude(pair),
    };
    return pair;
  }

  #conclude(pair: Pair): Outcome {
    const outcome = this.#outcomeOf(pair);
    // Only blocks keep events from completing, and of two kinds that of blocks is the first.
    pair.isKeptOut = outcome.hubs.some(({ type }) => type === 'IpAddress');
    pair.hasFindings = outcome.findings.length > 0;
    return outcome;
  }

  #outcomeOf({ first, second, common }: Pair): Outcome {
    const { minUsers } = this.#options;
    if (common < minUsers) return NOTHING;
    const slice: Slice = new Set();
    for (const [user, uses] of first.users) {
      const others = second.users.get(user);
      if (!others) continue;
      for (const use of uses) addUse(slice, use, this.#owners);
      for (const use of others) addUse(slice, use, this.#owners);
    }
    // Who is a member follows from these; of members more is asked, and how many others there are.
    const { detection } = this.#detect(slice, first, second);
    if (detection.findings.length === 0) return { findings: [], hubs: detection.hubs };
    for (const { members } of detection.findings)
      for (const { type, id } of members)
        if (type === 'User') addMember(slice, this.#context.projection.user(id));
    for (const thing of [first, second]) {
      if (thing.account) addAll(slice, thing.account.labels);
      for (const uses of thing.users.values()) addUse(slice, uses[0], this.#owners);
    }
    const whole = this.#detect(slice, first, second);
    return outcomeOf(whole.graph, whole.detection);
  }

  #detect(slice: Slice, first: LiveThing, second: LiveThing): { graph: EventGraph; detection: Detection } {
    const graph = buildEventGraph(slice);
    const hubs = this.#context.hubs.calendarOf(graph, this.#context.projection);
    return { graph, detection: coSharingOf(graph, this.#options, hubs, [first, second]) };
  }
}

function usedSince({ users }: LiveThing, user: LiveUser, since: number): boolean {
  const uses = users.get(user);
  return uses !== undefined && uses[uses.length - 1].at >= since;
}
