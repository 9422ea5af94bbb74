import { IDENTIFIER_KINDS } from '../graph/event-graph.ts';
import type { Event } from '../graph/model/event.ts';

type Common = Pick<Event, 'source' | 'id' | 'at' | 'observedAt'>;

/**
 * What live detection keeps of an event: all that its detectors read in an `EventGraph`, and nothing else. Null when
 * nothing of the event would be in such a graph but its place.
 */
export function factOf(event: Event): Event | null {
  const { source, id, at, observedAt } = event;
  const common: Common = { source, id, at, observedAt };
  switch (event.kind) {
    case 'session': {
      const { user, device, ip } = event;
      return device === undefined && ip === undefined
        ? null
        : { kind: 'session', ...common, user, device, ip };
    }
    case 'payment': {
      const { account, merchant, amount, user, device, ip } = event;
      return { kind: 'payment', ...common, account, merchant, amount, user, device, ip };
    }
    case 'registration': {
      const { user, device, ip, phone, email, nationalId, address } = event;
      return { kind: 'registration', ...common, user, device, ip, phone, email, nationalId, address };
    }
    case 'transfer': {
      const { from, to, amount, received, balances, user, device, ip } = event;
      return { kind: 'transfer', ...common, from, to, amount, received, balances, user, device, ip };
    }
    case 'account-opened': {
      const { user, account, accountType } = event;
      return { kind: 'account-opened', ...common, user, account, accountType };
    }
    case 'profile-change': {
      const isKept = event.field === 'address' || IDENTIFIER_KINDS.some((kind) => kind === event.field);
      return isKept ? event : null;
    }
    case 'label':
      return event.role === undefined ? null : event;
    case 'balance':
    case 'reference':
    case 'retraction':
      return event;
    default:
      return null;
  }
}
