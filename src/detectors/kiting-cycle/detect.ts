import { temporalCycleSearch } from '../../graph/algorithms/temporal-cycles.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { Detection, Detector, HubCalendar } from '../detector.ts';
import { CycleRun, type CycleSort } from './cycle-run.ts';
import { HopTest } from './hop-test.ts';
import { mainBusiness } from './main-business.ts';
import { KITING_OPTIONS, type KitingOptions } from './options.ts';
import { fromSmallest, transfersToSearch } from './search-input.ts';

/**
 * Money that goes round several accounts and comes back (definitions.md, "kiting-cycle";
 * docs/algorithms/kiting-cycle.md).
 *
 * Parallel transfers are handled as bundles and never listed. Time: the search of docs/algorithms/temporal-cycles.md,
 * and for bundles the pairs of transfers in neighbouring hops. Memory 52 bytes a transfer (68 when some are left out)
 * and 86 an account, the bundles of one completing transfer, and one entry a finding. Bounded by the option maxVisits;
 * what was left out is in `truncated`, and what is found is exact for all other transfers.
 */
export const kitingCycle: Detector<KitingOptions> & CycleSort = {
  turnedOnce: 'circumstantial',
  instancesAlone: 1,
  name: 'kiting-cycle',
  summary: 'Money that goes round several accounts and comes back to where it started.',
  options: KITING_OPTIONS,
  detect: (graph, options, hubs) =>
    new CycleRun(kitingCycle, graph, options, hubs, null).run(mainBusiness(graph)),
};

/**
 * What a detector of cycles concludes about one cycle of accounts, given by number in the direction of the money, the
 * byte-smallest id first. It reads the transfers between them, who owns them, and what labels say.
 *
 * @param isMainBusiness as {@link mainBusiness} says of all transfers, by position of the event in the graph
 */
export function cycleOf(
  sort: CycleSort,
  graph: EventGraph,
  options: KitingOptions,
  hubs: HubCalendar,
  accounts: readonly number[],
  isMainBusiness: (event: number) => boolean,
): Detection {
  return new CycleRun(sort, graph, options, hubs, accounts).run((_, event) => isMainBusiness(event));
}

/**
 * The cycles of accounts, as {@link cycleOf} takes them, round which some transfers complete an instance, hubs or
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
