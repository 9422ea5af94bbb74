import type { FraudProfile } from './fraud-profile.ts';
import { ato } from './profiles/ato.ts';
import { bustOut } from './profiles/bust-out.ts';
import { linkBurst } from './profiles/link-burst.ts';
import { liquidityCrunch } from './profiles/liquidity-crunch.ts';
import { sleeperAto } from './profiles/sleeper-ato.ts';

/** All kinds of fraud by one person. The levels say how often each comes. */
export const PROFILES: readonly FraudProfile[] = [liquidityCrunch, linkBurst, ato, bustOut, sleeperAto];
