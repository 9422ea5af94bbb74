import { deviceSharing } from '../detectors/device-sharing/detect.ts';
import { DEVICE_SHARING_OPTIONS, tiersOf } from '../detectors/device-sharing/options.ts';
import { ipRecycling } from '../detectors/ip-recycling/detect.ts';
import { IP_RECYCLING_OPTIONS, thresholdOf } from '../detectors/ip-recycling/options.ts';
import { kitingCycle } from '../detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS } from '../detectors/kiting-cycle/options.ts';
import { planDetection, type DetectionPlan, type DetectorSelection, type GraphOf } from '../detectors/run.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import type { Event } from '../graph/model/event.ts';
import { IP_KINDS } from '../graph/model/ip.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { EventGraphBuilder } from '../projection/event-graph-builder.ts';
import { projectGraph } from '../projection/project.ts';
import { LONGEST_CYCLE, type CandidateSource, type LogState } from '../store/candidate-source.ts';
import type { Store } from '../store/port.ts';

export interface DetectionGraphs {
  readonly graphOf: GraphOf;
  /** Events in all graphs together. */
  readonly events: number;
}

interface Request extends DetectorSelection {
  readonly asOf: number | null;
  readonly candidates?: CandidateSource;
}

/**
 * Reads what detectors need: one graph of everything as of a time, or, given a source of candidates, a graph of its
 * candidates for each detector that has a query and the whole graph for the others (not read when there are none).
 *
 * @throws RingfenceError OPTION_INVALID as `runDetectors`, and for a cycle longer than the queries can find;
 * STORE_BUSY when the graph that queries walk has not taken in the whole log yet
 */
export async function detectionGraphs(store: Store, request: Request): Promise<DetectionGraphs> {
  const { asOf, candidates } = request;
  const plan = planDetection(request);
  const graphs = new Map<string, EventGraph>();
  let events = 0;
  if (candidates) {
    checkCycleLength(plan);
    const log = { asOf, head: await appliedHead(store) };
    for (const { name } of plan.detectors) {
      const found = await QUERIES.get(name)?.(candidates, plan, log);
      if (!found) continue;
      graphs.set(name, graphOf(found, asOf));
      events += found.length;
    }
  }
  if (plan.detectors.every(({ name }) => graphs.has(name)))
    return { graphOf: (name) => graphs.get(name)!, events };
  const withActivity = plan.detectors.some(({ readsActivity }) => readsActivity);
  const whole = await projectGraph(store.events, asOf, withActivity);
  return { graphOf: (name) => graphs.get(name) ?? whole, events: events + whole.events.count };
}

/** Detectors that have queries; the others run over the whole graph. */
const QUERIES: ReadonlyMap<
  string,
  (source: CandidateSource, plan: DetectionPlan, log: LogState) => Promise<readonly Event[]>
> = new Map([
  [
    deviceSharing.name,
    (source, { optionsOf }, log) => {
      const tiers = tiersOf(optionsOf(deviceSharing.name, DEVICE_SHARING_OPTIONS));
      const fewest = (registrationsOnly: boolean): number =>
        Math.min(
          ...tiers
            .filter((tier) => tier.registrationsOnly === registrationsOnly)
            .map((tier) => tier.minUsers),
        );
      return source.deviceSharing({ ...log, minUsers: fewest(false), minRegistered: fewest(true) });
    },
  ],
  [
    ipRecycling.name,
    (source, { optionsOf }, log) => {
      const options = optionsOf(ipRecycling.name, IP_RECYCLING_OPTIONS);
      const minUsers = Math.min(...IP_KINDS.map((kind) => thresholdOf(options, kind)));
      return source.ipRecycling({ ...log, minUsers, freshness: options.freshness });
    },
  ],
  [
    kitingCycle.name,
    (source, { optionsOf }, log) => {
      const options = optionsOf(kitingCycle.name, KITING_OPTIONS);
      // The fold converts by rates; the query lets every change of currency pass that may be converted.
      const fx = options.fx === 'reject' ? 'reject' : 'skip';
      return source.kitingCycles({ ...options, fx, ...log });
    },
  ],
]);

/** The names of the detectors whose candidates can be found in the database. */
export const DETECTORS_WITH_QUERIES: readonly string[] = [...QUERIES.keys()];

function checkCycleLength({ detectors, optionsOf }: DetectionPlan): void {
  if (!detectors.some(({ name }) => name === kitingCycle.name)) return;
  const { maxLength } = optionsOf(kitingCycle.name, KITING_OPTIONS);
  if (maxLength > LONGEST_CYCLE)
    throw new RingfenceError(
      'OPTION_INVALID',
      `${kitingCycle.name}.maxLength is ${maxLength}, and --engine cypher finds cycles of up to ${LONGEST_CYCLE}: ` +
        `add --set ${kitingCycle.name}.maxLength=${LONGEST_CYCLE}, or leave out --engine cypher`,
    );
}

/** The head of the log, once the graph is there too. */
async function appliedHead(store: Store): Promise<number> {
  const [head, applied] = [await store.events.head(), await store.graph.appliedSeq()];
  if (applied < head)
    throw new RingfenceError(
      'STORE_BUSY',
      `the graph has taken in ${applied} of ${head} events, and --engine cypher reads the graph: ` +
        'an import that is still running, or was cut off (import again), will complete it',
    );
  return head;
}

function graphOf(events: readonly Event[], asOf: number | null): EventGraph {
  const builder = new EventGraphBuilder();
  for (const event of events) builder.add(event);
  return { ...builder.finish(asOf), isPartial: true };
}
