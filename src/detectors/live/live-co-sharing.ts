import type { Event } from '../../graph/model/event.ts';
import {
  usersUpTo,
  type LiveThing,
  type LiveUser,
  type SharedThing,
} from '../../projection/live-entities.ts';
import type { Mention, Use } from '../../projection/event-routes.ts';
import type { Json } from '../../graph/model/document.ts';
import { BlockGate, type KeptOut } from '../co-sharing/block-gate.ts';
import { identifierNamed } from '../co-sharing/identifier-uses.ts';
import type { CoSharingOptions } from '../co-sharing/options.ts';
import { pairFindings } from '../co-sharing/pair-finding.ts';
import type { Episode } from '../episode-fold.ts';
import { HubTally } from '../hub-tally.ts';
import { applyRoleLabels } from '../roles.ts';
import { eventsOf, sumFromJson, sumOf, sumToJson, type Known } from './count-sum.ts';
import { LiveCount, type CountedUse } from './live-count.ts';
import {
  NOTHING,
  type Compaction,
  type LiveDetector,
  type LiveSubject,
  type Outcome,
} from './live-detector.ts';
import { LivePairs, type ThingPair } from './live-pairs.ts';
import { LivePart, type Written } from './live-part.ts';
import type { LiveContext } from './live-things.ts';
import { addUsesBy, byEvent, earlierUses, mayComplete } from './pair-uses.ts';
import { addEpisode, inGraph, sliceGraph } from './slice-graph.ts';
import { addAll, addClaims, type Slice } from './slices.ts';

type PairTexts = readonly [
  readonly [SharedThing, string],
  readonly [SharedThing, string],
  readonly [KeptOut['reason'], number] | null,
  Json,
];

/** Two things that enough users have both of, as they are counted. */
interface Pair extends LiveSubject, ThingPair {
  readonly part: LivePart;
  gate: BlockGate | null;
  /** Whether uses were left out of the count since it was made, or it was not made, see {@link LiveCoSharing.appended}. */
  isBehind: boolean;
  /** What the gate had kept out when the count was summed up. */
  keptOut: KeptOut | null;
}

/**
 * Live form of co-sharing. Things with enough users are joined to pairs as their users come to have both; once enough
 * have both in one window the pair is counted use by use. Memory: a number a pair of such things that a user has, an
 * entry a pair that enough have, and the count of those that came so far.
 */
export class LiveCoSharing implements LiveDetector {
  readonly #context: LiveContext;
  readonly #options: CoSharingOptions;
  readonly #pairs: LivePairs<Pair>;
  readonly compaction: Compaction;

