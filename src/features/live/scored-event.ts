import { compareEvents, type Event, type EventOf } from '../../graph/model/event.ts';

/** What is scored: a payment, or a transfer between two accounts. */
export type ScoredEvent = EventOf<'payment' | 'transfer'>;

export function isScored(event: Event): event is ScoredEvent {
  return event.kind === 'payment' || event.kind === 'transfer';
}

/** The account that pays. */
export function payingAccount(event: ScoredEvent): string {
  return event.kind === 'payment' ? event.account : event.from;
}

/** The instant from which an event is known: never before it happened. Epoch milliseconds. */
export function knownAt(event: Event): number {
  return Math.max(event.at, event.observedAt);
}

/** The order in which events become known: by that instant, then in event order. */
export function compareKnown(a: Event, b: Event): number {
  return knownAt(a) - knownAt(b) || compareEvents(a, b);
}
