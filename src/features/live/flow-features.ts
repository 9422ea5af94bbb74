import { ratio } from '../transfers/feature.ts';
import { DAY } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';
import { COUNT_SPANS, DAY_COUNT, WALK_LIMITS, WEEK_COUNT } from './limits.ts';
import type { TieTable } from './tie-table.ts';

const { number, flag } = definer({ group: 'graph', source: 'G', asOf: 'with it' });
const WINDOWS = [
  { name: '24h', window: '24 h', counted: DAY_COUNT },
  { name: '7d', window: '7 d', counted: WEEK_COUNT },
] as const;
const A_PAYMENT = 'a payment';
const CAPPED = `${WALK_LIMITS.count.toLocaleString('en-US')} stands for that many or more`;

/** Different accounts that an account paid; the payee of this transfer is one of its payer's. */
function fanOut({ state, limits, account, payee, at }: Glance, end: number, counted: number): number {
  if (end < 0) return NaN;
  const { money } = state;
  const from = at - COUNT_SPANS[counted];
  const count = money.countOfLeft(end, counted, from, limits.count);
  if (end !== account || payee < 0 || payee === account) return count;
  return Math.min(limits.count, count + missing(money, account, payee, from));
}

/** Different accounts by which an account was paid; the payer of this transfer is one of its payee's. */
function fanIn({ state, limits, account, payee, at }: Glance, end: number, counted: number): number {
  if (end < 0) return NaN;
  const { money } = state;
  const from = at - COUNT_SPANS[counted];
  const count = money.countOfRight(end, counted, from, limits.count);
  if (end !== payee || payee === account) return count;
  return Math.min(limits.count, count + missing(money, account, payee, from));
}

/** 1 when the tie of a payer and a payee is not among those used since an instant, else 0. */
function missing(money: TieTable, payer: number, payee: number, from: number): number {
  const tie = money.find(payer, payee);
  return tie >= 0 && money.last(tie) >= from ? 0 : 1;
}

/** What the paying account was paid over what it paid, this transaction too. */
function passThrough({ payer, at, amount }: Glance, span: number): number {
  const paid = (payer?.paid.sumSince(at - span) ?? 0) + amount;
  return ratio(payer?.received.sumSince(at - span) ?? 0, paid);
}

/** Who pays whom: fans, money passed on, loops. */
export const FLOW_FEATURES: readonly FeatureDefinition[] = [
  ...WINDOWS.flatMap(({ name, window, counted }) => [
    number({
      name: `payer_fan_out_${name}`,
      window,
      formula: `Different accounts that the paying account paid; ${CAPPED}.`,
      read: (glance) => fanOut(glance, glance.account, counted),
    }),
    number({
      name: `payer_fan_in_${name}`,
      window,
      formula: `Different accounts by which the paying account was paid; ${CAPPED}.`,
      read: (glance) => fanIn(glance, glance.account, counted),
    }),
    number({
      name: `payee_fan_in_${name}`,
      window,
      formula: `Different accounts by which the payee was paid; ${CAPPED}.`,
      missing: A_PAYMENT,
      read: (glance) => fanIn(glance, glance.payee, counted),
    }),
    number({
      name: `payee_fan_out_${name}`,
      window,
      formula: `Different accounts that the payee paid; ${CAPPED}.`,
      missing: A_PAYMENT,
      read: (glance) => fanOut(glance, glance.payee, counted),
    }),
    number({
      name: `payer_pass_through_${name}`,
      unit: 'ratio',
      window,
      formula:
        'What the paying account was paid over what it paid by transfers and payments, currencies not told apart.',
      missing: 'it paid nothing',
      read: (glance) => passThrough(glance, COUNT_SPANS[counted]),
    }),
  ]),
  number({
    name: 'amount_to_last_received',
    unit: 'ratio',
    window: '7 d',
    formula: 'Amount over what the paying account was paid last.',
    asOf: 'before',
    missing: 'it was paid nothing in the window',
    read: ({ payer, amount, at }) => {
      const received = payer?.received;
      return received && received.lastAt >= at - 7 * DAY ? ratio(amount, received.lastValue) : NaN;
    },
  }),
  number({
    name: 'loop_accounts',
    unit: 'accounts',
    window: '7 d',
    formula:
      'Accounts of the shortest loop of money that the transfer closes, 2 to 5; 0 when there is none so short.',
    missing: A_PAYMENT,
    read: (glance) => (glance.payee < 0 ? NaN : glance.loop.accounts),
  }),
  flag({
    name: 'loop_walk_is_cut',
    window: '7 d',
    formula: 'The walk that looks for that loop was cut short by a limit.',
    missing: A_PAYMENT,
    read: (glance) => (glance.payee < 0 ? NaN : flagOf(glance.loop.isCut)),
  }),
];
