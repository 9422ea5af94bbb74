import { RingfenceError, shapeOf } from '../../kernel/errors.ts';
import type { Fact } from '../rules/facts.ts';

/** The types of transaction that PaySim has. */
export const PAYSIM_TYPES = ['CASH_IN', 'CASH_OUT', 'DEBIT', 'PAYMENT', 'TRANSFER'] as const;

/** Money of a payload, in major units: the one place where Ringfence takes them so, because seed 004's callers send them so. */
const MONEY = ['amount', 'oldbalanceOrg', 'newbalanceOrig', 'oldbalanceDest', 'newbalanceDest'] as const;

/** Names of what rules on a payload can ask for. */
export const PAYSIM_FEATURES: ReadonlySet<string> = new Set([
  'type',
  'step',
  ...MONEY,
  'errorBalanceOrig',
  'errorBalanceDest',
]);

/** Beyond this whole cents are no longer exact. */
const MOST = Number.MAX_SAFE_INTEGER / 1000;

/**
 * Reads a PaySim payload. Amounts are rounded to cents at once, and sums made in cents, so that 0.1 + 0.2 is 0.3:
 * errorBalanceOrig = newbalanceOrig + amount - oldbalanceOrg, errorBalanceDest = oldbalanceDest + amount - newbalanceDest.
 * An unknown type is taken as it is.
 * @throws RingfenceError EVENT_INVALID naming the first field that is missing or wrong
 */
export function paysimFacts(payload: unknown): ReadonlyMap<string, Fact> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw wrong('payload', `${shapeOf(payload)}; wanted an object`);
  const given = payload as Record<string, unknown>;
  const [amount, oldOrig, newOrig, oldDest, newDest] = MONEY.map((field) => cents(field, given[field]));
  if (amount < 0) throw wrong('amount', 'below 0');
  const type = given.type;
  if (typeof type !== 'string' || type === '' || type.length > 64)
    throw wrong('type', `${shapeOf(type)}; wanted text`);
  const step = given.step ?? 1;
  if (typeof step !== 'number' || !Number.isFinite(step) || step < 0)
    throw wrong('step', `${shapeOf(step)}; wanted hours from 0`);
  return new Map<string, Fact>([
    ['type', type],
    ['step', step],
    ['amount', amount / 100],
    ['oldbalanceOrg', oldOrig / 100],
    ['newbalanceOrig', newOrig / 100],
    ['oldbalanceDest', oldDest / 100],
    ['newbalanceDest', newDest / 100],
    ['errorBalanceOrig', (newOrig + amount - oldOrig) / 100],
    ['errorBalanceDest', (oldDest + amount - newDest) / 100],
  ]);
}

function cents(field: string, value: unknown): number {
  if (value === undefined) throw wrong(field, 'missing');
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw wrong(field, `${shapeOf(value)}; wanted a number`);
  if (Math.abs(value) > MOST) throw wrong(field, `beyond ${MOST.toExponential(0)}, which no account holds`);
  return Math.round(value * 100);
}

function wrong(field: string, problem: string): RingfenceError {
  return new RingfenceError(
    'EVENT_INVALID',
    `Invalid payload or missing required numeric fields: '${field}' (${problem})`,
    {
      field,
    },
  );
}
