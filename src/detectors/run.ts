import { compareBytes } from '../kernel/bytes.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { nearestNames } from '../kernel/nearest-names.ts';
import type { EventGraph } from '../graph/event-graph.ts';
import { compareEvents } from '../graph/model/event.ts';
import type { Finding, Hub, Truncation } from '../graph/model/finding.ts';
import type { Detection, Detector, HubCalendar } from './detector.ts';
import { HUB_OPTIONS, hubCalendar } from './hubs.ts';
import { defaultsOf, type OptionSpec, type OptionTable } from './options.ts';
import { DETECTORS } from './registry.ts';
import { applyRoleLabels } from './roles.ts';

/** Which detectors to run and with what; both as they are written on the command line. */
export interface DetectorSelection {
  /** Names; absent: all but those that run on request. */
  readonly detectors?: readonly string[];
  /** `DETECTOR.OPTION=VALUE`, or `hubs.hubUsers=80`; of two for one option the later wins. */
  readonly set?: readonly string[];
}

export interface DetectionResult {
  /** With the roles labels give. Eldest first: by first completing event, then id. */
  readonly findings: readonly Finding[];
  /** One entry for each entity and reason, from the first day it mattered on; by type, id bytes, reason. */
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
  /** Texts of every option in force, by detector that ran, and under `hubs` those of the hub rule. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The graph that a detector, by its name, reads; the same object for the same graph. */
export type GraphOf = (detector: string) => EventGraph;

/** A selection that was checked: the detectors that run, in the order of the registry, and the options in force. */
export interface DetectionPlan {
  readonly detectors: readonly Detector[];
  /** @param owner name of a detector, or {@link HUBS} */
  readonly optionsOf: <Options extends object>(owner: string, table: OptionTable<Options>) => Options;
}

/** The name under which the hub rule's options are set, beside the detectors'. */
export const HUBS = 'hubs';

/**
 * Checks a selection without running anything.
 *
 * @throws RingfenceError OPTION_INVALID for an unknown detector or option (with the nearest names) or a bad value.
 */
export function planDetection(selection: DetectorSelection): DetectionPlan {
  return {
    detectors: chooseDetectors(selection.detectors),
    optionsOf: parseSettings(selection.set ?? []),
  };
}

/**
 * Runs detectors over a graph, or each over its own. Pure: the same graphs and selection give the same result.
 *
 * @throws RingfenceError OPTION_INVALID for an unknown detector or option (with the nearest names) or a bad value.
 */
export function runDetectors(
  graphs: EventGraph | GraphOf,
  selection: DetectorSelection = {},
): DetectionResult {
  const plan = planDetection(selection);
  const { detectors, optionsOf } = plan;
  const hubOptions = optionsOf(HUBS, HUB_OPTIONS);
  const calendars = new Map<EventGraph, HubCalendar>();
  const detections: Detection[] = [];
  const findings: Finding[] = [];
  for (const detector of detectors) {
    const own = optionsOf(detector.name, detector.options);
    const graph = typeof graphs === 'function' ? graphs(detector.name) : graphs;
    const hubs = calendars.get(graph) ?? hubCalendar(graph, hubOptions);
    calendars.set(graph, hubs);
    const detection = detector.detect(graph, own, hubs);
    detections.push(detection);
    for (const finding of applyRoleLabels(graph, detection.findings)) findings.push(finding);
  }
  return {
    findings: findings.sort((a, b) => compareEvents(a.first, b.first) || compareBytes(a.id, b.id)),
    hubs: mergeHubs(detections.flatMap((detection) => detection.hubs)),
    truncated: detections.flatMap((detection) => detection.truncated),
    options: optionTexts(plan),
  };
}

/** Texts of every option in force, as in {@link DetectionResult}. */
export function optionTexts({ detectors, optionsOf }: DetectionPlan): DetectionResult['options'] {
  const texts: Record<string, Record<string, string>> = {
    [HUBS]: textsOf(HUB_OPTIONS, optionsOf(HUBS, HUB_OPTIONS)),
  };
  for (const { name, options } of detectors) texts[name] = textsOf(options, optionsOf(name, options));
  return texts;
}

/** The named detectors, each once, in the order of the registry. */
function chooseDetectors(names: readonly string[] | undefined): readonly Detector[] {
  if (!names) return DETECTORS.filter((detector) => !detector.onRequest);
  const known = DETECTORS.map((detector) => detector.name);
  for (const name of names) if (!known.includes(name)) throw unknown('detector', name, known);
  return DETECTORS.filter((detector) => names.includes(detector.name));
}

type Settings = DetectionPlan['optionsOf'];

/** Reads `OWNER.OPTION=VALUE` texts, all of them checked at once; the result fills in the defaults of an owner. */
function parseSettings(texts: readonly string[]): Settings {
  const tables = new Map([[HUBS, specsOf(HUB_OPTIONS)]]);
  for (const detector of DETECTORS) tables.set(detector.name, specsOf(detector.options));
  const values = new Map<string, Record<string, unknown>>();
  for (const text of texts) {
    const match = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text);
    if (!match)
      throw new RingfenceError(
        'OPTION_INVALID',
        `"${text}" is not of the form DETECTOR.OPTION=VALUE, such as kiting-cycle.window=7d`,
      );
    const [, owner, option, value] = match;
    const table = tables.get(owner);
    if (!table) throw unknown('detector', owner, [...tables.keys()]);
    const spec = table.get(option);
    if (!spec) throw unknown(`option of ${owner}`, option, [...table.keys()]);
    const own = values.get(owner) ?? {};
    own[option] = spec.parse(value, `${owner}.${option}`);
    values.set(owner, own);
  }
  return (owner, table) => ({ ...defaultsOf(table), ...values.get(owner) });
}

function unknown(what: string, typed: string, names: readonly string[]): RingfenceError {
  const nearest = nearestNames(typed, names);
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(' or ')}?` : `there are ${names.join(', ')}`;
  return new RingfenceError('OPTION_INVALID', `"${typed}" is no ${what}; ${hint}`);
}

function specsOf<Options extends object>(table: OptionTable<Options>): Map<string, OptionSpec<unknown>> {
  return new Map(Object.entries<OptionSpec<unknown>>(table));
}

function textsOf<Options extends object>(
  table: OptionTable<Options>,
  options: Options,
): Record<string, string> {
  const texts = [...specsOf(table)].map(([name, spec]) => [
    name,
    spec.format(options[name as keyof Options]),
  ]);
  return Object.fromEntries(texts);
}

/** One entry for each entity and reason, in the order of {@link DetectionResult}. */
export function mergeHubs(hubs: readonly Hub[]): Hub[] {
  const merged = new Map<string, Hub>();
  for (const hub of hubs) {
    const key = JSON.stringify([hub.type, hub.id, hub.reason]);
    const known = merged.get(key);
    merged.set(
      key,
      known ? { ...known, day: Math.min(known.day, hub.day), keptOut: known.keptOut + hub.keptOut } : hub,
    );
  }
  return [...merged.values()].sort(
    (a, b) => compareBytes(a.type, b.type) || compareBytes(a.id, b.id) || compareBytes(a.reason, b.reason),
  );
}
