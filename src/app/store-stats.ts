import { Outcomes } from '../features/records/outcomes.ts';
import type { EntityType } from '../graph/model/entity.ts';
import type { EventKind, EventOf } from '../graph/model/event.ts';
import type { EdgeType, Store } from '../store/port.ts';
import { countTransactions, type TransactionCounts } from './count-transactions.ts';

export interface StoreStats {
  readonly store: string;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
  readonly head: number;
  readonly entities: Readonly<Record<EntityType, number>>;
  readonly edges: Readonly<Record<EdgeType, number>>;
  /** Labels in force, by verdict and by type. */
  readonly labels: Readonly<Record<string, number>>;
  /** Transactions of users, and how they stand to fraud. */
  readonly transactions: TransactionCounts;
  readonly findings: Readonly<Record<string, number>>;
  readonly rings: number;
  /** Epoch ms of the newest saved detection, or null. */
  readonly detectedAt: number | null;
}

/** Counts of all that a store holds. Reads the log three times. */
export async function storeStats(store: Store): Promise<StoreStats> {
  const [events, head, graph, findings, rings, run] = await Promise.all([
    store.events.counts(),
    store.events.head(),
    store.graph.counts(),
    store.records.findings(),
    store.records.rings(),
    store.records.latestRun(),
  ]);
  return {
    store: store.url,
    events,
    head,
    ...graph,
    ...(await readLog(store)),
    findings: countBy(findings, (finding) => finding.detector),
    rings: rings.length,
    detectedAt: run?.ranAt ?? null,
  };
}

async function readLog(store: Store): Promise<Pick<StoreStats, 'labels' | 'transactions'>> {
  const read = () => store.events.readAsOf(null);
  const outcomes = new Outcomes();
  const labels: EventOf<'label'>[] = [];
  for await (const batch of read())
    for (const event of batch) {
      outcomes.gather(event);
      if (event.kind === 'label') labels.push(event);
    }
  return {
    labels: countBy(labels, (label) => (label.type ? `${label.verdict}: ${label.type}` : label.verdict)),
    transactions: await countTransactions(read, outcomes),
  };
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
