import type { EventKey } from './event.ts';

/** What every kept document has: an id of its own among its kind, and when it was made (epoch ms), which orders them. */
interface Kept {
  readonly id: string;
  readonly at: number;
}

/** JSON that only its own code understands: a model's artefact, a set of rules. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One training: all that it takes to know what a score rests on. The artefact is kept beside it, under the same id. */
export interface ModelRun extends Kept {
  /** `gbdt`, `logistic-regression`, `isolation-forest` or `ensemble`. */
  readonly model: string;
  /** Times of the transactions that it learned from, and until when labels were known to it; epoch ms. */
  readonly interval: { readonly from: number; readonly to: number; readonly labelsUntil: number };
  readonly features: readonly string[];
  readonly parameters: Json;
  readonly seed: number | null;
  /** Rows by what they were taken for. */
  readonly rows: Readonly<Record<string, number>>;
  /** On rows that it was not trained on; null where there is nothing to measure. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** SHA-256 of the artefact. */
  readonly checksum: string;
  /** How each feature and the score lay in training, for drift. */
  readonly profiles: readonly ColumnProfile[];
}

/** Limits of bands of a column, and the share of rows in each, those that miss it last. */
export interface ColumnProfile {
  readonly name: string;
  readonly limits: readonly number[];
  readonly shares: readonly number[];
}

export interface ModelArtefact extends Kept {
  readonly artefact: Json;
}

/** `champion` decides; `challenger` scores beside it and decides nothing (shadow). */
export type ModelStage = 'champion' | 'challenger';

export interface ModelStep {
  readonly at: number;
  readonly run: string;
  readonly stage: ModelStage | 'none';
  /** `train`, `promote` or `rollback`. */
  readonly why: string;
}

/** Which run is what, and how that came to be; there is one, under the id `book`. */
export interface ModelBook extends Kept {
  readonly champion: string | null;
  readonly challenger: string | null;
  /** Eldest first. */
  readonly history: readonly ModelStep[];
}

/** A set of rules or a policy, as a document of some version. */
export interface RulesDocument extends Kept {
  readonly name: string;
  readonly version: number;
  /** At most one of a name is live. */
  readonly status: 'draft' | 'live' | 'retired';
  readonly body: Json;
}

/** A score as it was given. */
export interface ScoreRecord extends Kept {
  readonly event: EventKey;
  /** The run that gave it; null where only rules did. */
  readonly run: string | null;
  /** By a challenger: for comparing, it decided nothing. */
  readonly shadow: boolean;
  /** 0 to 100. */
  readonly risk: number;
  readonly decision: string;
  /** What decided: a policy or the id of a rule. */
  readonly by: string;
  /** null when it was not explained. */
  readonly reasons: Json;
}

/** What somebody asked for under a key of their own, and what it gave: asked for again, it is not done again. */
export interface ActRecord extends Kept {
  /** Such as `promote`. */
  readonly act: string;
  /** Digest of all that was asked for. */
  readonly request: string;
  readonly result: Json;
}

/** Which parts live detection goes on from after a restart; there is one, under the id `live`. */
export interface LiveCheckpoint extends Kept {
  /** Up to which the log is in it. */
  readonly seq: number;
  /** Which of two series of parts it is in, and the digest of each part. */
  readonly place: 'a' | 'b';
  readonly digests: readonly string[];
  readonly version: number;
  /** Digest of the options it was made with. */
  readonly options: string;
  /** Nothing before the first changes any more, and all events from the second on are in it (epoch ms). */
  readonly settled: { readonly until: number; readonly before: number } | null;
}

export interface LivePartDocument extends Kept {
  /** JSON: the name of a list and some of its rows. */
  readonly text: string;
}

/** Documents by the name of their kind. */
export interface DocumentTypes {
  readonly 'model-run': ModelRun;
  readonly 'model-artefact': ModelArtefact;
  readonly 'model-book': ModelBook;
  readonly 'rule-set': RulesDocument;
  readonly policy: RulesDocument;
  readonly score: ScoreRecord;
  readonly act: ActRecord;
  readonly 'live-checkpoint': LiveCheckpoint;
  readonly 'live-part': LivePartDocument;
}

export type DocumentKind = keyof DocumentTypes;

/** A document with its kind. */
export type KeptDocument = {
  [Kind in DocumentKind]: { readonly kind: Kind; readonly document: DocumentTypes[Kind] };
}[DocumentKind];
