import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';

const NOT_SAID = 'the transfer does not say';
const { number, flag } = definer({ group: 'transaction', source: 'P', asOf: 'itself', missing: NOT_SAID });
const SIMULATED = { unit: 'minor units', compatibilityOnly: true } as const;

type Side = 'fromBefore' | 'fromAfter' | 'toBefore' | 'toAfter';

function balance({ event }: Glance, side: Side): number {
  return (event.kind === 'transfer' ? event.balances?.[side] : undefined) ?? NaN;
}

function received({ event, amount }: Glance): number {
  return event.kind === 'transfer' ? (event.received?.minor ?? amount) : NaN;
}

/** Balances that a transfer carries. PaySim's give the label away: for compatibility, never to be shown as skill. */
export const BALANCE_FEATURES: readonly FeatureDefinition[] = [
  number({
    ...SIMULATED,
    name: 'old_balance_orig',
    formula: 'Balance of the payer before.',
    read: (glance) => balance(glance, 'fromBefore'),
  }),
  number({
    ...SIMULATED,
    name: 'new_balance_orig',
    formula: 'Balance of the payer after.',
    read: (glance) => balance(glance, 'fromAfter'),
  }),
  number({
    ...SIMULATED,
    name: 'old_balance_dest',
    formula: 'Balance of the payee before.',
    read: (glance) => balance(glance, 'toBefore'),
  }),
  number({
    ...SIMULATED,
    name: 'new_balance_dest',
    formula: 'Balance of the payee after.',
    read: (glance) => balance(glance, 'toAfter'),
  }),
  number({
    ...SIMULATED,
    name: 'error_balance_orig',
    formula: 'Balance of the payer after, and the amount, less the balance before: 0 where the books agree.',
    read: (glance) => balance(glance, 'fromAfter') + glance.amount - balance(glance, 'fromBefore'),
  }),
  number({
    ...SIMULATED,
    name: 'error_balance_dest',
    formula:
      'Balance of the payee before, and what was received, less the balance after: 0 where the books agree.',
    read: (glance) => balance(glance, 'toBefore') + received(glance) - balance(glance, 'toAfter'),
  }),
  flag({
    name: 'drains_account',
    compatibilityOnly: true,
    formula: 'The payer had something before and has nothing after.',
    read: (glance) => {
      const [before, after] = [balance(glance, 'fromBefore'), balance(glance, 'fromAfter')];
      return Number.isNaN(before + after) ? NaN : flagOf(before > 0 && after === 0);
    },
  }),
];
