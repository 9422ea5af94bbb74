import document from './default-policy.json' with { type: 'json' };
import { readPolicy, type Policy } from './policy.ts';

/**
 * 0.7 and 0.4 on legitimacy are seed 000's; the costs are estimates for small payments, to be replaced by one's own: nine
 * tenths of the amount and 25 more lost, 30 for a customer stopped for nothing, 5 for a review that finds four of five.
 */
export const DEFAULT_POLICY: Policy = readPolicy(document);
