import { DAY } from '../../kernel/time.ts';
import type { Sight, TableColumn } from './column.ts';
import { ANY, count, flag, number, rounded, text } from './column-makers.ts';
import { failedChecks } from './transaction.ts';
import { NEW } from './device-columns.ts';

function ratioToMean({ paid }: Sight, mean: number | undefined): number | undefined {
  return mean === undefined || mean === 0 ? undefined : rounded(paid.amount.minor / mean);
}

/** What the payment itself says, and how it compares with those before. */
export const PAYMENT_COLUMNS: readonly TableColumn[] = [
  text('kind', 'payment', 'payment (online) or transfer.', { read: ({ paid }) => paid.kind }),
  number('amount', 'payment', 'minor units', 'Amount of the transaction.', {
    range: ANY,
    read: ({ paid }) => paid.amount.minor,
  }),
  text('currency', 'payment', 'Currency of the amount.', { read: ({ paid }) => paid.amount.currency }),
  number(
    'amount_to_user_mean',
    'payment',
    'ratio',
    'Amount over the mean of all earlier rows of the user in that currency.',
    {
      empty: 'there is no earlier one',
      range: ANY,
      read: (sight) => ratioToMean(sight, sight.user.spent.get(sight.paid.amount.currency)?.value),
    },
  ),
  number(
    'amount_to_merchant_mean',
    'payment',
    'ratio',
    'Amount over the mean of all earlier online payments to the merchant in that currency.',
    {
      empty: 'there is no earlier one',
      range: ANY,
      read: (sight) => ratioToMean(sight, sight.merchant?.paid.get(sight.paid.amount.currency)?.value),
    },
  ),
  text(
    'avs_result',
    'payment',
    'Address check: Y match, A street only, Z post code only, N no match, U not available.',
    {
      empty: 'no check was made',
      read: ({ paid }) => paid.checks?.avs,
    },
  ),
  text('cvv_result', 'payment', 'Card code check: M match, N no match, P not processed, U not supported.', {
    empty: 'no check was made',
    read: ({ paid }) => paid.checks?.cvv,
  }),
  count('checks_failed', 'payment', 'Checks of address and card code that said N.', [0, 2], ({ paid }) =>
    failedChecks(paid.checks),
  ),
  count(
    'failed_checks_7d',
    'payment',
    'Earlier payments of the user in 7 days of which a check said N.',
    ANY,
    ({ at, user }) => user.failedChecks.since(at - 7 * DAY),
  ),
  text('billing_country', 'payment', 'Country of the billing address.', {
    empty: 'not given',
    read: ({ paid }) => paid.billingCountry,
  }),
  text('shipping_country', 'payment', 'Country of the delivery address.', {
    empty: 'not given',
    read: ({ paid }) => paid.shippingCountry,
  }),
  flag('shipping_differs', 'payment', 'The goods go to another country than the bill.', {
    empty: 'either is not given',
    read: ({ paid: { billingCountry, shippingCountry } }) =>
      billingCountry === undefined || shippingCountry === undefined
        ? undefined
        : billingCountry !== shippingCountry,
  }),
  text('category', 'payment', 'What was bought, as the payment says; else the trade of the merchant.', {
    empty: 'neither says',
    read: ({ paid, merchant }) => paid.category ?? merchant?.type.value,
  }),
  number('merchant_risk', 'payment', 'points', 'Risk of the merchant, 0 to 100, by reference data.', {
    empty: 'reference data does not say',
    range: [0, 100],
    read: ({ merchant }) => merchant?.risk.value,
  }),
  flag(
    'payee_is_new',
    'payment',
    'The user first paid this merchant or account less than a day before, or never.',
    {
      read: ({ at, user, paid }) => at - (user.payees.first(paid.payee) ?? at) < NEW,
    },
  ),
  count(
    'card_users',
    'payment',
    'Other users who paid with the card so far; 0 without a card.',
    ANY,
    ({ card, paid }) => (card ? card.size - Number(card.first(paid.user) !== undefined) : 0),
  ),
  flag('card_is_new', 'payment', 'The user first paid with the card less than a day before, or never.', {
    empty: 'the payment names no card',
    read: ({ at, user, paid }) =>
      paid.card === undefined ? undefined : at - (user.cards.first(paid.card) ?? at) < NEW,
  }),
  count(
    'cards_30d',
    'payment',
    'Cards of the user in 30 days, this one among them.',
    ANY,
    ({ at, user, paid }) => user.cards.countSinceWith(at - 30 * DAY, paid.card),
  ),
];
