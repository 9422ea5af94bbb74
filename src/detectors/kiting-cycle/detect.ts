import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import type { CycleBudget } from '../../graph/algorithms/count-temporal-cycles.ts';
import type { CycleBundle, CycleSearch } from '../../graph/algorithms/cycle-rules.ts';
import type { ExactCount } from '../../graph/algorithms/exact-count.ts';
import { temporalCycleSearch } from '../../graph/algorithms/temporal-cycles.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Significance, Truncation } from '../../graph/model/finding.ts';
import { buildTemporalGraph, firstEdgeSince, type TemporalGraph } from '../../graph/temporal-graph.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { BestInstance, type Instance } from './best-instance.ts';
import { CycleEpisodes, type CycleEpisode } from './cycle-episodes.ts';
import { cycleFinding } from './cycle-finding.ts';
import { mainBusiness, type MainBusiness } from './main-business.ts';
import { HopTest } from './hop-test.ts';
import { HubCycles, HubGate } from './hub-cycles.ts';
import { KITING_OPTIONS, type KitingOptions } from './options.ts';
import { PairRepeats } from './pair-repeats.ts';
import { cycleSignificance } from './significance.ts';

const NAME = 'kiting-cycle';
/** One completing transfer may use at most this share of the budget, so that a dense burst can't use up all. */
const EDGE_SHARE = 100;
/** How many missing rates the result names. */
const RATES_NAMED = 5;
/** Counting what hubs keep out informs and finds nothing: it gets this share of the budget, beside it. */
const HUB_SHARE = 10;

/**
 * Money that goes round several accounts and comes back (definitions.md, "kiting-cycle";
 * docs/algorithms/kiting-cycle.md).
 *
 * Parallel transfers are handled as bundles and never listed. Time: the search of docs/algorithms/temporal-cycles.md,
 * and for bundles the pairs of transfers in neighbouring hops. Memory 52 bytes a transfer (68 when some are left out)
 * and 86 an account, the bundles of one completing transfer, and one entry a finding. Bounded by the option maxVisits;
 * what was left out is in `truncated`, and what is found is exact for all other transfers.
 */
export const kitingCycle: Detector<KitingOptions> = {
  name: NAME,
  summary: 'Money that goes round several accounts and comes back to where it started.',
  options: KITING_OPTIONS,
  detect: (graph, options, hubs) => new KitingRun(graph, options, hubs, null).run(mainBusiness(graph)),
};

/**
 * What the detector concludes about one cycle of accounts, given by number in the direction of the money, the
 * byte-smallest id first. It reads the transfers between them, who owns them, and what labels say.
 *
 * @param isMainBusiness as {@link mainBusiness} says of all transfers, by position of the event in the graph
 */
export function kitingCycleOf(
  graph: EventGraph,
  options: KitingOptions,
  hubs: HubCalendar,
  accounts: readonly number[],
  isMainBusiness: (event: number) => boolean,
): Detection {
  return new KitingRun(graph, options, hubs, accounts).run((_, event) => isMainBusiness(event));
}

/**
 * The cycles of accounts, as {@link kitingCycleOf} takes them, round which some transfers complete an instance, hubs or
 * not; one may be named several times. Time: the search of docs/algorithms/temporal-cycles.md.
 *
 * @param completing positions in the graph of the transfers that are asked about
 */
export function cyclesCompletedBy(
  graph: EventGraph,
  options: KitingOptions,
  completing: ReadonlySet<number>,
): number[][] {
  const edges = transfersToSearch(graph, options);
  const ranks = graph.accounts.byteRanks();
  const test = new HopTest(graph, edges, options);
  const follows = test.asks ? (hop: number, next: number) => test.passes(hop, next) : undefined;
  const search = temporalCycleSearch(edges, options, { follows });
  const cycles: number[][] = [];
  for (let edge = 0; edge < edges.edges; edge++)
    if (completing.has(graph.transfers.event[edges.row[edge]]))
      search.completedBy(edge, options.maxVisits, ({ vertices, length }) =>
        cycles.push(fromSmallest(vertices.slice(0, length), ranks)),
      );
  return cycles;
}

/** A bundle of the search, copied. */
interface Found {
  readonly vertices: readonly number[];
  readonly count: ExactCount;
  /** The edges of each hop in the direction of the money; the last holds the completing edge alone. */
  readonly layers: readonly Int32Array[];
}

/** One run over a graph: goes through the transfers in event order and takes in what each of them completes. */
class KitingRun {
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

  constructor(graph: EventGraph, options: KitingOptions, hubs: HubCalendar, only: readonly number[] | null) {
    checkLengths(options);
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
    this.#episodes = new CycleEpisodes(options.window);
  }

  run(isMainBusiness: MainBusiness): Detection {
    for (let edge = 0; edge < this.#edges.edges; edge++) this.#complete(edge);
    const context = {
      detector: NAME,
      graph: this.#graph,
      window: this.#options.window,
      optionsHash: optionsHash(KITING_OPTIONS, this.#options),
      positionOf: (edge: number) => this.#positionOf(edge),
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
      if (edges.length > 0) cuts.push({ detector: NAME, what, cap, leftOut: this.#describe(edges) });
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
      cuts.push({ detector: NAME, what: 'rates', cap: this.#options.rates.size, leftOut });
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

/** Turned so that the account with the byte-smallest id comes first. */
function fromSmallest(vertices: readonly number[], ranks: Int32Array): number[] {
  let start = 0;
  for (let i = 1; i < vertices.length; i++) if (ranks[vertices[i]] < ranks[vertices[start]]) start = i;
  return [...vertices.slice(start), ...vertices.slice(0, start)];
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function checkLengths({ minLength, maxLength }: KitingOptions): void {
  if (minLength > maxLength)
    throw new RingfenceError(
      'OPTION_INVALID',
      `${NAME}.minLength is ${minLength}, more than maxLength, which is ${maxLength}`,
    );
}

function budgetOf(total: number): CycleBudget {
  return { total, perEdge: Math.ceil(total / EDGE_SHARE) };
}

/** The transfers that can be part of an instance, by event order; the graph leaves out those from an account to itself. */
function transfersToSearch(graph: EventGraph, options: KitingOptions): TemporalGraph {
  const { event, from, to, minor } = graph.transfers;
  const at = new Float64Array(event.length);
  for (let row = 0; row < event.length; row++) at[row] = graph.events.at[event[row]];
  const keep = options.minAmount > 0 ? (row: number) => minor[row] >= options.minAmount : undefined;
  return buildTemporalGraph({ from, to, at }, graph.accounts.size, keep);
}

function copyOf(bundle: CycleBundle): Found {
  const vertices = bundle.vertices.slice(0, bundle.length);
  return { vertices, count: bundle.count, layers: vertices.map((_, hop) => bundle.edges(hop)) };
}
