import type { EventKey } from '../../graph/model/event.ts';
import { digestId } from '../../kernel/canonical.ts';

/** The name of the record of a transaction, 32 hex digits: the same whatever else is in the log. */
export function recordId(key: EventKey): string {
  return digestId(['record', 'v1', ...key]);
}
