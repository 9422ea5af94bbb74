import { formatInstant } from '../kernel/time.ts';
import type { EventOrder } from '../graph/model/event.ts';
import type { Finding, Hub } from '../graph/model/finding.ts';
import type { Ring, RingStep } from '../graph/model/ring.ts';

/** JSON forms of records: times as ISO 8601, strengths from 0 to 1. Scripts rely on these names. */

export function findingView(finding: Finding) {
  const { binds } = finding;
  return {
    id: finding.id,
    detector: finding.detector,
    subject: finding.subject,
    crossedAt: formatInstant(finding.first.at),
    lastAt: formatInstant(finding.last.at),
    firstEvent: [finding.first.source, finding.first.id],
    strength: finding.strength / 10_000,
    members: finding.members.map(({ type, id, role, since }) => ({
      type,
      id,
      role,
      since: formatInstant(since.at),
    })),
    evidence: finding.evidence,
    peak: finding.peak,
    binds: typeof binds !== 'string',
    notBinding: typeof binds === 'string' ? binds : null,
    circumstantial: finding.circumstantial ?? false,
    self: binds === 'self',
    owners: finding.owners,
    ...(finding.instances === undefined ? {} : { instances: finding.instances }),
    ...(finding.significance === undefined
      ? {}
      : { significance: { ...finding.significance, pValue: Number(finding.significance.pValue) } }),
  };
}

export function ringView(ring: Ring) {
  return {
    id: ring.id,
    members: ring.members.map(({ type, id, role, since }) => ({
      type,
      id,
      role,
      since: formatInstant(since.at),
    })),
    findings: ring.findings,
    risk: ring.risk,
    strength: ring.strength / 10_000,
    formedAt: formatInstant(ring.formedAt),
    lastActiveAt: formatInstant(ring.lastActiveAt),
    parent: ring.parent,
    metrics: ring.metrics,
  };
}

export function stepView(step: RingStep) {
  return { ...step, at: formatInstant(step.at.at), event: orderKey(step.at) };
}

export function hubView(hub: Hub) {
  return {
    type: hub.type,
    id: hub.id,
    reason: hub.reason,
    day: formatInstant(hub.day),
    keptOut: hub.keptOut,
  };
}

function orderKey(order: EventOrder): readonly [string, string] {
  return [order.source, order.id];
}
