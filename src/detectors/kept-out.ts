import type { EventGraph } from '../graph/event-graph.ts';
import type { HubTally } from './hub-tally.ts';

/** Notes hubs by type that keep one subject from completing, each once however often that happens. */
export function keptOutOnce(graph: EventGraph, tally: HubTally): (account: number, at: number) => void {
  const noted = new Set<number>();
  return (account, at) => {
    if (noted.has(account)) return;
    noted.add(account);
    tally.add({ type: 'Account', id: graph.accounts.id(account) }, 'account-type', at);
  };
}
