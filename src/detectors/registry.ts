import { bipartite } from './bipartite/detect.ts';
import { bustOut } from './bust-out/detect.ts';
import { coSharing } from './co-sharing/detect.ts';
import { denseCommunity } from './dense-community/detect.ts';
import type { Detector } from './detector.ts';
import { deviceSharing } from './device-sharing/detect.ts';
import { dormantWakeUp } from './dormant-wake-up/detect.ts';
import { fanIn } from './fan-in/detect.ts';
import { fanOut } from './fan-out/detect.ts';
import { floatKiting } from './float-kiting/detect.ts';
import { gatherScatter } from './gather-scatter/detect.ts';
import { ipRecycling } from './ip-recycling/detect.ts';
import { kitingCycle } from './kiting-cycle/detect.ts';
import { linkBurst } from './link-burst/detect.ts';
import { muleNetwork } from './mule-network/detect.ts';
import { passThrough } from './pass-through/detect.ts';
import { roundTrip } from './round-trip/detect.ts';
import { scatterGather } from './scatter-gather/detect.ts';
import { sharedIdentity } from './shared-identity/detect.ts';
import { stack } from './stack/detect.ts';

/** Every detector there is, in the order in which they are listed and run. A new one is one folder and one line. */
export const DETECTORS: readonly Detector[] = [
  deviceSharing,
  ipRecycling,
  kitingCycle,
  roundTrip,
  coSharing,
  sharedIdentity,
  muleNetwork,
  passThrough,
  linkBurst,
  dormantWakeUp,
  floatKiting,
  bustOut,
  denseCommunity,
  fanIn,
  fanOut,
  scatterGather,
  gatherScatter,
  bipartite,
  stack,
];
