import type { EntityRef } from '../../graph/model/entity.ts';
import type { EventKey } from '../../graph/model/event.ts';
import { isSuspect, type Finding } from '../../graph/model/finding.ts';
import type { Ring } from '../../graph/model/ring.ts';
import { compareBytes } from '../../kernel/bytes.ts';
import { fromHundredths, shareOut, toHundredths } from '../decision/hundredths.ts';
import { evidenceLine, type EvidenceLine } from './evidence-line.ts';

/** Why a ring has its risk: one line of evidence, by its strongest finding. Points of all reasons add up to the risk. */
export interface RingReason {
  readonly line: EvidenceLine;
  /** 0 to 100, at most two decimals. */
  readonly points: number;
  readonly text: string;
  /** Ids of all findings of the line, strongest first. */
  readonly findings: readonly string[];
  /** Suspects of the strongest finding and what they share. */
  readonly nodes: readonly EntityRef[];
  /** Keys of the events that prove the strongest finding. */
  readonly events: readonly EventKey[];
}

export interface RingRisk {
  /** 0 to 100, in hundredths. */
  readonly risk: number;
  /** Most points first. */
  readonly reasons: readonly RingReason[];
}

/** What binds only beside another finding speaks half as loud. */
const BESIDE = 0.5;
/** No finding is certain. */
const MOST = 0.99;

/**
 * How much speaks for a ring: 100 x (1 - product over lines of evidence of (1 - s)), s the strength of the line's
 * strongest finding, 0 to 0.99, halved where it binds only beside another (noisy-or, J. Pearl 1988, "Probabilistic
 * reasoning in intelligent systems", 4.3.2). Points are shared out by -ln(1 - s), by which the factors add up.
 *
 * It ranks rings; it is no probability and decides nothing (docs/algorithms/ring-risk.md).
 *
 * @param findings those of the ring, in any order. Time O(findings log findings).
 */
export function ringRisk(findings: readonly Finding[]): RingRisk {
  // In a fixed order, so that rounding does not depend on that of the findings.
  const lines = [...Map.groupBy(findings, evidenceLine)]
    .map(([line, own]) => weigh(line, own))
    .sort((a, b) => compareBytes(a.line, b.line));
  const left = lines.reduce((product, { share }) => product * (1 - share), 1);
  const risk = toHundredths(100 * (1 - left));
  const logs = lines.map(({ share }) => -Math.log(1 - share));
  const whole = logs.reduce((sum, log) => sum + log, 0);
  const points = shareOut(
    logs.map((log) => (whole === 0 ? 0 : (log / whole) * (risk / 100))),
    risk,
  );
  const reasons = lines.map((line, i) => reasonOf(line, fromHundredths(points[i])));
  return {
    risk: fromHundredths(risk),
    reasons: reasons.sort((a, b) => b.points - a.points || compareBytes(a.line, b.line)),
  };
}

/** Rings with their risk. @param findings all that the rings name, and maybe more */
export function withRisk(rings: readonly Ring[], findings: readonly Finding[]): Ring[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return rings.map((ring) => ({
    ...ring,
    risk: ringRisk(ring.findings.flatMap((id) => byId.get(id) ?? [])).risk,
  }));
}

interface Line {
  readonly line: EvidenceLine;
  /** Strongest first. */
  readonly findings: readonly Finding[];
  readonly share: number;
}

function weigh(line: EvidenceLine, findings: readonly Finding[]): Line {
  const sorted = findings.toSorted((a, b) => shareOf(b) - shareOf(a) || compareBytes(a.id, b.id));
  return { line, findings: sorted, share: shareOf(sorted[0]) };
}

function shareOf({ strength, circumstantial, binds }: Finding): number {
  const isBeside = circumstantial === true || binds === 'established';
  return Math.min((strength / 10_000) * (isBeside ? BESIDE : 1), MOST);
}

function reasonOf({ line, findings }: Line, points: number): RingReason {
  const [strongest] = findings;
  const suspects = strongest.members.filter(({ role }) => isSuspect(role)).length;
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  const nodes = strongest.members
    .filter(({ role }) => isSuspect(role) || role === 'identifier')
    .map(({ type, id }) => ({ type, id }));
  return {
    line,
    points,
    text: `${strongest.detector} of ${suspects}, strength ${(strongest.strength / 10_000).toFixed(2)}${more}`,
    findings: findings.map(({ id }) => id),
    nodes,
    events: strongest.evidence,
  };
}
