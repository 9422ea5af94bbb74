import { compareBytes } from '../../kernel/bytes.ts';
import { digest } from '../../kernel/canonical.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { compareEvents, type Event, type EventKey } from '../../graph/model/event.ts';
import type { Hub } from '../../graph/model/finding.ts';
import { LiveProjection, type ProjectionWatch } from '../../projection/live-projection.ts';
import { HUB_OPTIONS } from '../hubs.ts';
import {
  HUBS,
  mergeHubs,
  optionTexts,
  planDetection,
  type DetectionPlan,
  type DetectionResult,
  type DetectorSelection,
} from '../run.ts';
import { COMPACTION_LIMITS, LiveCompaction, type CompactionLimits } from './live-compaction.ts';
import type { LiveDetector, LiveSubject, Outcome } from './live-detector.ts';
import { LiveHubs } from './live-hubs.ts';
import { LIVE_FORMS, type LiveMaker } from './live-forms.ts';
import { HUBS_LIST, RETRACTED_LIST, SNAPSHOT_VERSION, type LiveSnapshot } from './live-snapshot.ts';
import type { LiveContext } from './live-things.ts';

/** Names of the detectors that can run live. */
export const LIVE_DETECTORS: readonly string[] = Object.keys(LIVE_FORMS);
/** Those that run live unless others are named: those of a batch run. */
export const LIVE_BY_DEFAULT: readonly string[] = planDetection({}).detectors.map(({ name }) => name);

/**
 * Detection event by event. After {@link settle} the result is that of one batch run (`runDetectors`) over the facts in
 * force, whatever the order and batches in which the events came, as long as nothing is truncated there: every
 * subject is evaluated by the batch detector's own code over the slice of the log that it reads.
 *
 * An event costs O(what it uses) and marks the subjects it may concern; settling costs the slices of those marked.
 * Memory: the events in force of the longest window and what is kept of those before (see LiveCompaction), one entry a
 * subject met, and the findings.
 */
export class LiveDetection {
  readonly #plan: DetectionPlan;
  readonly #projection: LiveProjection;
  readonly #detectors: readonly LiveDetector[];
  /** Those that are told who uses what. */
  readonly #joining: readonly LiveDetector[];
  readonly #told = new Map<Event['kind'], readonly LiveDetector[]>();
  readonly #hubs: LiveHubs;
  readonly #compaction: LiveCompaction;
  #unsettled = 0;
  readonly #touched = new Set<LiveSubject>();
  readonly #grown = new Set<LiveSubject>();
  readonly #outcomes = new Map<LiveSubject, Outcome>();

  /**
   * @param selection without names, {@link LIVE_BY_DEFAULT}
   * @throws RingfenceError OPTION_INVALID as `planDetection`, or for a detector without a live form
   */
  constructor(selection: DetectorSelection = {}, limits: CompactionLimits = COMPACTION_LIMITS) {
    this.#plan = planDetection({ ...selection, detectors: selection.detectors ?? LIVE_BY_DEFAULT });
    const hubs = new LiveHubs(this.#plan.optionsOf(HUBS, HUB_OPTIONS));
    this.#hubs = hubs;
    this.#projection = new LiveProjection(
      this.#watch(hubs),
      this.#plan.detectors.some(({ onRequest }) => onRequest),
    );
    const context: LiveContext = {
      projection: this.#projection,
      hubs,
      marks: {
        touch: (subject) => this.#touched.add(subject),
        grow: (subject) => this.#grown.add(subject),
      },
    };
    this.#detectors = this.#plan.detectors.map(({ name }) => makerOf(name)(context, this.#plan));
    this.#joining = this.#detectors.filter(({ linked }) => linked !== undefined);
    this.#compaction = new LiveCompaction(this.#projection, hubs, this.#detectors, limits);
  }

