import type fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';
import { actLogs, moneyLogs, passingLogs, withExtras, withReturns } from './live-logs.ts';
import { transferLogs } from './naive-flows.ts';
import { BUSY, useLogs } from './use-logs.ts';

const NAMES = ['ann', 'Ann', 'bob', 'cid', 'dée', '__proto__'];

export interface LiveCase {
  readonly detector: string;
  readonly set: readonly string[];
  readonly logs: fc.Arbitrary<Event[]>;
}

/** Three levels of accounts. */
const LANES = [
  [
    ['A', 'b'],
    ['c', 'd'],
  ],
  [
    ['c', 'd'],
    ['e', 'f'],
  ],
] as const;
const slow = withExtras(useLogs(60));
const busy = withExtras(useLogs(60, NAMES, undefined, BUSY));
const money = withExtras(moneyLogs());
const passing = withExtras(passingLogs());
const acts = withExtras(actLogs());
const layers = withExtras(transferLogs(60, ['A', 'b', 'c', 'd', 'e', 'f'], LANES));
const fewHubs = ['hubs.hubUsers=3', 'hubs.hubCounterparties=2'];

export const LIVE_CASES: readonly LiveCase[] = [
  { detector: 'shared-identity', set: ['shared-identity.hubUsers=3'], logs: slow },
  { detector: 'device-sharing', set: fewHubs, logs: slow },
  { detector: 'device-sharing', set: [...fewHubs, 'device-sharing.minUsers=2'], logs: slow },
  {
    detector: 'ip-recycling',
    set: ['unknown', 'residential', 'campus'].map((kind) => `ip-recycling.${kind}Users=2`),
    logs: busy,
  },
  { detector: 'co-sharing', set: [...fewHubs, 'co-sharing.minUsers=2'], logs: slow },
  { detector: 'co-sharing', set: fewHubs, logs: busy },
  { detector: 'mule-network', set: fewHubs, logs: passing },
  {
    detector: 'mule-network',
    set: [
      ...fewHubs,
      ...['minShare=0.30', 'networkWindow=2d', 'maxRest=none', 'window=4h'].map(
        (text) => `mule-network.${text}`,
      ),
    ],
    logs: passing,
  },
  { detector: 'pass-through', set: [...fewHubs, 'pass-through.minShare=0.50'], logs: passing },
  { detector: 'fan-in', set: [...fewHubs, 'fan-in.minCounterparties=2'], logs: passing },
  {
    detector: 'fan-out',
    set: [...fewHubs, 'fan-out.minCounterparties=2', 'fan-out.window=10h'],
    logs: passing,
  },
  {
    detector: 'gather-scatter',
    set: [
      ...fewHubs,
      ...['minSources=2', 'minTargets=2', 'window=30h'].map((text) => `gather-scatter.${text}`),
    ],
    logs: passing,
  },
  {
    detector: 'scatter-gather',
    set: ['scatter-gather.minMiddles=2', 'scatter-gather.order=any'],
    logs: passing,
  },
  { detector: 'scatter-gather', set: [...fewHubs, 'scatter-gather.minMiddles=2'], logs: passing },
  {
    detector: 'bipartite',
    set: ['minSources=2', 'minTargets=2', 'window=2d'].map((text) => `bipartite.${text}`),
    logs: passing,
  },
  {
    detector: 'stack',
    set: ['stack.window=6d'],
    logs: layers,
  },
  {
    detector: 'bust-out',
    set: [
      ...fewHubs,
      ...['minSmall=1', 'minRatio=1.50', 'minUsers=2', 'history=20d', 'window=5d'].map(
        (text) => `bust-out.${text}`,
      ),
    ],
    logs: acts,
  },
  {
    detector: 'dense-community',
    set: [...fewHubs, ...['minUsers=3', 'maxConductance=0.60'].map((text) => `dense-community.${text}`)],
    logs: slow,
  },
  {
    detector: 'float-kiting',
    set: [
      ...fewHubs,
      ...['minReturns=1', 'minReturned=0.10', 'minSpent=0.10'].map((text) => `float-kiting.${text}`),
    ],
    logs: withExtras(passingLogs().chain(withReturns)),
  },
  {
    detector: 'link-burst',
    set: ['minConnections=2', 'minInWeek=3', 'window=3h'].map((text) => `link-burst.${text}`),
    logs: acts,
  },
  {
    detector: 'dormant-wake-up',
    set: ['dormancy=20d', 'minConnections=1', 'largeDebit=100'].map((text) => `dormant-wake-up.${text}`),
    logs: acts,
  },
  { detector: 'kiting-cycle', set: [], logs: money },
  { detector: 'round-trip', set: fewHubs, logs: money },
  {
    detector: 'round-trip',
    set: [
      ...fewHubs,
      ...['minRetention=none', 'maxRetention=none', 'fx=skip', 'window=5d', 'maxLength=4'].map(
        (text) => `round-trip.${text}`,
      ),
    ],
    logs: money,
  },
  {
    detector: 'kiting-cycle',
    set: [...fewHubs, 'kiting-cycle.minLength=2', 'kiting-cycle.window=2d'],
    logs: money,
  },
  {
    detector: 'kiting-cycle',
    set: [
      ...['ties=allow', 'minLength=2', 'minRepeats2=2', 'maxLength=4', 'minAmount=81'].map(
        (text) => `kiting-cycle.${text}`,
      ),
      'hubs.hubCounterparties=3',
    ],
    logs: money,
  },
];
