import type { Event, EventKey, EventOf } from '../../graph/model/event.ts';
import { eventKey } from '../../graph/model/event.ts';

/**
 * A row of the table: an online payment, or a transfer, that names who ordered it and on which device. Payments by card
 * in a shop and standing orders name no device and make no row.
 */
export interface Transaction {
  readonly key: EventKey;
  readonly kind: 'payment' | 'transfer';
  readonly at: number;
  readonly user: string;
  readonly device: string;
  readonly ip: string | undefined;
  readonly account: string;
  /** Merchant of a payment, receiving account of a transfer. */
  readonly payee: string;
  /** Of payments only. */
  readonly merchant: string | undefined;
  readonly amount: EventOf<'payment'>['amount'];
  readonly card: string | undefined;
  readonly location: EventOf<'payment'>['location'];
  readonly category: string | undefined;
  readonly billingCountry: string | undefined;
  readonly shippingCountry: string | undefined;
  readonly checks: EventOf<'payment'>['checks'];
}

/** An event as a row of the table; undefined when it makes none. */
export function transactionOf(event: Event): Transaction | undefined {
  if (event.kind !== 'payment' && event.kind !== 'transfer') return undefined;
  const { kind, at, user, device, ip, amount } = event;
  if (user === undefined || device === undefined) return undefined;
  const common = { key: eventKey(event), kind, at, user, device, ip, amount };
  if (event.kind === 'payment') {
    const { account, merchant, card, location, category, billingCountry, shippingCountry, checks } = event;
    return {
      ...common,
      account,
      payee: merchant,
      merchant,
      card,
      location,
      category,
      billingCountry,
      shippingCountry,
      checks,
    };
  }
  return {
    ...common,
    account: event.from,
    payee: event.to,
    merchant: undefined,
    card: undefined,
    location: undefined,
    category: undefined,
    billingCountry: undefined,
    shippingCountry: undefined,
    checks: undefined,
  };
}

/** How many of the checks of address and card code said no (N). */
export function failedChecks(checks: EventOf<'payment'>['checks']): number {
  return Number(checks?.avs === 'N') + Number(checks?.cvv === 'N');
}