  constructor(context: LiveContext, options: CoSharingOptions) {
    this.#context = context;
    this.#options = options;
    this.#pairs = new LivePairs(options.minUsers, (things) => {
      const pair: Pair = {
        ...things,
        part: new LivePart(),
        gate: null,
        isBehind: false,
        keptOut: null,
        evaluate: () => this.#conclude(pair),
      };
      return pair;
    });
    this.compaction = {
      lookback: options.window,
      sumUp: (until, keep) => this.#sumUp(until, keep),
      summary: () => this.#summary(),
      resume: (summary, known) => this.#resume(summary, known),
    };
  }

  /**
   * On a day on which its block is a hub nothing completes of a pair; it is only noted that something was kept out, once,
   * and what that was is worked out when it is read. So most uses of carriers and offices are left out of counts, and a
   * pair is counted anew on the first day on which its block is no hub.
   */
  appended(event: Event, uses: readonly Use[]): void {
    for (const { user, thing } of uses) {
      const pairs = this.#pairs.of(thing);
      if (!pairs) continue;
      if (pairs.size < user.links.size) {
        for (const [other, pair] of pairs)
          if (user.links.has(other)) this.#used(pair, { user, thing }, event);
      } else
        for (const other of user.links.keys()) {
          const pair = pairs.get(other);
          if (pair) this.#used(pair, { user, thing }, event);
        }
    }
  }

  #used(pair: Pair, { user, thing }: Use, event: Event): void {
    const { marks, hubs } = this.#context;
    const { count } = pair.part;
    if (pair.first.kind === 'block' && hubs.thing(pair.first, event.at) !== null) {
      if (pair.isBehind) return;
      if (pair.gate?.keptOut) pair.isBehind = true;
      else if (!count && mayComplete(pair, user, event.at, this.#options)) {
        pair.isBehind = true;
        marks.grow(pair);
      }
      if (pair.isBehind || !count) return;
    } else if (pair.isBehind) return marks.touch(pair);
    if (count) this.#take(pair, count, { event, user, side: pair.first === thing ? 1 : 2 });
    else if (mayComplete(pair, user, event.at, this.#options)) marks.touch(pair);
  }

  #take(pair: Pair, count: LiveCount, use: CountedUse): void {
    const { marks } = this.#context;
    if (!count.knows(use.user))
      count.insert(use.user, earlierUses(pair, use, use.event.at - this.#options.window));
    const step = pair.part.take(count, use);
    if (step === 'joined') marks.touch(pair);
    else if (step === 'extended' || pair.gate?.keptOut) marks.grow(pair);
  }

  /**
   * The uses themselves concern their pairs; how many use a thing concerns the findings about it; what is known of a
   * user, and on which device they were first, the findings in which they may be.
   */
  changes(event: Event, { users, things, accounts }: Mention): void {
    for (const thing of things)
      for (const pair of this.#pairs.of(thing)?.values() ?? [])
        if (pair.part.hasFindings) this.#rewrite(pair);
    if (event.kind === 'label')
      for (const { payee } of accounts)
        for (const pair of this.#pairs.of(payee)?.values() ?? []) this.#rewrite(pair);
    for (const user of users) {
      for (const thing of user.links.keys()) {
        const pairs = this.#pairs.of(thing);
        if (!pairs) continue;
        for (const other of user.links.keys()) {
          const pair = pairs.get(other);
          if (!pair) continue;
          if (things.has(thing) || things.has(other)) this.#recount(pair);
          else if (pair.part.hasFindings) this.#rewrite(pair);
        }
      }
    }
  }

  hubsChanged(things: readonly LiveThing[]): void {
    for (const thing of things) for (const pair of this.#pairs.of(thing)?.values() ?? []) this.#recount(pair);
  }

  #recount(pair: Pair): void {
    pair.part.recount();
    this.#context.marks.touch(pair);
  }

  #rewrite(pair: Pair): void {
    pair.part.rewrite();
    this.#context.marks.touch(pair);
  }

  linked(user: LiveUser, thing: LiveThing): void {
    this.#pairs.linked(user, thing);
  }

  unlinked(user: LiveUser, thing: LiveThing): void {
    this.#pairs.unlinked(user, thing);
  }

  #conclude(pair: Pair): Outcome {
    const { first, common, part } = pair;
    if (common < this.#options.minUsers) part.recount();
    else if (!part.count || pair.isBehind) {
      pair.isBehind = false;
      pair.gate = this.#gateOf(pair);
      part.count = this.#counted(pair, pair.gate);
    }
    const pending = part.pending();
    if (!part.count) return NOTHING;
    if (pending.length > 0) part.written.push(...this.#write(pair, part.count, pending));
    const hubs = part.written.flatMap((one) => one.hubs);
    const keptOut = pair.gate?.keptOut;
    if (keptOut) {
      const tally = new HubTally();
      tally.add({ type: 'IpAddress', id: first.id }, keptOut.reason, keptOut.at);
      hubs.push(...tally.hubs());
    }
    return { findings: part.written.map(({ finding }) => finding), hubs };
  }

  #gateOf({ first, keptOut }: Pair): BlockGate | null {
    // Of two kinds that of blocks is the first.
    if (first.kind !== 'block') return null;
    return new BlockGate((at) => this.#context.hubs.thing(first, at), keptOut);
  }

  /** The count of all uses there are before a time by the users of both. */
  #counted(pair: Pair, gate: BlockGate | null, until = Infinity): LiveCount {
    const { first, second, part } = pair;
    const admits = gate ? ({ at }: Event) => gate.admits(at) : undefined;
    const count = new LiveCount({ ...this.#options, sides: 2, admits }, part.sum);
    const uses: CountedUse[] = [];
    for (const user of first.users.keys())
      if (second.users.has(user)) addUsesBy(uses, user, pair, count.since);
    for (const use of uses.sort(byEvent)) if (use.event.at < until) count.take(use);
    return count;
  }

  *#sumUp(until: number, keep: (event: Event) => void): Generator<void> {
    for (const pair of this.#pairs.each()) {
      // What is left until it is read needs the uses that are to be let go.
      if (pair.isBehind && !pair.part.count) this.#conclude(pair);
      const { part, gate } = pair;
      if (!part.count || (part.count.episodes.length === 0 && !gate?.keptOut)) continue;
      const count = part.count.completedSince(until)
        ? this.#counted(pair, this.#gateOf(pair), until)
        : part.count;
      pair.keptOut = gate?.keptOut && gate.keptOut.at < until ? gate.keptOut : null;
      part.sum = count.episodes.length > 0 || pair.keptOut ? sumOf(count, until) : null;
      if (part.sum) for (const event of eventsOf(part.sum)) keep(event);
      yield;
    }
  }

  #summary(): Json[] {
    const summary: Json[] = [];
    for (const { first, second, part, keptOut } of this.#pairs.each())
      if (part.sum)
        summary.push([
          [first.kind, first.id],
          [second.kind, second.id],
          keptOut && [keptOut.reason, keptOut.at],
          sumToJson(part.sum),
        ]);
    return summary;
  }

  #resume(summary: readonly Json[], known: Known): void {
    const { projection, marks } = this.#context;
    for (const [first, second, keptOut, sum] of summary as unknown as readonly PairTexts[]) {
      const pair = this.#pairs.of(projection.thing(...first))!.get(projection.thing(...second))!;
      pair.keptOut = keptOut && { reason: keptOut[0], at: keptOut[1] };
      pair.part.sum = sumFromJson(sum, known);
      marks.touch(pair);
    }
  }

  #write({ first, second }: Pair, { users }: LiveCount, episodes: readonly Episode<Event>[]): Written[] {
    const { hubs, projection } = this.#context;
    const slice: Slice = new Set();
    for (const thing of [first, second]) if (thing.account) addAll(slice, thing.account.labels);
    for (const episode of episodes) {
      addEpisode(slice, episode);
      const { at } = episode.first;
      const isHub = [first, second].some((thing) => canBeHub(thing) && hubs.thing(thing, at) !== null);
      for (const { user } of episode.members)
        if (isHub) addAll(slice, users[user].labels);
        else addClaims(slice, users[user]);
    }
    const made = sliceGraph(slice);
    const { graph } = made;
    const calendar = hubs.calendarOf(graph, projection);
    const names = [
      identifierNamed(graph, first.kind, first.id),
      identifierNamed(graph, second.kind, second.id),
    ] as const;
    return episodes.map((episode) => {
      const tally = new HubTally();
      const [finding] = applyRoleLabels(graph, [
        pairFindings(
          graph,
          this.#options,
          calendar,
          tally,
        )({
          names,
          episode: inGraph(episode, users, made),
          usersUpTo: (event) => {
            const order = graph.events.order(event);
            return [usersUpTo(first, order), usersUpTo(second, order)];
          },
        }),
      ]);
      return { finding, hubs: tally.hubs() };
    });
  }
}

/** Of blocks it was asked before the event completed. */
function canBeHub({ kind }: LiveThing): boolean {
  return kind === 'device' || kind === 'payee';
}
