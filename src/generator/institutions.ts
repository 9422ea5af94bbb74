/** Banks elsewhere that users connect to their accounts. */
export const INSTITUTIONS = [
  'north-bank',
  'savings-union',
  'river-bank',
  'city-credit',
  'wallet-one',
  'post-bank',
] as const;
