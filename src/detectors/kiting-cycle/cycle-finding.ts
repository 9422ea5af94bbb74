import { compareBytes } from '../../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding, type Significance } from '../../graph/model/finding.ts';
import { listOwners } from '../account-owners.ts';
import type { CycleEpisode } from './cycle-episodes.ts';
import { kitingStrength } from './strength.ts';

/** `circumstantial`: binds beside another finding along another line; `lead`: never. */
export type TurnedOnce = 'circumstantial' | 'lead';

interface Context {
  readonly detector: string;
  readonly graph: EventGraph;
  readonly window: number;
  readonly optionsHash: string;
  /** Position in the graph's events of an edge's transfer. */
  readonly positionOf: (edge: number) => number;
  /** What a cycle is that busy accounts turned once. */
  readonly turnedOnce: TurnedOnce;
  readonly isMainBusiness: (accounts: readonly number[], event: number) => boolean;
}

/** Writes an episode as a finding. Time O(accounts log accounts + their owners). */
export function cycleFinding(
  episode: CycleEpisode,
  significance: Significance | null,
  context: Context,
): Finding {
  const { graph, detector } = context;
  const { events, accounts } = graph;
  const subject = episode.accounts.map((account) => accounts.id(account));
  const first = events.order(episode.first);
  const owners = episode.accounts.map((account) => ownersAsOf(graph, account, episode.first));
  return {
    id: findingId(detector, subject, events.key(episode.first)),
    detector,
    subject,
    first,
    last: events.order(episode.last),
    strength: kitingStrength(episode.best, context.window),
    members: [...subject]
      .sort(compareBytes)
      .map((id) => ({ type: 'Account', id, role: 'member', since: first })),
    evidence: episode.best.edges.map((edge) => events.key(context.positionOf(edge))),
    peak: Math.min(Number(episode.peak), Number.MAX_SAFE_INTEGER),
    ...binding(episode, haveCommon(owners), context),
    owners: listOwners(
      graph,
      episode.accounts.map((account, i) => [account, owners[i]] as const),
    ),
    instances: String(episode.instances),
    ...(significance ? { significance } : {}),
    optionsHash: context.optionsHash,
  };
}

/**
 * An own shuffle never binds. What turned once is a finding like any other where the accounts do little else; where
 * they do, it binds when the money has gone round again, and in enough instances. Until then it does not stand alone.
 */
function binding(
  { accounts, first, again, enough }: CycleEpisode,
  isSelf: boolean,
  { graph, isMainBusiness, turnedOnce }: Context,
): Pick<Finding, 'binds' | 'circumstantial'> {
  if (isSelf) return { binds: 'self' };
  if (isMainBusiness(accounts, first)) return { binds: graph.events.order(first) };
  if (again >= 0 && enough >= 0) return { binds: graph.events.order(Math.max(again, enough)) };
  if (turnedOnce === 'lead') return { binds: 'lead' };
  return { binds: graph.events.order(first), circumstantial: true };
}

/** Whether one user owns all of the accounts, alone or jointly. */
function haveCommon(owners: readonly (readonly number[])[]): boolean {
  return owners[0].some((user) => owners.every((some) => some.includes(user)));
}
