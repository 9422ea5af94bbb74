import type { EventGraph } from '../graph/event-graph.ts';
import type { HubCalendar } from './detector.ts';

/** Whether an account is a merchant, employer or biller on the UTC day of an instant (epoch ms). */
export type IsTypeHub = (account: number, at: number) => boolean;

/**
 * The accounts that are hubs by type (docs/algorithms/hubs.md). Most accounts never say their type and are answered
 * without asking the calendar. Time O(references) once; memory one byte an account.
 */
export function typeHubs(graph: EventGraph, hubs: HubCalendar): IsTypeHub {
  const typed = new Uint8Array(graph.accounts.size);
  for (const { on, target, accountType } of graph.references)
    if (on === 'account' && accountType !== undefined) typed[target] = 1;
  return (account, at) => typed[account] === 1 && hubs.account(account, at) === 'account-type';
}
