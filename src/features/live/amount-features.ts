import { ratio } from '../transfers/feature.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';

const NO_USER = 'nobody is known to make it';
const NO_BALANCE = 'its balance is not known';

const own = definer({ group: 'transaction', source: 'W', asOf: 'itself' });
const records = definer({ group: 'transaction', source: 'S', asOf: 'with peers', missing: NO_USER });
const anomaly = definer({ group: 'transaction', source: 'V', asOf: 'with peers', missing: NO_USER });

/** Transactions of the user since so long before this one, this one among them. */
function count({ person, at, isCounted }: Glance, span: number): number {
  return person === undefined ? NaN : person.transactions.since(at - span) + (isCounted ? 0 : 1);
}

function connections({ person, at }: Glance, days: number): number {
  return person === undefined ? NaN : person.connections.since(at - days * DAY);
}

/** The transaction itself, and beside what its user did before: the windows of docs/records.md. */
export const AMOUNT_FEATURES: readonly FeatureDefinition[] = [
  own.number({
    name: 'amount',
    unit: 'minor units',
    formula: 'Amount of the transaction, in its own currency.',
    read: ({ amount }) => amount,
  }),
  own.flag({
    name: 'is_transfer',
    formula: 'A transfer between two accounts, not a payment to a merchant.',
    read: ({ event }) => flagOf(event.kind === 'transfer'),
  }),
  anomaly.number({
    name: 'txn_count_5m',
    window: '5 min',
    formula: 'Transactions of the user.',
    read: (glance) => count(glance, 5 * MINUTE),
  }),
  anomaly.number({
    name: 'txn_count_1h',
    window: '1 h',
    formula: 'Transactions of the user.',
    read: (glance) => count(glance, HOUR),
  }),
  anomaly.number({
    name: 'spend_1h',
    unit: 'minor units',
    window: '1 h',
    formula: 'Sum of the user’s transactions in the same currency.',
    read: ({ purse, at, amount, isCounted }) =>
      purse === undefined ? NaN : purse.spent.sumSince(at - HOUR) + (isCounted ? 0 : amount),
  }),
  records.number({
    name: 'velocity_24h',
    window: '24 h',
    formula: 'Transactions of the user.',
    read: (glance) => count(glance, DAY),
  }),
  records.number({
    name: 'velocity_7d',
    window: '7 d',
    formula: 'Transactions of the user.',
    read: (glance) => count(glance, 7 * DAY),
  }),
  records.number({
    name: 'amount_to_avg_ratio_30d',
    unit: 'ratio',
    window: '30 d',
    formula: 'Amount over the mean of the user’s transactions in the same currency; unusual above 5.',
    missing: `${NO_USER}, or all amounts are 0`,
    read: ({ amount, money }) => (money === null ? NaN : ratio(amount, money.mean)),
  }),
  records.number({
    name: 'max_amount_30d',
    unit: 'minor units',
    window: '30 d',
    formula: 'Largest of the user’s transactions in the same currency.',
    read: ({ money }) => money?.max ?? NaN,
  }),
  records.number({
    name: 'balance_volatility_z_score',
    unit: 'standard deviations',
    window: '30 d',
    formula:
      'Balance of the paying account before it, less the mean of those before the user’s transactions in the same currency, over their sample standard deviation; at risk below -2.5.',
    missing: 'fewer than two balances are known, or all are equal',
    read: ({ money }) => money?.zScore ?? NaN,
  }),
  records.number({
    name: 'balance_to_transaction_ratio',
    unit: 'ratio',
    formula: 'Balance of the paying account before it, over the amount.',
    missing: `${NO_BALANCE}, or the amount is 0`,
    read: ({ opened, amount }) => ratio(opened.balance, amount),
  }),
  records.flag({
    name: 'is_off_hours',
    formula: 'From 22:00 to 06:00 by the user’s own clock (UTC where the zone is not known).',
    asOf: 'itself',
    missing: undefined,
    read: ({ opened }) => flagOf(opened.isNight),
  }),
  records.number({
    name: 'off_hours_count_7d',
    window: '7 d',
    formula: 'Transactions of the user from 22:00 to 06:00 by the user’s own clock.',
    read: ({ person, opened, at, isCounted }) =>
      person === undefined ? NaN : person.nights.since(at - 7 * DAY) + (opened.isNight && !isCounted ? 1 : 0),
  }),
  records.number({
    name: 'bank_connections_24h',
    window: '24 h',
    formula: 'Bank connections of the user; unusual above 4.',
    read: (glance) => connections(glance, 1),
  }),
  records.number({
    name: 'bank_connections_7d',
    window: '7 d',
    formula: 'Bank connections of the user; unusual above 300 % of the 30-day mean.',
    read: (glance) => connections(glance, 7),
  }),
  records.number({
    name: 'bank_connections_avg_30d',
    unit: 'a day',
    window: '30 d',
    formula: 'Bank connections of the user a day.',
    read: (glance) => connections(glance, 30) / 30,
  }),
];
