import { coSharing } from './patterns/co-sharing.ts';
import { deviceSharing } from './patterns/device-sharing.ts';
import { ipRecycling } from './patterns/ip-recycling.ts';
import { kiting } from './patterns/kiting.ts';
import { mixed } from './patterns/mixed.ts';
import { sharedIdentity } from './patterns/shared-identity.ts';
import type { RingPattern } from './ring-pattern.ts';

/** All kinds of rings. The levels say how often each comes. */
export const PATTERNS: readonly RingPattern[] = [
  deviceSharing,
  ipRecycling,
  kiting,
  coSharing,
  sharedIdentity,
  mixed,
];
