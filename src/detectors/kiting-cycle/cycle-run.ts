import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import type { CycleBudget } from '../../graph/algorithms/count-temporal-cycles.ts';
import type { CycleBundle, CycleSearch } from '../../graph/algorithms/cycle-rules.ts';
import type { ExactCount } from '../../graph/algorithms/exact-count.ts';
import { temporalCycleSearch } from '../../graph/algorithms/temporal-cycles.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Significance, Truncation } from '../../graph/model/finding.ts';
import { firstEdgeSince, type TemporalGraph } from '../../graph/temporal-graph.ts';
import { optionsHash, type Detection, type HubCalendar } from '../detector.ts';
import type { OptionTable } from '../options.ts';
import { BestInstance, type Instance } from './best-instance.ts';
import { CycleEpisodes, type CycleEpisode } from './cycle-episodes.ts';
import { cycleFinding, type TurnedOnce } from './cycle-finding.ts';
import type { MainBusiness } from './main-business.ts';
import { HopTest } from './hop-test.ts';
import { HubCycles, HubGate } from './hub-cycles.ts';
import type { KitingOptions } from './options.ts';
import { PairRepeats } from './pair-repeats.ts';
import { fromSmallest, transfersToSearch } from './search-input.ts';
import { cycleSignificance } from './significance.ts';

/** One completing transfer may use at most this share of the budget, so that a dense burst can't use up all. */
const EDGE_SHARE = 100;
/** How many missing rates the result names. */
const RATES_NAMED = 5;
/** Counting what hubs keep out informs and finds nothing: it gets this share of the budget, beside it. */
const HUB_SHARE = 10;

/** A detector of cycles: what it is called, and the options with its own defaults. */
export interface CycleSort {
  readonly name: string;
  readonly options: OptionTable<KitingOptions>;
  readonly turnedOnce: TurnedOnce;
  /** How many instances a finding needs to stand alone. */
  readonly instancesAlone: number;
}

/** A bundle of the search, copied. */
interface Found {
  readonly vertices: readonly number[];
  readonly count: ExactCount;
  /** The edges of each hop in the direction of the money; the last holds the completing edge alone. */
  readonly layers: readonly Int32Array[];
}

/** One run over a graph: goes through the transfers in event order and takes in what each of them completes. */
export class CycleRun {
  readonly #sort: CycleSort;
  readonly #graph: EventGraph;
  readonly #options: KitingOptions;
  readonly #edges: TemporalGraph;
  readonly #ranks: Int32Array;
  readonly #test: HopTest;
  readonly #gate: HubGate;
  readonly #search: CycleSearch;
  readonly #hubCycles: HubCycles;
  readonly #best: BestInstance;
  readonly #episodes: CycleEpisodes;
  readonly #pairs = new Map<string, PairRepeats>();
  readonly #budget: CycleBudget;
  readonly #unfinished: number[] = [];
  /** Whether a cycle through these accounts, from any of them on, is wanted. */
  readonly #isWanted: (vertices: readonly number[]) => boolean;

  /** @param only the one cycle of accounts that is asked about, the byte-smallest first; null for all. */
  constructor(
    sort: CycleSort,
    graph: EventGraph,
    options: KitingOptions,
    hubs: HubCalendar,
    only: readonly number[] | null,
  ) {
    checkLengths(sort, options);
    this.#sort = sort;
    this.#isWanted = (vertices) => only === null || isSame(fromSmallest(vertices, this.#ranks), only);
    this.#graph = graph;
    this.#options = options;
    this.#edges = transfersToSearch(graph, options);
    this.#ranks = graph.accounts.byteRanks();
    this.#gate = new HubGate(hubs, graph.accounts.size);
    const test = new HopTest(graph, this.#edges, options);
    this.#test = test;
    const follows = test.asks ? (hop: number, next: number) => test.passes(hop, next) : undefined;
    this.#search = temporalCycleSearch(this.#edges, options, {
      follows,
      enters: (account) => this.#gate.admits(account),
    });
    this.#budget = budgetOf(options.maxVisits);
    const hubBudget = budgetOf(Math.ceil(options.maxVisits / HUB_SHARE));
    this.#hubCycles = new HubCycles(this.#edges, options, follows, this.#gate, hubBudget, this.#isWanted);
    const keyOf = (edge: number) => graph.events.key(this.#positionOf(edge));
    this.#best = new BestInstance(this.#edges, test, options.ties, keyOf);
    this.#episodes = new CycleEpisodes(options.window, sort.instancesAlone);
  }

