import type { TemporalGraph } from '../../graph/temporal-graph.ts';
import { firstAtLeast } from '../../graph/temporal-graph.ts';
import type { Significance } from '../../graph/model/finding.ts';
import type { CycleEpisode } from './cycle-episodes.ts';

/** Pairs of transfers compared for one finding; above it every amount is taken to pass, which only raises the p-value. */
const PAIR_LIMIT = 20_000;

interface Context {
  readonly edges: TemporalGraph;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Position of an edge's event; rises with the edges. */
  readonly positionOf: (edge: number) => number;
  /** Whether one transfer's amount may follow another's; null when nothing is compared, or nothing can be here. */
  readonly passes: ((hop: number, next: number) => boolean) | null;
}

/**
 * For each episode a p-value against times that are shuffled among the transfers (docs/algorithms/cycle-significance.md):
 * an upper bound of the chance that at least as many instances as were counted on these accounts so far come about.
 * Markov's inequality on the expected number, which has a closed form; nothing is drawn by chance.
 *
 * Time O(edges x different lengths), and for each episode the transfers of its accounts and the pairs of transfers in
 * neighbouring hops up to {@link PAIR_LIMIT}. Memory 12 bytes an edge.
 *
 * @param episodes by their first events, so that those of one subject follow one another
 */
export function cycleSignificance(episodes: readonly CycleEpisode[], context: Context): Significance[] {
  const { edges, positionOf } = context;
  if (episodes.length === 0) return [];
  const known = episodes.map(({ last }) => edgesUpTo(last, edges.edges, positionOf));
  const orders = logChancesOfOrder(episodes, known, context);
  const layersOf = hopLayers(edges);
  const turns = new Map<string, number>();
  return episodes.map((episode, i) => {
    const layers = layersOf(episode).map((layer) =>
      layer.slice(0, firstAtLeast(layer, 0, layer.length, known[i])),
    );
    const subject = episode.accounts.join(' ');
    const counted = (turns.get(subject) ?? 0) + Number(episode.instances);
    turns.set(subject, counted);
    return {
      null: 'time-shuffled',
      pValue: roundedUp(Math.log(ways(layers, context.passes)) + orders[i] - Math.log(counted)),
    };
  });
}

/**
 * Of each episode the logarithm of the chance that k given transfers, their times drawn from those of all transfers
 * known at its end, rise in a given order within the window: subsets of k times in one window over ordered choices of k.
 */
function logChancesOfOrder(
  episodes: readonly CycleEpisode[],
  known: readonly number[],
  { edges, window }: Context,
): Float64Array {
  const end = known.reduce((most, one) => Math.max(most, one), 0);
  const before = earlierInWindow(edges, window, end);
  const logFactorial = new Float64Array(end + 1);
  for (let n = 1; n <= end; n++) logFactorial[n] = logFactorial[n - 1] + Math.log(n);
  const chances = new Float64Array(episodes.length);
  const byLength = Map.groupBy(episodes.keys(), (i) => episodes[i].accounts.length);
  for (const [length, group] of byLength) {
    const logSubsets = (count: number): number =>
      logFactorial[count] - logFactorial[count - length + 1] - logFactorial[length - 1];
    // The largest term is the unit, so that no sum overflows.
    const unit = logSubsets(before.reduce((most, one) => Math.max(most, one), length - 1));
    let sum = 0;
    let edge = 0;
    for (const i of group.sort((a, b) => known[a] - known[b])) {
      for (; edge < known[i]; edge++)
        if (before[edge] >= length - 1) sum += Math.exp(logSubsets(before[edge]) - unit);
      chances[i] = unit + Math.log(sum) - logFactorial[known[i]] + logFactorial[known[i] - length];
    }
  }
  return chances;
}

/** For each edge the number of those at an earlier time and within the window before it; ties among them rise too. */
function earlierInWindow({ at, tieStart }: TemporalGraph, window: number, end: number): Int32Array {
  const before = new Int32Array(end);
  for (let edge = 0, low = 0; edge < end; edge++) {
    while (at[edge] - at[low] > window) low++;
    before[edge] = Math.max(0, tieStart[edge] - low);
  }
  return before;
}

/** How many edges, from the first, have events not after a position. Time O(log edges). */
function edgesUpTo(position: number, edges: number, positionOf: (edge: number) => number): number {
  let low = 0;
  let high = edges;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positionOf(middle) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The edges between each account of an episode and the next, rising; each pair is looked for once. */
function hopLayers(edges: TemporalGraph): (episode: CycleEpisode) => Int32Array[] {
  const known = new Map<number, Int32Array>();
  const between = (from: number, to: number): Int32Array => {
    const key = from * edges.vertices + to;
    let layer = known.get(key);
    if (!layer) {
      const [start, end] = [edges.outStart[from], edges.outStart[from + 1]];
      layer = edges.outEdge.slice(start, end).filter((_, i) => edges.outTo[start + i] === to);
      known.set(key, layer);
    }
    return layer;
  };
  return ({ accounts }) =>
    accounts.map((account, i) => between(account, accounts[(i + 1) % accounts.length]));
}

/** Ways to take one transfer of each hop and a hop to start from so that the amounts pass; or more than there are. */
function ways(layers: readonly Int32Array[], passes: Context['passes']): number {
  let pairs = 0;
  layers.forEach((layer, hop) => (pairs += layer.length * layers[(hop + 1) % layers.length].length));
  if (!passes || pairs > PAIR_LIMIT)
    return layers.reduce((product, layer) => product * layer.length, layers.length);
  const verdicts = layers.map((layer, hop) => {
    const next = layers[(hop + 1) % layers.length];
    return Array.from(layer, (edge) => Uint8Array.from(next, (other) => (passes(edge, other) ? 1 : 0)));
  });
  let total = 0;
  for (let start = 0; start < layers.length; start++) {
    let reached = new Float64Array(layers[start].length).fill(1);
    for (let step = 1; step < layers.length; step++) {
      const hop = (start + step - 1) % layers.length;
      const onward = new Float64Array(layers[(hop + 1) % layers.length].length);
      verdicts[hop].forEach((row, i) => {
        if (reached[i] > 0) row.forEach((verdict, j) => (onward[j] += verdict * reached[i]));
      });
      reached = onward;
    }
    total += reached.reduce((sum, one) => sum + one, 0);
  }
  return total;
}

/** The number of a logarithm as text of two digits, never below it and at most 1. */
function roundedUp(logarithm: number): string {
  if (logarithm >= 0) return '1';
  const exponent = Math.floor(logarithm / Math.LN10);
  const digits = Math.ceil(Math.exp(logarithm - (exponent - 1) * Math.LN10) - 1e-9);
  return digits >= 100 ? decimal(10, exponent + 1) : decimal(digits, exponent);
}

/** `digits`, from 10 to 99, as a number of the form d.d times a power of ten. */
function decimal(digits: number, exponent: number): string {
  if (exponent >= 0) return '1';
  const mantissa = digits % 10 === 0 ? String(digits / 10) : `${Math.floor(digits / 10)}.${digits % 10}`;
  return `${mantissa}e${exponent}`;
}