  #watch(hubs: LiveHubs): ProjectionWatch {
    const each = (tell: (detector: LiveDetector) => void): void => this.#detectors.forEach(tell);
    return {
      appended: (event, uses) => {
        for (const detector of this.#toldOf(event.kind)) detector.appended(event, uses);
      },
      changes: (event, mention) => {
        each((detector) => detector.changes(event, mention));
        const changed = hubs.recheck(event, mention);
        if (changed.length > 0) each((detector) => detector.hubsChanged(changed));
      },
      linked: (user, thing) => {
        for (const detector of this.#joining) detector.linked?.(user, thing);
      },
      unlinked: (user, thing) => {
        for (const detector of this.#joining) detector.unlinked?.(user, thing);
      },
    };
  }

  /** The detectors that are told of an event of a kind that is in order. */
  #toldOf(kind: Event['kind']): readonly LiveDetector[] {
    let told = this.#told.get(kind);
    if (!told) {
      told = this.#detectors.filter(({ kinds }) => kinds?.has(kind) ?? true);
      this.#told.set(kind, told);
    }
    return told;
  }

  /** Takes in one event, in whatever order; one that is known already has no effect. */
  apply(event: Event): void {
    this.#projection.apply(event);
    this.#unsettled++;
  }

  /**
   * Whether something came, or was taken back, that is of a time whose events were let go. It is left out, and only
   * detection over all events from the start has it.
   */
  get isOutdated(): boolean {
    return this.#projection.isOutdated;
  }

  /**
   * Keys that retractions named and that are not known here, each told once. If the log has such an event, it may have
   * been let go ({@link missed}); otherwise it is yet to come.
   */
  takeStrays(): EventKey[] {
    return this.#projection.takeStrays();
  }

  /** Keys of such retractions, and of others whose targets are known, for detection made anew ({@link expectRetracted}). */
  retracted(): Iterable<EventKey> {
    return this.#projection.retracted();
  }

  /** What has these keys is not to be taken in; before any event is. */
  expectRetracted(keys: Iterable<EventKey>): void {
    this.#projection.expectRetracted(keys);
  }

  /** An event of the log that was taken back turned out not to be known here. */
  missed(event: Event): void {
    this.#projection.missed(event, this.#compaction.before);
  }

  /** Whether there is less here than all events in force. */
  get hasLetGo(): boolean {
    return this.#compaction.before > -Infinity;
  }

  /** How many events are held. Time O(events). */
  get held(): number {
    let held = 0;
    for (const _ of this.#projection.facts()) held++;
    return held;
  }

  /**
   * What there is to go on from, to be read while events are taken in; until {@link release} nothing is let go. Null
   * while events are being let go, and when it is outdated.
   */
  snapshot(): LiveSnapshot | null {
    if (this.#compaction.isRunning || this.isOutdated) return null;
    this.#compaction.isHeld = true;
    this.settle();
    const { settledUntil } = this.#projection;
    const sums = this.#detectors.map(({ compaction }, i) => [
      this.#plan.detectors[i].name,
      compaction?.summary() ?? [],
    ]);
    return {
      version: SNAPSHOT_VERSION,
      options: this.optionsDigest,
      settled: settledUntil === -Infinity ? null : { until: settledUntil, before: this.#compaction.before },
      lists: {
        ...Object.fromEntries(sums),
        [HUBS_LIST]: this.#hubs.summary(),
        [RETRACTED_LIST]: [...this.#projection.retracted()],
      },
      facts: this.#projection.facts(),
    };
  }

  /** Ends the reading of a snapshot. */
  release(): void {
    this.#compaction.isHeld = false;
  }

  /** By it a snapshot is told that these options can go on from. */
  get optionsDigest(): string {
    return digest(optionTexts(this.#plan));
  }

  /**
   * Goes on from a snapshot of the same options and version, as if everything had been taken in that the other had;
   * before anything else is. Rests at each event. The log's tail may have events that are in the snapshot already.
   */
  *resume({ settled, lists, facts }: LiveSnapshot): Generator<void> {
    const { until, before } = settled ?? { until: -Infinity, before: -Infinity };
    this.#hubs.resume(lists[HUBS_LIST] ?? [], until, this.#projection);
    this.#compaction.resume(before);
    const retracted = (lists[RETRACTED_LIST] ?? []) as unknown as readonly EventKey[];
    yield* this.#projection.restore([...facts].sort(compareEvents), retracted, { until, before });
    const known = {
      event: (key: EventKey) => this.#projection.factWith(key)!,
      user: (id: string) => this.#projection.user(id),
    };
    this.#detectors.forEach(({ compaction }, i) =>
      compaction?.resume(lists[this.#plan.detectors[i].name] ?? [], known),
    );
  }

  /**
   * Evaluates the subjects of which there may be something new since the last time. Findings that only go on are left
   * until somebody reads them ({@link result}). @returns how many were evaluated
   */
  settle(): number {
    const evaluated = this.#evaluate(this.#touched);
    this.#compaction.advance(this.#unsettled);
    this.#unsettled = 0;
    return evaluated;
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

function makerOf(name: string): LiveMaker {
  if (Object.hasOwn(LIVE_FORMS, name)) return LIVE_FORMS[name];
  throw new RingfenceError(
    'OPTION_INVALID',
    `${name} has no live form yet; those that have are ${LIVE_DETECTORS.join(', ')}`,
  );
}