  run(isMainBusiness: MainBusiness): Detection {
    for (let edge = 0; edge < this.#edges.edges; edge++) this.#complete(edge);
    const context = {
      detector: this.#sort.name,
      graph: this.#graph,
      window: this.#options.window,
      optionsHash: optionsHash(this.#sort.options, this.#options),
      positionOf: (edge: number) => this.#positionOf(edge),
      turnedOnce: this.#sort.turnedOnce,
      isMainBusiness,
    };
    const episodes = this.#episodes.episodes();
    const significance = this.#significance(episodes);
    return {
      findings: episodes.map((episode, i) => cycleFinding(episode, significance?.[i] ?? null, context)),
      hubs: this.#hubCycles.hubs(this.#graph),
      truncated: this.#truncations(),
    };
  }

  /** Null where it cannot be said: with ties, and where not all transfers are at hand. */
  #significance(episodes: readonly CycleEpisode[]): Significance[] | null {
    if (this.#options.ties !== 'strict' || this.#graph.isPartial) return null;
    // Rates that only a shuffled order would need are not missing, so nobody may ask for them.
    const compares = this.#test.asks && this.#options.fx !== 'rates';
    return cycleSignificance(episodes, {
      edges: this.#edges,
      window: this.#options.window,
      positionOf: (edge) => this.#positionOf(edge),
      passes: compares ? (hop, next) => this.#test.passes(hop, next) : null,
    });
  }

  /** Finds what one transfer completes, and keeps it only when the search for it was finished. */
  #complete(edge: number): void {
    this.#gate.moveTo(this.#edges.at[edge]);
    const spent = this.#search.visits + this.#best.visits;
    const left = Math.min(this.#budget.perEdge, this.#budget.total - spent);
    const found: Found[] = [];
    const finished =
      left > 0 &&
      this.#search.completedBy(edge, left, (bundle) => {
        if (this.#isWanted(bundle.vertices.slice(0, bundle.length))) found.push(copyOf(bundle));
      });
    // To choose the evidence every pair of neighbouring transfers is compared once more.
    const pairs = found.reduce((sum, one) => sum + this.#pairsOf(one), 0);
    if (!finished || pairs > left) this.#unfinished.push(edge);
    else for (const one of found) this.#take(edge, one);
    if (this.#gate.met) this.#hubCycles.count(edge);
  }

  #pairsOf({ layers }: Found): number {
    let pairs = 0;
    for (let hop = 1; hop < layers.length; hop++) pairs += layers[hop - 1].length * layers[hop].length;
    return this.#options.ties === 'strict' ? pairs : pairs * layers.length;
  }

  #take(edge: number, found: Found): void {
    const accounts = fromSmallest(found.vertices, this.#ranks);
    const event = this.#positionOf(edge);
    const at = this.#edges.at[edge];
    if (accounts.length > 2) {
      const isApartFrom = (turn: Instance): boolean => this.#holdsApartFrom(found.layers, turn);
      const completion = { event, at, count: found.count, fresh: found.count, repeats: false, isApartFrom };
      this.#episodes.add(accounts, completion, (known) => this.#best.of(found.layers, known)!);
      return;
    }
    const pair = this.#pairOf(accounts);
    const low = firstEdgeSince(this.#edges, at - this.#options.window);
    const counted = pair.add({ completing: edge, starts: found.layers[0] }, low);
    if (!counted) return;
    const fresh = counted.fresh.reduce((sum, one) => sum + one.starts.length, 0);
    const isApartFrom = (turn: Instance): boolean =>
      counted.fresh.some(({ starts, completing }) =>
        this.#holdsApartFrom([starts, Int32Array.of(completing)], turn),
      );
    const repeats = this.#options.minRepeats2 > 1;
    this.#episodes.add(
      accounts,
      { event, at, count: counted.count, fresh, repeats, isApartFrom },
      (known) => {
        for (const { starts, completing } of counted.fresh)
          known = this.#best.of([starts, Int32Array.of(completing)], known);
        return known!;
      },
    );
  }

  /** Whether the layers hold an instance that has no transfer in common with another. */
  #holdsApartFrom(layers: readonly Int32Array[], turn: Instance): boolean {
    const others = layers.map((layer) => layer.filter((edge) => !turn.edges.includes(edge)));
    return others.every((layer) => layer.length > 0) && this.#best.of(others, null) !== null;
  }

  #pairOf(accounts: readonly number[]): PairRepeats {
    const key = accounts.join(' ');
    let pair = this.#pairs.get(key);
    if (!pair) this.#pairs.set(key, (pair = new PairRepeats(this.#options.minRepeats2)));
    return pair;
  }

  #positionOf(edge: number): number {
    return this.#graph.transfers.event[this.#edges.row[edge]];
  }

  #truncations(): Truncation[] {
    const cuts: Truncation[] = [];
    const add = (what: string, cap: number, edges: readonly number[]): void => {
      if (edges.length > 0)
        cuts.push({ detector: this.#sort.name, what, cap, leftOut: this.#describe(edges) });
    };
    add('cycles', this.#budget.total, this.#unfinished);
    add(
      'count of cycles through hubs',
      Math.ceil(this.#budget.total / HUB_SHARE),
      this.#hubCycles.unfinished,
    );
    const { missingRates } = this.#test;
    if (missingRates.size > 0) {
      const some = [...missingRates].sort().slice(0, RATES_NAMED).join(', ');
      const leftOut = `cycles that change currency on days without a rate: ${missingRates.size}, such as ${some}`;
      cuts.push({ detector: this.#sort.name, what: 'rates', cap: this.#options.rates.size, leftOut });
    }
    return cuts;
  }

  #describe(edges: readonly number[]): string {
    const name = (edge: number): string => {
      const { at, source, id } = this.#graph.events.order(this.#positionOf(edge));
      return `${source}/${id} at ${formatInstant(at)}`;
    };
    const count = `cycles completed by ${edges.length} of ${this.#edges.edges} transfers`;
    const last = edges[edges.length - 1];
    return edges.length === 1
      ? `${count}: ${name(last)}`
      : `${count}, from ${name(edges[0])} to ${name(last)}`;
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function checkLengths({ name }: CycleSort, { minLength, maxLength }: KitingOptions): void {
  if (minLength > maxLength)
    throw new RingfenceError(
      'OPTION_INVALID',
      `${name}.minLength is ${minLength}, more than maxLength, which is ${maxLength}`,
    );
}

function budgetOf(total: number): CycleBudget {
  return { total, perEdge: Math.ceil(total / EDGE_SHARE) };
}

function copyOf(bundle: CycleBundle): Found {
  const vertices = bundle.vertices.slice(0, bundle.length);
  return { vertices, count: bundle.count, layers: vertices.map((_, hop) => bundle.edges(hop)) };
}
