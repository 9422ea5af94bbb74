import { compareBytes } from '../kernel/bytes.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import { typeHubs, type IsTypeHub } from './account-type-hubs.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from './detector.ts';
import { everWide } from './flow-degrees.ts';
import { flowFinding, type FlowMatch } from './flow-finding.ts';
import { flowStrength } from './flow-strength.ts';
import { FlowTable } from './flow-table.ts';
import { GroupEpisodes, type GroupEpisode } from './group-episodes.ts';
import { HubTally } from './hub-tally.ts';
import { LayeredCore, type GroupNode } from './layered-core.ts';
import { RegionFinder, type LayerRule } from './layered-region.ts';
import type { OptionTable } from './options.ts';
import { VisitBudget } from './visit-budget.ts';

export interface LayeredOptions {
  readonly minSources: number;
  readonly minTargets: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  readonly maxVisits: number;
}

/** What tells the detectors of layered groups apart. */
export interface Layered<Options extends LayeredOptions> {
  readonly name: string;
  readonly summary: string;
  readonly options: OptionTable<Options>;
  /** How many levels of accounts there are. */
  readonly levels: (options: Options) => number;
}

/**
 * Makes the detector of groups whose accounts stand on levels and pay those of the next one (docs/algorithms/stack.md,
 * docs/algorithms/bipartite.md).
 *
 * A transfer is looked at only if its payer and payee have enough counterparties in its window. Time O(transfers + for
 * each of those the transfers in the window of the accounts that hang together with it), bounded by maxVisits; memory
 * 44 bytes a transfer, 18 an account, and the region of one transfer. What was left out is in `truncated`.
 */
export function layeredDetector<Options extends LayeredOptions>(
  layered: Layered<Options>,
): Detector<Options> {
  return {
    name: layered.name,
    summary: layered.summary,
    onRequest: true,
    options: layered.options,
    detect: (graph, options, hubs) => {
      const rule = { ...options, levels: layered.levels(options) };
      const run = new LayeredRun(layered.name, graph, rule, hubs, options.maxVisits);
      return run.run(optionsHash(layered.options, options));
    },
  };
}

/** One search over a graph, transfer by transfer. */
export class LayeredRun {
  readonly #name: string;
  readonly #graph: EventGraph;
  readonly #rule: LayerRule;
  readonly #hubs: HubCalendar;
  readonly #isTypeHub: IsTypeHub;
  readonly #flows: FlowTable;
  readonly #budget: VisitBudget;
  readonly #finder: RegionFinder;
  readonly #tally = new HubTally();

  constructor(name: string, graph: EventGraph, rule: LayerRule, hubs: HubCalendar, maxVisits: number) {
    this.#name = name;
    this.#graph = graph;
    this.#rule = rule;
    this.#hubs = hubs;
    this.#isTypeHub = typeHubs(graph, hubs);
    this.#flows = new FlowTable(graph);
    this.#budget = new VisitBudget(maxVisits);
    this.#finder = new RegionFinder(this.#flows, rule, this.#isTypeHub, this.#budget);
  }

  run(hash: string): Detection {
    const { event, from, to } = this.#graph.transfers;
    const { levels, minSources, minTargets, window } = this.#rule;
    const pays = everWide(this.#flows, 'out', minTargets, window);
    const isPaid = everWide(this.#flows, 'in', minSources, window);
    const episodes = new GroupEpisodes(window, levels);
    for (let row = 0; row < event.length; row++) {
      if (from[row] === to[row] || pays[from[row]] === 0 || isPaid[to[row]] === 0) continue;
      if (levels > 2 && isPaid[from[row]] === 0) continue;
      const group = this.completedBy(row);
      if (group) episodes.add(row, this.#flows.at[row], group);
    }
    return this.detection(episodes, hash);
  }

  /** What is said of the groups of an episode each, with the hubs met so far. */
  detection(episodes: GroupEpisodes, hash: string): Detection {
    const findings = episodes
      .episodes()
      .map((episode) => flowFinding(this.#graph, this.#matchOf(episode, hash), this.#hubs, this.#tally));
    const truncated = this.#budget.truncations(this.#name, 'transfers');
    return { findings, hubs: this.#tally.hubs(), truncated };
  }

  /** The group that a transfer, by its row, completes. */
  completedBy(row: number): GroupNode[] | null {
    this.#budget.beginPart();
    if (this.#isKeptOut(row) || !this.#finder.couldComplete(row)) return null;
    const region = this.#finder.region();
    const group = region && new LayeredCore(this.#flows, this.#rule, region, this.#budget).groupOf(row);
    if (this.#budget.isOut) {
      const [source, id] = this.#graph.events.key(this.#graph.transfers.event[row]);
      this.#budget.giveUp(`${source}/${id}`);
      return null;
    }
    return group;
  }

  /** Whether payer or payee is a hub by type, which is noted where the transfer could have completed something. */
  #isKeptOut(row: number): boolean {
    const { from, to } = this.#graph.transfers;
    const at = this.#flows.at[row];
    const hubs = [from[row], to[row]].filter((account) => this.#isTypeHub(account, at));
    if (hubs.length > 0 && this.#finder.isBetweenWide(row) && !this.#budget.isOut)
      for (const hub of hubs)
        this.#tally.add({ type: 'Account', id: this.#graph.accounts.id(hub) }, 'account-type', at);
    return hubs.length > 0;
  }

  #matchOf({ first, last, peak, members, crossing }: GroupEpisode, hash: string): FlowMatch {
    const { transfers, accounts } = this.#graph;
    const { levels, window } = this.#rule;
    const roleOf = (level: number) =>
      level === 0 ? ('member' as const) : level === levels - 1 ? ('collector' as const) : ('mule' as const);
    const atCrossing = members.slice(0, crossing);
    const began = atCrossing.flatMap(({ evidence }) => evidence).reduce((a, b) => Math.min(a, b));
    return {
      detector: this.#name,
      subject: atCrossing
        .toSorted((a, b) => a.level - b.level || compareBytes(accounts.id(a.account), accounts.id(b.account)))
        .map(({ account }) => account),
      first: transfers.event[first],
      last: transfers.event[last],
      peak,
      members: members.map(({ account, level, since, evidence }) => ({
        account,
        role: roleOf(level),
        since: transfers.event[since],
        evidence: evidence.map((row) => transfers.event[row]),
      })),
      strength: flowStrength(peak, this.#flows.at[first] - this.#flows.at[began], window),
      optionsHash: hash,
    };
  }
}
