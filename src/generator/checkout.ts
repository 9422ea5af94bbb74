import type { EventOf } from '../graph/model/event.ts';
import { rngFor, type Rng } from '../kernel/rng.ts';
import { COUNTRIES } from './countries.ts';

/** Weights of the results of the two checks of a card payment made online. */
export interface CheckWeights {
  /** Address check: full match, street only, post code only, no match, not available. */
  readonly avs: readonly [Y: number, A: number, Z: number, N: number, U: number];
  /** Card code check: match, no match, not processed, not supported. */
  readonly cvv: readonly [M: number, N: number, P: number, U: number];
}

const AVS = ['Y', 'A', 'Z', 'N', 'U'] as const;
const CVV = ['M', 'N', 'P', 'U'] as const;
/** Of the rightful owner of a card: moves, typing errors, issuers that take no part (S). */
export const OWNERS_CHECKS: CheckWeights = { avs: [85, 3.5, 4, 3, 4.5], cvv: [95, 1.5, 1.5, 2] };
/** Shops that check nothing. */
const UNCHECKED = 0.04;
/** Presents and parcels to another country; cards issued abroad. */
const SENT_ABROAD = 0.03;
const FOREIGN_CARD = 0.01;

/** What is planned for the checkout of one payment; the rest is as with everybody. Countries are places in COUNTRIES. */
export interface PlannedCheckout {
  readonly checks?: CheckWeights;
  readonly billing?: number;
  readonly shipping?: number;
  /** A card that is not the account's, by its number. */
  readonly card?: number;
}

type CheckoutFields = Pick<EventOf<'payment'>, 'billingCountry' | 'shippingCountry' | 'checks'>;

/** Addresses and checks of one payment made online; drawn from its id, so that nothing else moves. */
export function checkout(
  seed: number,
  id: string,
  country: number,
  planned: PlannedCheckout = {},
): CheckoutFields {
  const rng = rngFor(seed, 'checkout', id);
  const elsewhere = (share: number) => (rng.chance(share) ? rng.int(0, COUNTRIES.length - 1) : undefined);
  const foreignCard = elsewhere(FOREIGN_CARD);
  const abroad = elsewhere(SENT_ABROAD);
  const billing = planned.billing ?? foreignCard ?? country;
  const shipping = planned.shipping ?? abroad ?? (planned.billing === undefined ? country : billing);
  const unchecked = rng.chance(UNCHECKED);
  return {
    billingCountry: COUNTRIES[billing].code,
    shippingCountry: COUNTRIES[shipping].code,
    ...(unchecked ? {} : { checks: drawChecks(planned.checks ?? OWNERS_CHECKS, rng) }),
  };
}

function drawChecks({ avs, cvv }: CheckWeights, rng: Rng): { avs: string; cvv: string } {
  return { avs: AVS[rng.weighted(avs)], cvv: CVV[rng.weighted(cvv)] };
}
