import type { DocumentKind, DocumentTypes, KeptDocument } from '../graph/model/document.ts';
import type { EntityRef, EntityType } from '../graph/model/entity.ts';
import type { Event, EventKey, EventKind } from '../graph/model/event.ts';
import type { Finding, Hub, Truncation } from '../graph/model/finding.ts';
import type { EdgeType } from '../graph/model/graph-facts.ts';
import type { Ring, RingAlias } from '../graph/model/ring.ts';
import type { VectorSnapshot } from '../graph/model/vector-snapshot.ts';

/**
 * A store: one workspace's data behind three ports. The log is the truth; the graph is derived from it and can be
 * dropped and rebuilt; records are what Ringfence itself concluded. Every sentence here has a case in
 * tests/contract/store.case.ts, which every adapter passes.
 *
 * All methods reject with RingfenceError: STORE_FAILED for an I/O fault (nothing of that call was kept),
 * STORE_CORRUPT, STORE_SCHEMA, STORE_BUSY.
 */
export interface Store {
  /** As given by the user, without credentials. */
  readonly url: string;
  readonly events: EventLog;
  readonly graph: GraphStore;
  readonly records: RecordStore;
  /**
   * Takes the one writer's place; writing without it rejects with STORE_BUSY.
   * Rejects with STORE_BUSY, naming the holder's pid, while another live process holds it. The lease of a dead
   * process, or one whose heartbeat is older than 30 s, is taken over.
   */
  acquireLease(): Promise<Lease>;
  /** Looks for damage: the adapter's own integrity check, and appliedSeq <= head. */
  check(): Promise<StoreCheck>;
  /** Writes a consistent copy while the store stays open; never overwrites: rejects with STORE_FAILED if `path` exists. */
  backup(path: string): Promise<void>;
  /** Releases the lease, if held, and all handles. Calling it twice is fine. */
  close(): Promise<void>;
}

export interface Lease {
  release(): Promise<void>;
}

export interface StoreCheck {
  readonly ok: boolean;
  readonly schemaVersion: number;
  readonly head: number;
  readonly appliedSeq: number;
  /** One sentence each; empty when ok. */
  readonly problems: readonly string[];
}

/** An event with its place in the log. `seq` rises by arrival, starts at 1 and has no gaps. */
export interface LoggedEvent {
  readonly seq: number;
  readonly event: Event;
}

/** What became of one event: `duplicate` when key and body are known, `conflict` when only the key is. */
export interface AppendOutcome {
  readonly outcome: 'accepted' | 'duplicate' | 'conflict';
  /** Of the stored event: the new one, or the first one with that key. */
  readonly seq: number;
}

export interface EventLog {
  /**
   * Appends what is new, in the order given, all or nothing on a fault; outcomes in the order of the input.
   * Keys compare byte for byte; bodies by the hash of their canonical JSON. Also dedupes inside the batch.
   * Rejects with EVENT_INVALID, keeping nothing of the batch, when an event's key breaks the rule of ids or the
   * event has no JSON form (NaN, a lone surrogate); that what an event says makes sense is for ingest to see to.
   */
  append(events: readonly Event[]): Promise<readonly AppendOutcome[]>;
  /** The seq of the newest event; 0 for an empty log. */
  head(): Promise<number>;
  get(key: EventKey): Promise<LoggedEvent | null>;
  /** As `get`, for many keys in one call; in the order given, null where there is no such event. */
  lookUp(keys: readonly EventKey[]): Promise<readonly (LoggedEvent | null)[]>;
  /**
   * Events with seq > `after`, retractions and retracted ones too, rising by seq, in batches of bounded size. Like
   * `readAsOf` it keeps to what was there when the reading began, and holds up neither other readers nor the writer.
   */
  readFrom(after: number): AsyncIterable<readonly LoggedEvent[]>;
  /**
   * The facts in force as of a time, in event order, in batches of bounded size: at <= asOf, observedAt <= asOf, not
   * retracted by then; no retractions. `null` is everything stored. A retraction counts from the later of its own
   * at and observedAt; it may arrive before its target; a retraction of a retraction has no effect.
   */
  readAsOf(asOf: number | null): AsyncIterable<readonly Event[]>;
  /** Number of events by kind; kinds without events are left out. */
  counts(): Promise<Readonly<Partial<Record<EventKind, number>>>>;
}

export type { EdgeType };

