import type { LiveAccount, LiveUser } from '../../projection/live-entities.ts';
import { BIPARTITE } from '../bipartite/detect.ts';
import { BUST_OUT_OPTIONS } from '../bust-out/options.ts';
import { CO_SHARING_OPTIONS } from '../co-sharing/options.ts';
import { DENSE_COMMUNITY_OPTIONS } from '../dense-community/options.ts';
import type { Detector } from '../detector.ts';
import { DEVICE_SHARING_OPTIONS } from '../device-sharing/options.ts';
import { dormantWakeUp } from '../dormant-wake-up/detect.ts';
import { fanIn } from '../fan-in/detect.ts';
import { fanOut } from '../fan-out/detect.ts';
import { floatKiting } from '../float-kiting/detect.ts';
import { gatherScatter } from '../gather-scatter/detect.ts';
import { IP_RECYCLING_OPTIONS } from '../ip-recycling/options.ts';
import { kitingCycle } from '../kiting-cycle/detect.ts';
import { KITING_OPTIONS } from '../kiting-cycle/options.ts';
import type { Layered, LayeredOptions } from '../layered-detector.ts';
import { linkBurst } from '../link-burst/detect.ts';
import { MULE_NETWORK_OPTIONS } from '../mule-network/options.ts';
import { passThrough } from '../pass-through/detect.ts';
import { roundTrip } from '../round-trip/detect.ts';
import { ROUND_TRIP_OPTIONS } from '../round-trip/options.ts';
import type { DetectionPlan } from '../run.ts';
import { scatterGather } from '../scatter-gather/detect.ts';
import { SHARED_IDENTITY_OPTIONS } from '../shared-identity/options.ts';
import { STACK } from '../stack/detect.ts';
import { LiveBustOut } from './live-bust-out.ts';
import { LiveCoSharing } from './live-co-sharing.ts';
import { LiveDenseCommunity } from './live-dense-community.ts';
import type { LiveDetector } from './live-detector.ts';
import { LiveDeviceSharing } from './live-device-sharing.ts';
import { liveIpRecycling } from './live-ip-recycling.ts';
import { LiveKiting } from './live-kiting.ts';
import { LiveLayered } from './live-layered.ts';
import { LiveLocal, type LocalReach } from './live-local.ts';
import { LiveMuleNetwork } from './live-mule-network.ts';
import { countsAsMove } from './live-passing.ts';
import { liveSharedIdentity, type LiveContext } from './live-things.ts';
import { hasMany, mayBurst, mayPassOn, mayScatter, mayWake } from './may-complete.ts';
import { accountReach, targetReach, userReach } from './reaches.ts';

export type LiveMaker = (context: LiveContext, plan: DetectionPlan) => LiveDetector;

/** The detectors that have a live form. */
export const LIVE_FORMS: Readonly<Record<string, LiveMaker>> = {
  'device-sharing': (context, { optionsOf }) =>
    new LiveDeviceSharing(context, optionsOf('device-sharing', DEVICE_SHARING_OPTIONS)),
  'ip-recycling': (context, { optionsOf }) =>
    liveIpRecycling(context, optionsOf('ip-recycling', IP_RECYCLING_OPTIONS)),
  'kiting-cycle': (context, { optionsOf }) =>
    new LiveKiting(context, kitingCycle, optionsOf('kiting-cycle', KITING_OPTIONS)),
  'round-trip': (context, { optionsOf }) =>
    new LiveKiting(context, roundTrip, optionsOf('round-trip', ROUND_TRIP_OPTIONS)),
  'co-sharing': (context, { optionsOf }) =>
    new LiveCoSharing(context, optionsOf('co-sharing', CO_SHARING_OPTIONS)),
  'shared-identity': (context, { optionsOf }) =>
    liveSharedIdentity(context, optionsOf('shared-identity', SHARED_IDENTITY_OPTIONS)),
  'mule-network': (context, { optionsOf }) =>
    new LiveMuleNetwork(context, optionsOf('mule-network', MULE_NETWORK_OPTIONS)),
  'fan-in': local(fanIn, ({ projection }, { minCounterparties, window }) =>
    accountReach(
      projection,
      ({ id, received }, { at, to }, isFree) =>
        id === to && hasMany(received, 'from', at - window, minCounterparties, received.length, isFree),
      { window },
    ),
  ),
  'fan-out': local(fanOut, ({ projection }, { minCounterparties, window }) =>
    accountReach(
      projection,
      ({ id, paid }, { at, from }, isFree) =>
        id === from && hasMany(paid, 'to', at - window, minCounterparties, paid.length, isFree),
      { window },
    ),
  ),
  'gather-scatter': local(gatherScatter, ({ projection }, options) =>
    accountReach(
      projection,
      (account, transfer, isFree) =>
        account.id === transfer.from && mayScatter(account, transfer, options, isFree),
      { window: options.window },
    ),
  ),
  'pass-through': local(passThrough, (context, options) =>
    accountReach(
      context.projection,
      (account, transfer) =>
        context.hubs.thing(account.payee, transfer.at) !== null ||
        (account.id === transfer.from &&
          mayPassOn(account, transfer, options, (one) => countsAsMove(one, context))),
      { statements: true },
    ),
  ),
  'float-kiting': local(floatKiting, ({ projection }, { minReturns, window, clearing }) =>
    accountReach(projection, () => false, {
      statements: true,
      returns: { fewest: minReturns, reach: window + clearing },
    }),
  ),
  'scatter-gather': local(scatterGather, targetReach),
  'bust-out': (context, { optionsOf }) => new LiveBustOut(context, optionsOf('bust-out', BUST_OUT_OPTIONS)),
  'dense-community': (context, { optionsOf }) =>
    new LiveDenseCommunity(context, optionsOf('dense-community', DENSE_COMMUNITY_OPTIONS)),
  bipartite: layered(BIPARTITE),
  stack: layered(STACK),
  'link-burst': local(linkBurst, ({ projection }, options) =>
    userReach(projection, new Set(['bank-connection']), (user, event) => mayBurst(user, event, options)),
  ),
  'dormant-wake-up': local(dormantWakeUp, ({ projection }, options) =>
    userReach(projection, new Set(['bank-connection', 'payment', 'transfer']), (user, event) =>
      mayWake(user, event, options),
    ),
  ),
};

function layered<Options extends LayeredOptions>(shape: Layered<Options>): LiveMaker {
  return (context, { optionsOf }) => new LiveLayered(context, shape, optionsOf(shape.name, shape.options));
}

/** The live form of a detector that can say what it finds about one account or user. */
function local<Subject extends LiveAccount | LiveUser, Options extends object>(
  detector: Detector<Options>,
  reachOf: (context: LiveContext, options: Options) => LocalReach<Subject>,
): LiveMaker {
  return (context, { optionsOf }) => {
    const options = optionsOf(detector.name, detector.options);
    return new LiveLocal(context, detector, options, reachOf(context, options));
  };
}
