import type { EventGraph } from '../../graph/event-graph.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { typeHubs } from '../account-type-hubs.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { flowFinding, type FlowMatch } from '../flow-finding.ts';
import { flowStrength } from '../flow-strength.ts';
import { FlowTable } from '../flow-table.ts';
import { HubTally } from '../hub-tally.ts';
import { keptOutOnce } from '../kept-out.ts';
import { CentreSweep } from './centre-sweep.ts';
import { GATHER_SCATTER_OPTIONS, type GatherScatterOptions } from './options.ts';

const NAME = 'gather-scatter';

/**
 * Accounts that several pay and that then pay several (docs/algorithms/gather-scatter.md).
 *
 * Time O(transfers), and for each day of an account the accounts in its windows; memory 36 bytes a transfer and 44 an
 * account, beside the findings, whose members are no more than transfers. Nothing is ever cut short.
 */
export const gatherScatter: Detector<GatherScatterOptions> = {
  name: NAME,
  summary: 'Accounts that several pay within a short time and that then pay several.',
  onRequest: true,
  options: GATHER_SCATTER_OPTIONS,
  detect: (graph, options, hubs) => run(graph, options, hubs, Array(graph.accounts.size).keys()),
  detectOne: (graph, options, hubs, centre) => run(graph, options, hubs, [centre]),
};

function run(
  graph: EventGraph,
  options: GatherScatterOptions,
  hubs: HubCalendar,
  centres: Iterable<number>,
): Detection {
  const flows = new FlowTable(graph);
  const sweep = new CentreSweep(flows, options, typeHubs(graph, hubs));
  const tally = new HubTally();
  const hash = optionsHash(GATHER_SCATTER_OPTIONS, options);
  const findings: Finding[] = [];
  for (const centre of centres) {
    if (flows.paidTo(centre).length < options.minSources) continue;
    if (flows.paidBy(centre).length < options.minTargets) continue;
    for (const episode of sweep.episodes(centre, keptOutOnce(graph, tally))) {
      const match = matchOf(graph, centre, episode, options.window, hash);
      findings.push(flowFinding(graph, match, hubs, tally));
    }
  }
  return { findings, hubs: tally.hubs(), truncated: [] };
}

function matchOf(
  { transfers, events, accounts }: EventGraph,
  centre: number,
  { first, last, peak, members }: Episode,
  window: number,
  hash: string,
): FlowMatch {
  const positionOf = (row: number): number => transfers.event[row];
  const crossing = positionOf(first);
  const began = Math.min(
    ...members.filter(({ since }) => since === first).map(({ evidence }) => positionOf(evidence[0])),
  );
  return {
    detector: NAME,
    subject: [centre],
    first: crossing,
    last: positionOf(last),
    peak,
    members: [
      { account: centre, role: 'collector', since: crossing, evidence: [] },
      ...members.map(({ user, since, evidence }) => ({
        account: user % accounts.size,
        role: 'member' as const,
        since: positionOf(since),
        evidence: evidence.map(positionOf),
      })),
    ],
    strength: flowStrength(peak, events.at[crossing] - events.at[began], 2 * window),
    optionsHash: hash,
  };
}
