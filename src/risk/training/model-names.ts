/** What can be trained. */
export const MODEL_NAMES = ['gbdt', 'logistic-regression', 'isolation-forest', 'ensemble'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];
