import { isSuspect, type Role } from '../../graph/model/finding.ts';
import type { Truth } from '../../graph/model/truth.ts';
import type { TransactionLabel } from './rows.ts';
import type { Transaction } from './transaction.ts';

const LEGIT: TransactionLabel = { class: 'legit', isFraud: false };
const RING: TransactionLabel = { class: 'ring', isFraud: true };

/**
 * The class of each transaction by the truth of a world: the kind of fraud by one person for its fraudulent transactions,
 * `ring` for all transactions of a ring's perpetrators, else `legit`.
 */
export function trueClasses(truth: Truth): (transaction: Transaction) => TransactionLabel {
  const strikes = new Map<string, TransactionLabel>();
  for (const { kind, acts } of truth.loners ?? [])
    for (const act of acts) strikes.set(JSON.stringify(act), { class: kind, isFraud: true });
  const inRings = new Set(
    truth.rings.flatMap(({ members }) =>
      members.flatMap(({ type, id, role }) => (type === 'User' && isSuspect(role as Role) ? [id] : [])),
    ),
  );
  return ({ key, user }) => strikes.get(JSON.stringify(key)) ?? (inRings.has(user) ? RING : LEGIT);
}
