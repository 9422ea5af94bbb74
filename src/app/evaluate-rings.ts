import type { Finding } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import { compareRings, type RingComparison } from '../rings/evaluation/compare-rings.ts';
import { evaluate, type EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { RingActsReader, type RingActivity } from '../rings/evaluation/ring-acts.ts';
import type { AccountOwners } from '../rings/evaluation/ring-side.ts';
import type { Store } from '../store/port.ts';
import type { Progress } from './context.ts';
import { readTruth, type TruthFile } from './read-truth.ts';

/**
 * Compares what the last saved detection of a store found with a truth file (docs/algorithms/evaluation.md). Reads the
 * log once; memory grows with rings, findings and the owners of accounts.
 * @throws RingfenceError FILE_UNREADABLE, FORMAT_UNKNOWN
 */
export async function evaluateRings(
  store: Store,
  truthFile: string,
  progress: Progress = () => {},
): Promise<EvaluationReport> {
  const truth = await readTruth(truthFile);
  const found = { rings: await store.records.rings(), findings: await store.records.findings() };
  return evaluateFound(store, found, truth, progress);
}

/** As {@link evaluateRings}, of what was just found in a store. */
export async function evaluateFound(
  store: Store,
  { rings, findings }: { readonly rings: readonly Ring[]; readonly findings: readonly Finding[] },
  { truth, loners, level }: TruthFile,
  progress: Progress = () => {},
): Promise<EvaluationReport> {
  const comparison = compareRings(rings, truth, await accountOwners(store));
  const activity = await readActivity(store, comparison, progress);
  const { entities } = await store.graph.counts();
  const people = entities.User > 0 ? entities.User : entities.Account;
  return evaluate({ comparison, findings, activity, loners, people, level });
}

async function readActivity(
  store: Store,
  { truth, trueSides, owners }: RingComparison,
  progress: Progress,
): Promise<RingActivity> {
  const reader = new RingActsReader(truth.rings, trueSides, owners);
  const total = await store.events.head();
  let done = 0;
  for await (const events of store.events.readAsOf(null)) {
    for (const event of events) reader.add(event);
    done += events.length;
    progress('reading events', done, total);
  }
  return reader.finish();
}

/** Who owns which account, so that a ring of accounts can be compared with one of users. */
export async function accountOwners(store: Store): Promise<AccountOwners> {
  const owners = new Map<string, string[]>();
  for await (const batch of store.graph.edges('HAS_ACCOUNT')) {
    for (const { from, to } of batch) {
      const known = owners.get(to.id);
      if (known) known.push(from.id);
      else owners.set(to.id, [from.id]);
    }
  }
  return owners;
}
