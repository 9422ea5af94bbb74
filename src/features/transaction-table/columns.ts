import { formatInstant } from '../../kernel/time.ts';
import { ACCOUNT_COLUMNS } from './account-columns.ts';
import { BEHAVIOUR_COLUMNS } from './behaviour-columns.ts';
import type { TableColumn } from './column.ts';
import { DEVICE_COLUMNS } from './device-columns.ts';
import { NETWORK_COLUMNS } from './network-columns.ts';
import { PAYMENT_COLUMNS } from './payment-columns.ts';

const key = (name: string, meaning: string, read: TableColumn['read']): TableColumn => ({
  name,
  group: 'key',
  type: name === 'at' ? 'time' : 'text',
  unit: '',
  meaning,
  read,
});

/** Which transaction the row is about: for joining and sorting, never for a model. */
const KEY_COLUMNS: readonly TableColumn[] = [
  key('source', 'Source of the event.', ({ paid }) => paid.key[0]),
  key('transaction_id', 'Id of the event.', ({ paid }) => paid.key[1]),
  key('at', 'When it happened.', ({ at }) => formatInstant(at)),
  key('user_id', 'Who ordered it.', ({ paid }) => paid.user),
];

/** What a model may learn from. */
export const FEATURE_COLUMNS: readonly TableColumn[] = [
  ...ACCOUNT_COLUMNS,
  ...DEVICE_COLUMNS,
  ...NETWORK_COLUMNS,
  ...PAYMENT_COLUMNS,
  ...BEHAVIOUR_COLUMNS,
];

/** All columns but the labels, in the order of the file. */
export const TRANSACTION_COLUMNS: readonly TableColumn[] = [...KEY_COLUMNS, ...FEATURE_COLUMNS];

/** The last columns: what was found out later. They are no part of what was known at the transaction. */
export const LABEL_COLUMNS = ['class', 'is_fraud'] as const;
export const COLUMN_NAMES: readonly string[] = [
  ...TRANSACTION_COLUMNS.map(({ name }) => name),
  ...LABEL_COLUMNS,
];
