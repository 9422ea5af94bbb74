import type { Reference } from '../graph/event-graph.ts';
import type { EventOf } from '../graph/model/event.ts';

/** What a reference says of its device, block or account, in the terms of a graph. */
export function statedFacts(
  event: EventOf<'reference'>,
): Pick<Reference, 'ipKind' | 'accountType' | 'allowedUntil'> {
  return {
    ipKind: event.ipKind ?? (event.isVpn && event.subject.type === 'IpAddress' ? 'vpn' : undefined),
    accountType: event.accountType ?? event.merchantType,
    allowedUntil: event.allowList?.expiry,
  };
}
