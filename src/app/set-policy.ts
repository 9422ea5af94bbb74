import type { Json, RulesDocument } from '../graph/model/document.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { readPolicy, type Policy } from '../risk/decision/policy.ts';
import { actDocument, doneBefore, inTurn, requireVersion, type Done } from './serving/acts.ts';
import type { Serving } from './serving/serving.ts';

export interface PolicyRequest {
  readonly key: string;
  /** The document of docs/risk.md without `format` and `version`, which are set here. */
  readonly policy: unknown;
  /** The version of the policy on which the caller decided; null does not ask. */
  readonly version?: number | null | undefined;
}

/** The policy that decides now. @throws RingfenceError NOT_READY */
export function policyInForce({ engine }: Serving): Policy {
  const inForce = engine.scorer.inForce;
  if (inForce === null) throw new RingfenceError('NOT_READY', 'the log is being read');
  return inForce.policy;
}

/**
 * Makes a policy the one that decides, from the next score on; its version is one more than the greatest there is, drafts included.
 * @throws RingfenceError RULES_INVALID, VERSION_CONFLICT, ID_CONFLICT, NOT_READY, STORE_FAILED
 */
export async function setPolicy(serving: Serving, request: PolicyRequest): Promise<Done<Policy>> {
  const { key, policy, version } = request;
  const act = { name: 'setPolicy', key, request: { policy, version: version ?? null } };
  return inTurn(serving, async () => {
    const before = await doneBefore(serving, act);
    if (before !== null) {
      // The first time may have been kept without anybody here hearing of it.
      await serving.engine.scorer.reload();
      return { result: readPolicy(before), duplicate: true };
    }
    const present = policyInForce(serving);
    requireVersion('the policy', version, present.version);
    const known = await serving.reads.documents('policy', MOST);
    // A draft may have the next number already.
    const latest = Math.max(present.version, ...known.map((one) => one.version));
    const next = readPolicy({
      ...(policy as object),
      format: 'ringfence-policy',
      version: latest + 1,
    });
    const document: RulesDocument = {
      id: `policy@${next.version}`,
      at: serving.clock.now(),
      name: 'policy',
      version: next.version,
      status: 'live',
      body: next as unknown as Json,
    };
    const retired = known
      .filter(({ status }) => status === 'live')
      .map((old) => ({ kind: 'policy', document: { ...old, status: 'retired' } }) as const);
    await serving.reads.save([
      ...retired,
      { kind: 'policy', document },
      actDocument(serving, act, document.body),
    ]);
    await serving.engine.scorer.reload();
    return { result: next, duplicate: false };
  });
}

/** Versions that are looked through. */
const MOST = 1_000;