/** USES_* and HAS_ACCOUNT: one per pair. TRANSFERS_TO: one per transfer, with its event and amount. */
export interface Edge {
  readonly type: EdgeType;
  readonly from: EntityRef;
  readonly to: EntityRef;
  /** First and last use, epoch ms; equal for a transfer. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly transfer?: { readonly event: EventKey; readonly minor: number; readonly currency: string };
}

/** Entities at the other end of the edges of one type: `out` where the edge begins at the entity asked about. */
export interface NeighbourCount {
  readonly type: EdgeType;
  readonly direction: 'out' | 'in';
  readonly neighbours: number;
}

export interface Entity extends EntityRef {
  /** Latest value of each property in event order, from events not retracted (User: name, email, phone, …). */
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

export interface GraphStore {
  /**
   * Whether `apply` may run while later events are appended, and gains by it: so it is with a server, which does the
   * work of both at once. Where it is false the two take turns.
   */
  readonly appliesBesideAppends: boolean;
  /** The seq up to which the log is in the graph; written in the same transaction as the graph itself. */
  appliedSeq(): Promise<number>;
  /**
   * Applies the next events of the log, rising by seq; those with seq <= appliedSeq are skipped. The result depends
   * only on the set of events applied, not on their order: a retraction takes back all its target did (a node that
   * no event mentions any more is gone), also when it arrives first. What each kind of event says about the graph is
   * `graphFacts` of graph/model, in every adapter. All or nothing; rejects with INTERNAL when the events after
   * appliedSeq are not the very next ones of the log, because nobody would ever see the gap again.
   *
   * Costs least in large groups: what an event changes lies strewn over the store.
   */
  apply(events: readonly LoggedEvent[]): Promise<void>;
  /** Empties the graph and sets appliedSeq to 0, so that it can be rebuilt from the log. */
  drop(): Promise<void>;
  entity(ref: EntityRef): Promise<Entity | null>;
  /** As `entity`, for many in one call; in the order given, null where there is no such entity. */
  lookUp(refs: readonly EntityRef[]): Promise<readonly (Entity | null)[]>;
  /**
   * How many other entities each is joined to, by edge type and direction, in one call and in the order given; types
   * without any are left out. By type, then outgoing before incoming. Time grows with the uses of the entities.
   */
  neighbourCounts(refs: readonly EntityRef[]): Promise<readonly (readonly NeighbourCount[])[]>;
  /**
   * Edges at an entity, both directions, in the order type, from, to, event; at most `limit`. Names compare as
   * bytes, events by the order of events. Time grows with the uses of the entity, not with the limit.
   */
  edgesOf(ref: EntityRef, limit: number): Promise<readonly Edge[]>;
  /**
   * Edges with both ends among the given entities, in the order type, from, to, event; at most `limit`. One call, whose
   * time grows with the uses of the entities.
   */
  edgesAmong(refs: readonly EntityRef[], limit: number): Promise<readonly Edge[]>;
  /** All entities of a type, by id bytes, in batches of bounded size; what is applied meanwhile may show or not. */
  entities(type: EntityType): AsyncIterable<readonly Entity[]>;
  /** All edges of a type, in the order from, to, event, in batches of bounded size. */
  edges(type: EdgeType): AsyncIterable<readonly Edge[]>;
  counts(): Promise<{
    readonly entities: Readonly<Record<EntityType, number>>;
    readonly edges: Readonly<Record<EdgeType, number>>;
  }>;
}

/** A finding as kept: still current, or superseded by what later knowledge made of it. */
export interface StoredFinding extends Finding {
  /** The finding that replaced it; null when nothing did; undefined while it is current. */
  readonly supersededBy?: string | null;
}

/** A saved detection: what replaces what (definitions.md, last paragraph). */
export interface DetectionRun {
  /** Epoch ms of the machine's clock. */
  readonly ranAt: number;
  readonly asOf: number | null;
  /** Option texts by detector, for every detector that ran. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** New findings of the detectors that ran; older current ones of theirs that are not here get superseded. */
  readonly findings: readonly Finding[];
  /** Old finding id -> new one, or null. */
  readonly superseded: Readonly<Record<string, string | null>>;
  /** All rings there are now. */
  readonly rings: readonly Ring[];
  readonly aliases: readonly RingAlias[];
  readonly hubs: readonly Hub[];
  readonly truncated: readonly Truncation[];
}

export interface RecordStore {
  /** Saves a run, all or nothing. */
  saveRun(run: DetectionRun): Promise<void>;
  /** The newest run without its findings and rings, or null. */
  latestRun(): Promise<Omit<DetectionRun, 'findings' | 'rings' | 'superseded' | 'aliases'> | null>;
  /** Current findings, or those of the given detectors; eldest first (first completing event, then id). */
  findings(detectors?: readonly string[]): Promise<readonly Finding[]>;
  /** One finding, superseded or not. */
  finding(id: string): Promise<StoredFinding | null>;
  /** All rings, strongest first, then by id. */
  rings(): Promise<readonly Ring[]>;
  /** A ring by its id or by any id that was ever its own; null when there never was one, or nothing is left of it. */
  ring(id: string): Promise<Ring | null>;
  /** By id. An id that is a ring's own again is not among them. */
  aliases(): Promise<readonly RingAlias[]>;
  /**
   * Currencies declared by imports, beside ISO 4217. Declaring the same again has no effect; with other decimals it
   * rejects with EVENT_INVALID.
   */
  declareCurrency(code: string, exponent: number): Promise<void>;
  currencies(): Promise<ReadonlyMap<string, number>>;
  /** Keeps documents, all or nothing; one of the same kind and id is replaced, of several in a call the last is kept. */
  saveDocuments(documents: readonly KeptDocument[]): Promise<void>;
  document<Kind extends DocumentKind>(kind: Kind, id: string): Promise<DocumentTypes[Kind] | null>;
  /** The newest first (`at`), of one instant the greatest id by bytes; at most `limit`. */
  documents<Kind extends DocumentKind>(kind: Kind, limit: number): Promise<readonly DocumentTypes[Kind][]>;
  /**
   * Keeps feature snapshots, one an event: a newer one of the same event takes the place of the older. All or nothing;
   * rejects with EVENT_INVALID on a key that breaks the rule of ids and on a value that is no finite number.
   */
  saveSnapshots(snapshots: readonly VectorSnapshot[]): Promise<void>;
  /** The snapshot of an event, or null. */
  snapshot(event: EventKey): Promise<VectorSnapshot | null>;
  /** All snapshots, by `computedAt` and then by key as bytes, in batches of bounded size; what is saved meanwhile may show or not. */
  snapshots(): AsyncIterable<readonly VectorSnapshot[]>;
}
