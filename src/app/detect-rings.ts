import type { Finding, Hub, Truncation } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { CandidateSource } from '../store/candidate-source.ts';
import type { Store } from '../store/port.ts';
import type { Clock } from '../kernel/clock.ts';
import { runDetectors, type DetectionResult } from '../detectors/run.ts';
import { carryOver } from '../rings/carry-over.ts';
import { formRings } from '../rings/form-rings.ts';
import { withRisk } from '../risk/rings/ring-risk.ts';
import type { Progress } from './context.ts';
import { detectionGraphs } from './detection-graphs.ts';

export interface DetectRequest {
  /** Names; all detectors when left out. */
  readonly detectors?: readonly string[];
  /** `detector.option=value` texts. */
  readonly set?: readonly string[];
  /** Epoch ms; everything stored when null. */
  readonly asOf: number | null;
  /** Whether the findings and rings are kept in the store. */
  readonly save: boolean;
  /** Where the detectors that have a query get their candidates; absent: all run over the whole graph. */
  readonly candidates?: CandidateSource;
}

export interface DetectResult {
  readonly findings: readonly Finding[];
  readonly rings: readonly Ring[];
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
  /** How many were read; with candidates, one that several detectors read counts for each. */
  readonly events: number;
  readonly seconds: number;
  readonly saved: boolean;
}

/** Runs detectors over a store as of a time, binds their findings into rings and, when asked, keeps the result. */
export async function detectRings(
  store: Store,
  request: DetectRequest,
  clock: Clock,
  progress: Progress = () => {},
): Promise<DetectResult> {
  const started = clock.elapsed();
  progress('reading events', 0);
  const { graphOf, events } = await detectionGraphs(store, request);
  progress('looking for rings', 0, events);
  const detection = runDetectors(graphOf, { detectors: request.detectors, set: request.set });
  const rings = request.save
    ? await keepDetection(store, request.asOf, detection, clock)
    : withRisk(formRings(detection.findings).rings, detection.findings);
  return {
    findings: detection.findings,
    rings,
    hubs: detection.hubs,
    truncated: detection.truncated,
    events,
    seconds: (clock.elapsed() - started) / 1000,
    saved: request.save,
  };
}

/** A saved run replaces the findings of the detectors it ran; rings are formed from all that is current then. */
export async function keepDetection(
  store: Store,
  asOf: number | null,
  detection: DetectionResult,
  clock: Clock,
): Promise<readonly Ring[]> {
  const ran = Object.keys(detection.options);
  const before = await store.records.findings();
  const kept = before.filter((finding) => !ran.includes(finding.detector));
  const current = [...detection.findings, ...kept];
  const ringSet = formRings(current);
  const carried = carryOver(
    { findings: before, rings: await store.records.rings(), aliases: await store.records.aliases() },
    { findings: current, ringSet },
  );
  const rings = withRisk(ringSet.rings, current);
  await store.records.saveRun({
    ranAt: clock.now(),
    asOf,
    options: detection.options,
    findings: detection.findings,
    superseded: carried.superseded,
    rings,
    aliases: carried.aliases,
    hubs: detection.hubs,
    truncated: detection.truncated,
  });
  return rings;
}
