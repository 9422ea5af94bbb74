/**
 * The three tables about transactions that models are trained and judged on; docs/records.md says what each column means.
 * Money is a decimal text of major units, a time is ISO 8601 in UTC, a ratio is rounded to six decimals; null is an empty
 * cell: nothing is known, or there is nothing to divide by.
 */

/** One transaction of a user, with what was known of the user at that time, and what it turned out to be. */
export interface GeneratedRecord {
  readonly id: number;
  readonly record_id: string;
  readonly user_id: string;
  readonly full_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly transaction_timestamp: string;
  readonly is_off_hours_txn: boolean;
  readonly available_balance: string | null;
  readonly balance_to_transaction_ratio: number | null;
  readonly avg_available_balance_30d: string | null;
  readonly balance_volatility_z_score: number | null;
  readonly bank_connections_count_24h: number;
  readonly bank_connections_count_7d: number;
  readonly bank_connections_avg_30d: number;
  readonly amount: string;
  readonly amount_to_avg_ratio: number | null;
  readonly merchant_risk_score: number | null;
  readonly is_returned: boolean;
  readonly email_changed_at: string | null;
  readonly phone_changed_at: string | null;
  readonly is_fraudulent: boolean;
  readonly fraud_type: string | null;
  readonly created_at: string;
}

/** Where a transaction stands in time to its user's fraud. For splitting and judging, never for training. */
export interface EvaluationMetadata {
  readonly id: number;
  readonly user_id: string;
  readonly record_id: string;
  readonly sequence_number: number;
  readonly fraud_confirmed_at: string | null;
  readonly is_pre_fraud: boolean;
  readonly days_to_fraud: number | null;
  readonly is_train_eligible: boolean;
  readonly created_at: string;
}

/** What a model may see of a transaction. */
export interface FeatureSnapshot {
  readonly snapshot_id: number;
  readonly record_id: string;
  readonly user_id: string;
  readonly velocity_24h: number;
  readonly amount_to_avg_ratio_30d: number | null;
  readonly balance_volatility_z_score: number | null;
  readonly experimental_signals: ExperimentalSignals;
  readonly computed_at: string;
}

export interface ExperimentalSignals {
  readonly velocity_7d: number;
  readonly max_amount_30d: number;
  readonly off_hours_count_7d: number;
  readonly bank_connections_24h: number;
  readonly merchant_risk_score: number | null;
}

/** One transaction in all three tables. */
export interface RecordRow {
  readonly record: GeneratedRecord;
  readonly metadata: EvaluationMetadata;
  readonly snapshot: FeatureSnapshot;
}

/** The columns of each table, in their order; the keys of the interfaces above. */
export const RECORD_COLUMNS = [
  'id',
  'record_id',
  'user_id',
  'full_name',
  'email',
  'phone',
  'transaction_timestamp',
  'is_off_hours_txn',
  'available_balance',
  'balance_to_transaction_ratio',
  'avg_available_balance_30d',
  'balance_volatility_z_score',
  'bank_connections_count_24h',
  'bank_connections_count_7d',
  'bank_connections_avg_30d',
  'amount',
  'amount_to_avg_ratio',
  'merchant_risk_score',
  'is_returned',
  'email_changed_at',
  'phone_changed_at',
  'is_fraudulent',
  'fraud_type',
  'created_at',
] as const satisfies readonly (keyof GeneratedRecord)[];

export const METADATA_COLUMNS = [
  'id',
  'user_id',
  'record_id',
  'sequence_number',
  'fraud_confirmed_at',
  'is_pre_fraud',
  'days_to_fraud',
  'is_train_eligible',
  'created_at',
] as const satisfies readonly (keyof EvaluationMetadata)[];

export const SNAPSHOT_COLUMNS = [
  'snapshot_id',
  'record_id',
  'user_id',
  'velocity_24h',
  'amount_to_avg_ratio_30d',
  'balance_volatility_z_score',
  'experimental_signals',
  'computed_at',
] as const satisfies readonly (keyof FeatureSnapshot)[];
