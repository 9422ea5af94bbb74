import { compareBytes } from '../../kernel/bytes.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import type { Hub } from '../../graph/model/finding.ts';
import { LiveProjection, type ProjectionWatch } from '../../projection/live-projection.ts';
import { CO_SHARING_OPTIONS } from '../co-sharing/options.ts';
import { DEVICE_SHARING_OPTIONS } from '../device-sharing/options.ts';
import { HUB_OPTIONS } from '../hubs.ts';
import { IP_RECYCLING_OPTIONS } from '../ip-recycling/options.ts';
import {
  HUBS,
  mergeHubs,
  optionTexts,
  planDetection,
  type DetectionPlan,
  type DetectionResult,
  type DetectorSelection,
} from '../run.ts';
import { kitingCycle } from '../kiting-cycle/detect.ts';
import { KITING_OPTIONS } from '../kiting-cycle/options.ts';
import { MULE_NETWORK_OPTIONS } from '../mule-network/options.ts';
import { roundTrip } from '../round-trip/detect.ts';
import { ROUND_TRIP_OPTIONS } from '../round-trip/options.ts';
import { SHARED_IDENTITY_OPTIONS } from '../shared-identity/options.ts';
import { LiveCoSharing } from './live-co-sharing.ts';
import type { LiveDetector, LiveSubject, Outcome } from './live-detector.ts';
import { LiveKiting } from './live-kiting.ts';
import { LiveHubs } from './live-hubs.ts';
import { LiveMuleNetwork } from './live-mule-network.ts';
import { LiveDeviceSharing } from './live-device-sharing.ts';
import { liveIpRecycling, liveSharedIdentity, type LiveContext } from './live-things.ts';

type Maker = (context: LiveContext, plan: DetectionPlan) => LiveDetector;

/** The detectors that have a live form. */
const LIVE: Readonly<Record<string, Maker>> = {
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
};

/** Names of the detectors that can run live. */
export const LIVE_DETECTORS: readonly string[] = Object.keys(LIVE);
/** Those that run live unless others are named: those of a batch run. */
export const LIVE_BY_DEFAULT: readonly string[] = planDetection({}).detectors.map(({ name }) => name);

/**
 * Detection event by event. After {@link settle} the result is that of one batch run (`runDetectors`) over the facts in
 * force, whatever the order and batches in which the events came, as long as nothing is truncated there: every
 * subject is evaluated by the batch detector's own code over the slice of the log that it reads.
 *
 * An event costs O(what it uses) and marks the subjects it may concern; settling costs the slices of those marked.
 * Memory: all events in force (see LiveProjection), one entry a subject met, and the findings.
 */
export class LiveDetection {
  readonly #plan: DetectionPlan;
  readonly #projection: LiveProjection;
  readonly #detectors: readonly LiveDetector[];
  readonly #touched = new Set<LiveSubject>();
  readonly #grown = new Set<LiveSubject>();
  readonly #outcomes = new Map<LiveSubject, Outcome>();

  /**
   * @param selection without names, {@link LIVE_BY_DEFAULT}
   * @throws RingfenceError OPTION_INVALID as `planDetection`, or for a detector without a live form
   */
  constructor(selection: DetectorSelection = {}) {
    this.#plan = planDetection({ ...selection, detectors: selection.detectors ?? LIVE_BY_DEFAULT });
    const hubs = new LiveHubs(this.#plan.optionsOf(HUBS, HUB_OPTIONS));
    this.#projection = new LiveProjection(this.#watch(hubs));
    const context: LiveContext = {
      projection: this.#projection,
      hubs,
      marks: {
        touch: (subject) => this.#touched.add(subject),
        grow: (subject) => this.#grown.add(subject),
      },
    };
    this.#detectors = this.#plan.detectors.map(({ name }) => makerOf(name)(context, this.#plan));
  }

  #watch(hubs: LiveHubs): ProjectionWatch {
    const each = (tell: (detector: LiveDetector) => void): void => this.#detectors.forEach(tell);
    return {
      appended: (event, uses) => each((detector) => detector.appended(event, uses)),
      changes: (event, mention) => {
        each((detector) => detector.changes(event, mention));
        const changed = hubs.recheck(event, mention);
        if (changed.length > 0) each((detector) => detector.hubsChanged(changed));
      },
      linked: (user, thing) => each((detector) => detector.linked(user, thing)),
      unlinked: (user, thing) => each((detector) => detector.unlinked(user, thing)),
    };
  }

  /** Takes in one event, in whatever order; one that is known already has no effect. */
  apply(event: Event): void {
    this.#projection.apply(event);
  }

  /**
   * Evaluates the subjects of which there may be something new since the last time. Findings that only go on are left
   * until somebody reads them ({@link result}). @returns how many were evaluated
   */
  settle(): number {
    return this.#evaluate(this.#touched);
  }

  /** Settles, and gives what a batch run would. Time O(findings log findings), and what those that went on cost. */
  result(): DetectionResult {
    this.settle();
    this.#evaluate(this.#grown);
    const outcomes = [...this.#outcomes.values()];
    return {
      findings: outcomes
        .flatMap(({ findings }) => findings)
        .sort((a, b) => compareEvents(a.first, b.first) || compareBytes(a.id, b.id)),
      hubs: mergeHubs([
        ...outcomes.flatMap(({ hubs }) => hubs),
        ...byFirstReason(outcomes.flatMap(({ hubsOfCycle = [] }) => hubsOfCycle)),
      ]),
      truncated: [],
      options: optionTexts(this.#plan),
    };
  }

  #evaluate(subjects: Set<LiveSubject>): number {
    const count = subjects.size;
    for (const subject of subjects) {
      const outcome = subject.evaluate();
      if (!isEmpty(outcome)) this.#outcomes.set(subject, outcome);
      else this.#outcomes.delete(subject);
      this.#grown.delete(subject);
    }
    subjects.clear();
    return count;
  }
}

function isEmpty({ findings, hubs, hubsOfCycle = [] }: Outcome): boolean {
  return findings.length + hubs.length + hubsOfCycle.length === 0;
}

/** One entry for each hub, with the reason of the first day it mattered on: a reason holds for a whole day. */
function byFirstReason(hubs: readonly Hub[]): Hub[] {
  const joined = new Map<string, Hub>();
  for (const hub of hubs) {
    const known = joined.get(hub.id);
    const elder = known && known.day <= hub.day ? known : hub;
    joined.set(hub.id, { ...elder, keptOut: hub.keptOut + (known?.keptOut ?? 0) });
  }
  return [...joined.values()];
}

function makerOf(name: string): Maker {
  if (Object.hasOwn(LIVE, name)) return LIVE[name];
  throw new RingfenceError(
    'OPTION_INVALID',
    `${name} has no live form yet; those that have are ${LIVE_DETECTORS.join(', ')}`,
  );
}
