import { AMOUNT_FEATURES } from './amount-features.ts';
import { BALANCE_FEATURES } from './balance-features.ts';
import { BEHAVIOUR_FEATURES } from './behaviour-features.ts';
import { COMMUNITY_FEATURES } from './community-features.ts';
import type { FeatureDefinition } from './definition.ts';
import { DEVICE_FEATURES } from './device-features.ts';
import { FLOW_FEATURES } from './flow-features.ts';
import { FRAUD_FEATURES } from './fraud-features.ts';
import { SHARING_FEATURES } from './sharing-features.ts';

/** All features of a payment or transfer, in the order of vectors; the one table of definitions. */
export const LIVE_FEATURES: readonly FeatureDefinition[] = [
  ...AMOUNT_FEATURES,
  ...DEVICE_FEATURES,
  ...BEHAVIOUR_FEATURES,
  ...BALANCE_FEATURES,
  ...SHARING_FEATURES,
  ...FLOW_FEATURES,
  ...FRAUD_FEATURES,
  ...COMMUNITY_FEATURES,
];

/** The names of {@link LIVE_FEATURES}, in their order. */
export const LIVE_FEATURE_NAMES: readonly string[] = LIVE_FEATURES.map(({ name }) => name);
