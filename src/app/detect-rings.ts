import type { Finding, Hub, Truncation } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { Store } from '../store/port.ts';
import type { Clock } from '../kernel/clock.ts';
import { projectGraph } from '../projection/project.ts';
import { runDetectors, type DetectionResult } from '../detectors/run.ts';
import { carryOver } from '../rings/carry-over.ts';
import { formRings } from '../rings/form-rings.ts';
import type { Progress } from './context.ts';

export interface DetectRequest {
  /** Names; all detectors when left out. */
  readonly detectors?: readonly string[];
  /** `detector.option=value` texts. */
  readonly set?: readonly string[];
  /** Epoch ms; everything stored when null. */
  readonly asOf: number | null;
  /** Whether the findings and rings are kept in the store. */
  readonly save: boolean;
}

export interface DetectResult {
  readonly findings: readonly Finding[];
  readonly rings: readonly Ring[];
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
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
  const graph = await projectGraph(store.events, request.asOf);
  progress('looking for rings', 0, graph.events.count);
  const detection = runDetectors(graph, { detectors: request.detectors, set: request.set });
  const rings = request.save
    ? await saveRun(store, request, detection, clock)
    : formRings(detection.findings).rings;
  return {
    findings: detection.findings,
    rings,
    hubs: detection.hubs,
    truncated: detection.truncated,
    events: graph.events.count,
    seconds: (clock.elapsed() - started) / 1000,
    saved: request.save,
  };
}

/** A saved run replaces the findings of the detectors it ran; rings are formed from all that is current then. */
async function saveRun(
  store: Store,
  request: DetectRequest,
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
  await store.records.saveRun({
    ranAt: clock.now(),
    asOf: request.asOf,
    options: detection.options,
    findings: detection.findings,
    superseded: carried.superseded,
    rings: ringSet.rings,
    aliases: carried.aliases,
    hubs: detection.hubs,
    truncated: detection.truncated,
  });
  return ringSet.rings;
}
