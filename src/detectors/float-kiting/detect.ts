import { compareBytes } from '../../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import { knownRest } from '../known-rest.ts';
import { accountFlows, type AccountFlow } from './account-flow.ts';
import { floatEpisodes, type FloatEpisode } from './float-sweep.ts';
import { FLOAT_KITING_OPTIONS, type FloatKitingOptions } from './options.ts';
import { returnedItems } from './returned-items.ts';

const NAME = 'float-kiting';

/**
 * Accounts that live on money which then comes back (docs/algorithms/float-kiting.md).
 *
 * Time O(settlements + transfers), and O(n log n) for the n moves of each account with enough returns. Nothing is cut
 * short.
 */
export const floatKiting: Detector<FloatKitingOptions> = {
  name: NAME,
  summary: 'Accounts paid in with items that are returned, after the money was spent.',
  onRequest: true,
  readsActivity: true,
  options: FLOAT_KITING_OPTIONS,
  detect: (graph, options, hubs) => run(graph, options, hubs, null),
  detectOne: run,
};

/** @param only the account that is asked about; null for all */
function run(
  graph: EventGraph,
  options: FloatKitingOptions,
  calendar: HubCalendar,
  only: number | null,
): Detection {
  const returned = returnedItems(graph, options.clearing);
  const hash = optionsHash(FLOAT_KITING_OPTIONS, options);
  const hubs = new HubTally();
  const findings: Finding[] = [];
  let flows: ReturnType<typeof accountFlows> | null = null;
  const restOf = knownRest(graph, options.window);
  for (const [account, byCurrency] of returned)
    for (const [currency, items] of byCurrency) {
      if (only !== null && account !== only) continue;
      if (items.length < options.minReturns) continue;
      flows ??= accountFlows(graph);
      const flow = flows(account, currency);
      const id = graph.accounts.id(account);
      const admits = (event: number): boolean => {
        const at = graph.events.at[event];
        const reason = calendar.account(account, at);
        if (reason) hubs.add({ type: 'Account', id }, reason, at);
        return !reason;
      };
      const rest = restOf(account, currency);
      const episodes = floatEpisodes({ at: graph.events.at, items, flow, rest, options, admits });
      for (const episode of episodes) findings.push(toFinding(graph, { account, episode, flow, hash }));
    }
  return { findings, hubs: hubs.hubs(), truncated: [] };
}

interface Match {
  readonly account: number;
  readonly episode: FloatEpisode;
  readonly flow: AccountFlow;
  readonly hash: string;
}

function toFinding(graph: EventGraph, { account, episode, flow, hash }: Match): Finding {
  const { events } = graph;
  const id = graph.accounts.id(account);
  const first = events.order(episode.first);
  const proof = new Set(flow.spending(episode.since, episode.first));
  for (const { item, returned } of episode.items) proof.add(item).add(returned);
  return {
    id: findingId(NAME, [id], events.key(episode.first)),
    detector: NAME,
    subject: [id],
    first,
    last: events.order(episode.last),
    strength: strength(episode),
    members: [{ type: 'Account', id, role: 'member', since: first }],
    evidence: [...proof].sort((a, b) => a - b).map((position) => events.key(position)),
    peak: episode.peak,
    binds: first,
    circumstantial: true,
    owners: ownersAsOf(graph, account, episode.first)
      .map((user) => ({ account: id, user: graph.users.id(user) }))
      .sort((a, b) => compareBytes(a.user, b.user)),
    optionsHash: hash,
  };
}

/** Share of what was paid in that came back x share of it that was spent before, up to whole, in basis points. */
function strength({ sums: { returned, cameIn, spent } }: FloatEpisode): number {
  const cameBack = Math.min(10_000, Number((returned * 10_000n) / cameIn));
  const wasSpent = Math.min(10_000, Number((spent * 10_000n) / returned));
  return Math.floor((cameBack * wasSpent) / 10_000);
}
