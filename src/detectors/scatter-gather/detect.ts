import type { EventGraph } from '../../graph/event-graph.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { typeHubs, type IsTypeHub } from '../account-type-hubs.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { everWide } from '../flow-degrees.ts';
import { flowFinding } from '../flow-finding.ts';
import { flowStrength } from '../flow-strength.ts';
import { FlowTable } from '../flow-table.ts';
import { HubTally } from '../hub-tally.ts';
import { keptOutOnce } from '../kept-out.ts';
import { LiveCount } from '../live-count.ts';
import { VisitBudget } from '../visit-budget.ts';
import { SCATTER_GATHER_OPTIONS, type ScatterGatherOptions } from './options.ts';
import { LegJoiner, type PairLegs } from './pair-legs.ts';

const NAME = 'scatter-gather';

/**
 * Money that one account spreads over several, which all hand it on to one other (docs/algorithms/scatter-gather.md).
 *
 * Goes through the targets; only sources and targets with enough payees and payers inside a window are looked at, and
 * of a pair only what both have in common. Time O(transfers + for each transfer into such a target those into its payer
 * within the window), bounded by the option maxVisits; memory 44 bytes a transfer, 30 an account, and the pairs of one
 * target. What was left out is in `truncated`, and all else is exact.
 */
export const scatterGather: Detector<ScatterGatherOptions> = {
  name: NAME,
  summary: 'Money that one account spreads over several, which all hand it on to one other.',
  onRequest: true,
  options: SCATTER_GATHER_OPTIONS,
  detect: (graph, options, hubs) =>
    new ScatterGatherRun(graph, options, hubs).run(Array(graph.accounts.size).keys()),
  // Its subjects by their second account, the target.
  detectOne: (graph, options, hubs, target) => new ScatterGatherRun(graph, options, hubs).run([target]),
};

class ScatterGatherRun {
  readonly #graph: EventGraph;
  readonly #options: ScatterGatherOptions;
  readonly #hubs: HubCalendar;
  readonly #isTypeHub: IsTypeHub;
  readonly #flows: FlowTable;
  readonly #budget: VisitBudget;
  readonly #joiner: LegJoiner;
  readonly #counter: LiveCount;
  readonly #tally = new HubTally();
  readonly #hash: string;

  constructor(graph: EventGraph, options: ScatterGatherOptions, hubs: HubCalendar) {
    this.#graph = graph;
    this.#options = options;
    this.#hubs = hubs;
    this.#isTypeHub = typeHubs(graph, hubs);
    this.#flows = new FlowTable(graph);
    this.#budget = new VisitBudget(options.maxVisits);
    this.#joiner = new LegJoiner(this.#flows, options, this.#budget);
    this.#counter = new LiveCount(graph.accounts.size, this.#isTypeHub);
    this.#hash = optionsHash(SCATTER_GATHER_OPTIONS, options);
  }

  run(targets: Iterable<number>): Detection {
    const { minMiddles, window } = this.#options;
    const canScatter = everWide(this.#flows, 'out', minMiddles, window);
    const canGather = everWide(this.#flows, 'in', minMiddles, window);
    const findings: Finding[] = [];
    for (const target of targets) {
      if (canGather[target] === 0) continue;
      this.#budget.beginPart();
      const found = this.#ofTarget(target, canScatter);
      if (found) for (const finding of found) findings.push(finding);
      else this.#budget.giveUp(this.#graph.accounts.id(target));
    }
    const truncated = this.#budget.truncations(NAME, 'targets');
    return { findings, hubs: this.#tally.hubs(), truncated };
  }

  /** The findings about one target; null when the budget did not suffice for all of them. */
  #ofTarget(target: number, canScatter: Uint8Array): Finding[] | null {
    const middlesOf = this.#middlesBySource(target, canScatter);
    if (!middlesOf) return null;
    const legsOf: [source: number, legs: PairLegs][] = [];
    for (const [source, middles] of middlesOf) {
      if (middles.size < this.#options.minMiddles) continue;
      const legs = this.#joiner.join(source, target, middles);
      if (!legs) return null;
      legsOf.push([source, legs]);
    }
    return legsOf.flatMap(([source, legs]) => this.#ofPair(source, target, legs));
  }

  /** For each source the accounts it pays that pay the target close enough in time; null when there are too many. */
  #middlesBySource(target: number, canScatter: Uint8Array): Map<number, Set<number>> | null {
    const { at } = this.#flows;
    const { from } = this.#graph.transfers;
    const { window, order } = this.#options;
    const middlesOf = new Map<number, Set<number>>();
    for (const row of this.#flows.paidTo(target)) {
      const middle = from[row];
      const arriving = this.#flows.paidTo(middle);
      const latest = order === 'any' ? at[row] + window : at[row];
      for (let i = lowerBound(arriving, (one) => at[one] >= at[row] - window); i < arriving.length; i++) {
        if (!this.#budget.spend(1)) return null;
        if (at[arriving[i]] > latest) break;
        const source = from[arriving[i]];
        if (canScatter[source] === 0 || source === target) continue;
        const middles = middlesOf.get(source);
        if (middles) middles.add(middle);
        else middlesOf.set(source, new Set([middle]));
      }
    }
    return middlesOf;
  }

  #ofPair(source: number, target: number, legs: PairLegs): Finding[] {
    const keepOut = keptOutOnce(this.#graph, this.#tally);
    const hubsAt = (place: number): number[] =>
      [source, target].filter((account) => this.#isTypeHub(account, legs.at[place]));
    const episodes = this.#counter.episodes(legs, {
      window: this.#options.window,
      fewest: this.#options.minMiddles,
      admits: (place) => {
        const hubs = hubsAt(place);
        for (const hub of hubs) keepOut(hub, legs.at[place]);
        return hubs.length === 0;
      },
      missed: (place, barred) => {
        for (const hub of [...hubsAt(place), ...barred]) keepOut(hub, legs.at[place]);
      },
      evidenceOf: legs.evidenceOf,
    });
    return episodes.map((episode) => this.#finding(source, target, legs, episode));
  }

  #finding(source: number, target: number, legs: PairLegs, { first, last, peak, members }: Episode): Finding {
    const { transfers, events } = this.#graph;
    const positionOf = (place: number): number => transfers.event[legs.rows[place]];
    const crossing = positionOf(first);
    const began = Math.min(
      ...members.filter(({ since }) => since === first).map(({ evidence }) => legs.at[evidence[0]]),
    );
    const match = {
      detector: NAME,
      subject: [source, target],
      first: crossing,
      last: positionOf(last),
      peak,
      members: [
        { account: source, role: 'organiser', since: crossing, evidence: [] } as const,
        { account: target, role: 'collector', since: crossing, evidence: [] } as const,
        ...members.map(({ user, since, evidence }) => ({
          account: user,
          role: 'mule' as const,
          since: positionOf(since),
          evidence: evidence.map(positionOf),
        })),
      ],
      strength: flowStrength(peak, events.at[crossing] - began, this.#options.window),
      optionsHash: this.#hash,
    };
    return flowFinding(this.#graph, match, this.#hubs, this.#tally);
  }
}
