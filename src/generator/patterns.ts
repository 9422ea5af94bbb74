import { coSharing } from './patterns/co-sharing.ts';
import { collusiveMerchant } from './patterns/covert/collusive-merchant.ts';
import { covertCoSharing } from './patterns/covert/co-sharing.ts';
import { covertDeviceSharing } from './patterns/covert/device-sharing.ts';
import { covertIpRecycling } from './patterns/covert/ip-recycling.ts';
import { covertKiting } from './patterns/covert/kiting.ts';
import { covertSharedIdentity } from './patterns/covert/shared-identity.ts';
import { muleNetwork } from './patterns/covert/mule-network.ts';
import { resetFarm } from './patterns/covert/reset-farm.ts';
import { scatterGather } from './patterns/covert/scatter-gather.ts';
import { deviceSharing } from './patterns/device-sharing.ts';
import { ipRecycling } from './patterns/ip-recycling.ts';
import { kiting } from './patterns/kiting.ts';
import { mixed } from './patterns/mixed.ts';
import { sharedIdentity } from './patterns/shared-identity.ts';
import type { Level } from './level.ts';
import type { RingPattern } from './ring-pattern.ts';

/** All kinds of rings that do not hide much. The levels say how often each comes. */
export const PATTERNS: readonly RingPattern[] = [
  deviceSharing,
  ipRecycling,
  kiting,
  coSharing,
  sharedIdentity,
  mixed,
];

/** All kinds of rings that know they are looked for, for levels with a `covert` part. */
export const COVERT_PATTERNS: readonly RingPattern[] = [
  covertDeviceSharing,
  covertCoSharing,
  resetFarm,
  covertIpRecycling,
  covertKiting,
  covertSharedIdentity,
  muleNetwork,
  scatterGather,
  collusiveMerchant,
];

/** The kinds of rings of a level. */
export function patternsOf(level: Level): readonly RingPattern[] {
  return level.rings.covert ? COVERT_PATTERNS : PATTERNS;
}
