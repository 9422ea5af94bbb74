import type { Detector } from '../detector.ts';
import { CycleRun, type CycleSort } from '../kiting-cycle/cycle-run.ts';
import { mainBusiness } from '../kiting-cycle/main-business.ts';
import type { KitingOptions } from '../kiting-cycle/options.ts';
import { ROUND_TRIP_OPTIONS } from './options.ts';

/**
 * Money that comes back where it started by a longer, slower or more lossy way than kiting-cycle looks at
 * (docs/algorithms/round-trip.md): the same search with wider limits.
 */
export const roundTrip: Detector<KitingOptions> & CycleSort = {
  turnedOnce: 'lead',
  // In a month two are everyday among friends; as many as kiting-cycle asks of two accounts are not.
  instancesAlone: 3,
  name: 'round-trip',
  summary: 'Money that comes back where it started by a long, slow or lossy way.',
  options: ROUND_TRIP_OPTIONS,
  detect: (graph, options, hubs) =>
    new CycleRun(roundTrip, graph, options, hubs, null).run(mainBusiness(graph)),
};
