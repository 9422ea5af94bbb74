import { SNAPSHOT_VERSION, type LiveSnapshot } from '../../detectors/live/live-snapshot.ts';
import type { Json } from '../../graph/model/document.ts';
import type { Event } from '../../graph/model/event.ts';
import { digest } from '../../kernel/canonical.ts';
import type { Store } from '../../store/port.ts';

/** Rows of a part, some hundred bytes each. */
const ROWS = 500;
const CHECKPOINT = 'live';
/** The name of the rows that are events. */
const FACTS = 'facts';

/** A snapshot read back, and the seq up to which the log is in it. */
export interface KeptCheckpoint {
  readonly seq: number;
  readonly snapshot: LiveSnapshot;
}

/**
 * Writes what live detection goes on from after a restart: part by part into the place that the one before is not in,
 * and at last, in one write, which place holds. Until then the one before stays, whatever becomes of this process.
 * Between parts others get their turn.
 *
 * @param seq up to which the log was taken in when the snapshot began
 * @param at epoch ms of the machine's clock
 * @param isVoid asked between parts; true ends the writing
 * @returns whether it was written whole
 * @throws RingfenceError what the store throws
 */
export async function keepCheckpoint(
  { records }: Store,
  snapshot: LiveSnapshot,
  { seq, at, isVoid }: { readonly seq: number; readonly at: number; readonly isVoid: () => boolean },
): Promise<boolean> {
  const before = await records.document('live-checkpoint', CHECKPOINT);
  const place = before?.place === 'a' ? 'b' : 'a';
  const digests: string[] = [];
  for (const text of partsOf(snapshot)) {
    if (isVoid()) return false;
    const id = idOf(place, digests.length);
    await records.saveDocuments([{ kind: 'live-part', document: { id, at, text } }]);
    digests.push(digest(text));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { version, options, settled } = snapshot;
  const document = { id: CHECKPOINT, at, seq, place, digests, version, options, settled } as const;
  await records.saveDocuments([{ kind: 'live-checkpoint', document }]);
  return true;
}

/**
 * The checkpoint that was written whole last.
 * @param options digest of those that run now
 * @returns why there is none to go on from, where that is so; null where none was ever written
 * @throws RingfenceError what the store throws
 */
export async function readCheckpoint(store: Store, options: string): Promise<KeptCheckpoint | string | null> {
  const kept = await store.records.document('live-checkpoint', CHECKPOINT);
  if (!kept) return null;
  if (kept.version !== SNAPSHOT_VERSION) return 'it is of another version';
  if (kept.options !== options) return 'it was made with other options';
  if (kept.seq > (await store.events.head())) return 'the log ends before it';
  const lists: Record<string, Json[]> = {};
  const facts: Event[] = [];
  for (const [number, sum] of kept.digests.entries()) {
    const part = await store.records.document('live-part', idOf(kept.place, number));
    if (!part || digest(part.text) !== sum) return 'it is damaged';
    const [name, rows] = JSON.parse(part.text) as readonly [string, Json[]];
    if (name === FACTS) for (const row of rows) facts.push(row as unknown as Event);
    else for (const row of rows) (lists[name] ??= []).push(row);
  }
  return { seq: kept.seq, snapshot: { ...kept, lists, facts } };
}

function* partsOf({ lists, facts }: LiveSnapshot): Generator<string> {
  for (const [name, rows] of Object.entries(lists))
    for (let start = 0; start < rows.length; start += ROWS)
      yield JSON.stringify([name, rows.slice(start, start + ROWS)]);
  let rows: Event[] = [];
  for (const fact of facts) {
    if (rows.push(fact) < ROWS) continue;
    yield JSON.stringify([FACTS, rows]);
    rows = [];
  }
  if (rows.length > 0) yield JSON.stringify([FACTS, rows]);
}

function idOf(place: string, number: number): string {
  return `${place}-${number}`;
}
