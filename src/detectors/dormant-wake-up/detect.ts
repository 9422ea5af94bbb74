import { compareBytes } from '../../kernel/bytes.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding, type FindingMember } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector } from '../detector.ts';
import { DORMANT_WAKE_UP_OPTIONS, type DormantWakeUpOptions } from './options.ts';
import { wakings, type Waking } from './waking.ts';

const NAME = 'dormant-wake-up';
/** What a tier's findings weigh at most, basis points. */
const WEIGHT = { connections: 8_000, debit: 10_000 } as const;

/**
 * Users who did nothing for months, then much at once from a device that was never theirs
 * (docs/algorithms/dormant-wake-up.md).
 *
 * Time and memory as in {@link wakings}. Nothing is cut short.
 */
export const dormantWakeUp: Detector<DormantWakeUpOptions> = {
  name: NAME,
  summary:
    'Users who slept for months, then connect several banks or spend a large sum from a strange device.',
  onRequest: true,
  readsActivity: true,
  options: DORMANT_WAKE_UP_OPTIONS,
  detect: (graph, options) => run(graph, options, Array(graph.users.size).keys()),
  detectOne: (graph, options, _, user) => run(graph, options, [user]),
};

function run(graph: EventGraph, options: DormantWakeUpOptions, users: Iterable<number>): Detection {
  const hash = optionsHash(DORMANT_WAKE_UP_OPTIONS, options);
  return {
    findings: wakings(graph, options, users).map((waking) =>
      toFinding(graph, waking, options.dormancy, hash),
    ),
    hubs: [],
    truncated: [],
  };
}

function toFinding(graph: EventGraph, waking: Waking, dormancy: number, hash: string): Finding {
  const { events } = graph;
  const subject = [graph.users.id(waking.user), waking.tier];
  const first = events.order(waking.first);
  const members: FindingMember[] = [
    { type: 'Device', id: graph.devices.id(waking.device), role: 'identifier', since: first },
    { type: 'User', id: graph.users.id(waking.user), role: 'member', since: first },
  ];
  const proof = new Set([waking.before, waking.woke, waking.deviceUse, ...waking.counted]);
  const slept = events.at[waking.woke] - events.at[waking.before];
  return {
    id: findingId(NAME, subject, events.key(waking.first)),
    detector: NAME,
    subject,
    first,
    last: events.order(waking.last),
    strength: strength(WEIGHT[waking.tier], slept, dormancy),
    members: members.sort((a, b) => compareBytes(a.type, b.type)),
    evidence: [...proof].sort((a, b) => a - b).map((position) => events.key(position)),
    peak: waking.peak,
    binds: first,
    circumstantial: true,
    owners: [],
    optionsHash: hash,
  };
}

/** Half of the weight after the least sleep there must be, whole after twice as long. */
function strength(weight: number, slept: number, dormancy: number): number {
  return slept >= 2 * dormancy ? weight : Math.floor((weight * slept) / (2 * dormancy));
}
