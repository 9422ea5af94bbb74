import type { FraudProfile } from './fraud-profile.ts';
import { ato } from './profiles/ato.ts';
import { bustOut } from './profiles/bust-out.ts';
import { fakeAccount } from './profiles/fake-account.ts';
import { linkBurst } from './profiles/link-burst.ts';
import { liquidityCrunch } from './profiles/liquidity-crunch.ts';
import { paymentFraud } from './profiles/payment-fraud.ts';
import { sleeperAto } from './profiles/sleeper-ato.ts';
import { takeover } from './profiles/takeover.ts';

/** All kinds of fraud by one person. The levels say how often each comes. */
export const PROFILES: readonly FraudProfile[] = [
  liquidityCrunch,
  linkBurst,
  ato,
  bustOut,
  sleeperAto,
  fakeAccount,
  takeover,
  paymentFraud,
];
