import { METADATA_COLUMNS, RECORD_COLUMNS, SNAPSHOT_COLUMNS } from '../features/records/record-tables.ts';
import { LIVE_FEATURE_NAMES } from '../features/live/features.ts';
import { COLUMN_NAMES, LABEL_COLUMNS, TRANSACTION_COLUMNS } from '../features/transaction-table/columns.ts';

/** The tables about transactions (docs/records.md, docs/transaction-table.md), which can be made as of a time. */
export const RECORD_TABLES = ['records', 'evaluation-metadata', 'feature-snapshots', 'transactions'] as const;
export const EXPORTS = [
  'events',
  'entities',
  'edges',
  'findings',
  'rings',
  'members',
  'feature-vectors',
  ...RECORD_TABLES,
] as const;
export type ExportName = (typeof EXPORTS)[number];

/** What stands in a column; only Parquet asks. Text unless it says otherwise; a `time` is ISO 8601 in rows. */
export type ColumnType = 'text' | 'number' | 'flag' | 'time' | 'json';
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
}

type Types = Partial<Record<Exclude<ColumnType, 'text'>, readonly string[]>>;

function typed(names: readonly string[], types: Types): readonly ExportColumn[] {
  const typeOf = new Map(
    Object.entries(types).flatMap(([type, list]) => list.map((name) => [name, type as ColumnType] as const)),
  );
  return names.map((name) => ({ name, type: typeOf.get(name) ?? 'text' }));
}

const TRANSACTION_TYPES: Types = {
  number: TRANSACTION_COLUMNS.flatMap(({ name, type }) =>
    type === 'number' || type === 'flag' ? [name] : [],
  ),
  time: TRANSACTION_COLUMNS.flatMap(({ name, type }) => (type === 'time' ? [name] : [])),
};

/** The columns of each export, in order; in CSV a nested value is written as JSON. */
export const EXPORT_COLUMNS: Readonly<Record<ExportName, readonly ExportColumn[]>> = {
  events: typed(['source', 'id', 'kind', 'at', 'observedAt', 'body'], {
    time: ['at', 'observedAt'],
    json: ['body'],
  }),
  entities: typed(['type', 'id', 'properties'], { json: ['properties'] }),
  edges: typed(['type', 'from', 'to', 'first', 'last', 'count', 'source', 'event', 'minor', 'currency'], {
    number: ['count', 'minor'],
    time: ['first', 'last'],
  }),
  findings: typed(['id', 'detector', 'subject', 'crossedAt', 'lastAt', 'strength', 'members', 'evidence'], {
    number: ['strength'],
    time: ['crossedAt', 'lastAt'],
    json: ['subject', 'members', 'evidence'],
  }),
  rings: typed(['id', 'formedAt', 'lastActiveAt', 'strength', 'users', 'accounts', 'findings'], {
    number: ['strength', 'users', 'accounts', 'findings'],
    time: ['formedAt', 'lastActiveAt'],
  }),
  members: typed(['ring', 'type', 'id', 'role', 'since'], { time: ['since'] }),
  'feature-vectors': typed(
    ['record_id', 'source', 'id', 'user_id', 'at', 'computed_at', ...LIVE_FEATURE_NAMES],
    { time: ['at', 'computed_at'], number: LIVE_FEATURE_NAMES },
  ),
  records: typed(RECORD_COLUMNS, {
    number: [
      'id',
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
    ],
    flag: ['is_off_hours_txn', 'is_returned', 'is_fraudulent'],
    time: ['transaction_timestamp', 'email_changed_at', 'phone_changed_at', 'created_at'],
  }),
  'evaluation-metadata': typed(METADATA_COLUMNS, {
    number: ['id', 'sequence_number', 'days_to_fraud'],
    flag: ['is_pre_fraud', 'is_train_eligible'],
    time: ['fraud_confirmed_at', 'created_at'],
  }),
  'feature-snapshots': typed(SNAPSHOT_COLUMNS, {
    number: ['snapshot_id', 'velocity_24h', 'amount_to_avg_ratio_30d', 'balance_volatility_z_score'],
    json: ['experimental_signals'],
    time: ['computed_at'],
  }),
  transactions: typed(COLUMN_NAMES, {
    ...TRANSACTION_TYPES,
    number: [...TRANSACTION_TYPES.number!, LABEL_COLUMNS[1]],
  }),
};
