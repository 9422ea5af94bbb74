import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Finding, Hub } from '../../src/graph/model/finding.ts';
import type { Ring } from '../../src/graph/model/ring.ts';
import type { DetectorSelection } from '../../src/detectors/run.ts';
import { scenarioEvents, scenarioInstant, type WireEvent } from './scenario-events.ts';

/** One case: events, what to run over them, and all that has to come out. tests/scenarios/README.md has the forms. */
export interface Scenario {
  /** `file: name`. */
  readonly title: string;
  readonly events: readonly WireEvent[];
  readonly selection: DetectorSelection;
  /** Epoch ms; null: everything stored. */
  readonly asOf: number | null;
  readonly findings: readonly ExpectedFinding[];
  /** Users and accounts of each ring as text, see {@link memberText}. */
  readonly rings: readonly string[];
  /** `TYPE ID REASON KEPT-OUT`; null: not looked at. */
  readonly hubs: readonly string[] | null;
}

/** The first four are compared always, the others where a case names them. */
export interface ExpectedFinding {
  /** Detector and subject: `device-sharing phone1 many`. */
  readonly find: string;
  /** Users and accounts, see {@link memberText}. */
  readonly members: string;
  /** Id of the first completing event. */
  readonly crossed: string;
  /** Id of the event from which on it binds, or `hub`, `self`, `crowd`; unless named, the crossing. */
  readonly binds: string;
  readonly last?: string;
  readonly peak?: number;
  readonly instances?: string;
  readonly evidence?: string;
  /** Whether it proves little alone. */
  readonly circumstantial?: boolean;
}

/** What an engine gives back; the records of `graph/model`, or of anything that can be read as such. */
export interface EngineResult {
  readonly findings: readonly Finding[];
  readonly rings: readonly Ring[];
  readonly hubs: readonly Hub[];
}

/** Any way through the product: wire events in, findings and rings out. */
export type Engine = (
  events: readonly WireEvent[],
  options: DetectorSelection & { readonly asOf: number | null },
) => Promise<EngineResult>;

const FOLDER = join(import.meta.dirname, '../scenarios');
const KEYS = new Set(['name', 'events', 'detectors', 'set', 'asOf', 'findings', 'rings', 'hubs']);
const FINDING_KEYS = new Set([
  'find',
  'members',
  'crossed',
  'binds',
  'last',
  'peak',
  'instances',
  'evidence',
  'circumstantial',
]);

/** Every case of every file of tests/scenarios, in the order of the files' names. */
export function loadScenarios(): Scenario[] {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  return files.flatMap((file) => {
    const cases = parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, unknown>[];
    return cases.map((one) => readCase(file.replace('.yaml', ''), one));
  });
}

function readCase(file: string, one: Readonly<Record<string, unknown>>): Scenario {
  const title = `${file}: ${String(one.name)}`;
  onlyKnown(title, one, KEYS);
  const findings = (one.findings ?? []) as readonly ExpectedFinding[];
  for (const finding of findings) onlyKnown(title, finding, FINDING_KEYS);
  return {
    title,
    events: scenarioEvents(String(one.events)),
    selection: {
      ...(one.detectors === undefined ? {} : { detectors: one.detectors as string[] }),
      ...(one.set === undefined ? {} : { set: one.set as string[] }),
    },
    asOf: one.asOf === undefined ? null : scenarioInstant(String(one.asOf)),
    findings: findings.map((finding) => ({ ...finding, binds: finding.binds ?? finding.crossed })),
    rings: (one.rings ?? []) as readonly string[],
    hubs: (one.hubs ?? null) as readonly string[] | null,
  };
}

function onlyKnown(title: string, mapping: object, known: ReadonlySet<string>): void {
  for (const key of Object.keys(mapping))
    if (!known.has(key)) throw new Error(`${title}: nothing is called "${key}" here`);
}

/** Writes a finding as an expectation, with those of the optional parts that the expectation for it names. */
export function expectationOf(finding: Finding, wanted: readonly ExpectedFinding[]): ExpectedFinding {
  const subject = finding.subject.map((part) => (typeof part === 'string' ? part : part.join(':')));
  const find = [finding.detector, ...subject].join(' ');
  const full: Required<ExpectedFinding> = {
    find,
    members: memberText(finding.members),
    crossed: finding.first.id,
    binds: typeof finding.binds === 'string' ? finding.binds : finding.binds.id,
    last: finding.last.id,
    peak: finding.peak,
    instances: finding.instances ?? '',
    evidence: finding.evidence.map(([, id]) => id).join(' '),
    circumstantial: finding.circumstantial ?? false,
  };
  const named = wanted.find((one) => one.find === find && one.crossed === full.crossed);
  const kept = Object.entries(full).filter(
    ([key]) => ['find', 'members', 'crossed', 'binds'].includes(key) || (named && key in named),
  );
  return Object.fromEntries(kept) as unknown as ExpectedFinding;
}

/** Users and accounts by id, each with its role in brackets unless it is a plain member: `ann bob(host)`. */
export function memberText(members: Finding['members'] | Ring['members']): string {
  return members
    .filter((member) => (member.type === 'User' || member.type === 'Account') && member.role !== 'identifier')
    .map((member) => (member.role === 'member' ? member.id : `${member.id}(${member.role})`))
    .join(' ');
}

export function hubText(hub: Hub): string {
  return `${hub.type} ${hub.id} ${hub.reason} ${hub.keptOut}`;
}
