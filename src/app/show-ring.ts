import { RingfenceError } from '../kernel/errors.ts';
import type { Finding } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import { ringRisk, type RingReason } from '../risk/rings/ring-risk.ts';
import type { Store } from '../store/port.ts';

export interface RingDetail {
  readonly ring: Ring;
  /** Its findings, eldest first. */
  readonly findings: readonly Finding[];
  /** What its risk is made of. */
  readonly reasons: readonly RingReason[];
  /** True when the id asked for is an older one that now leads to this ring. */
  readonly alias: boolean;
}

/**
 * A ring by an id that is or ever was its own, with its findings.
 * @throws RingfenceError NOT_FOUND
 */
export async function showRing(store: Store, id: string): Promise<RingDetail> {
  const ring = await store.records.ring(id);
  if (!ring) throw new RingfenceError('NOT_FOUND', `ring ${id}: there is none by this id in ${store.url}`);
  const findings: Finding[] = [];
  for (const findingId of ring.findings) {
    const finding = await store.records.finding(findingId);
    if (finding) findings.push(finding);
  }
  return { ring, findings, reasons: ringRisk(findings).reasons, alias: ring.id !== id };
}
