import type { Event } from '../graph/model/event.ts';
import { invalidField } from '../ingest/invalid.ts';

/** Fields of events that name the event itself or somebody or something; what they refer back to is free. */
const FIELDS = ['source', 'id', 'user', 'account', 'from', 'to', 'device', 'merchant', 'card'] as const;
const PLAIN = /^[A-Za-z0-9_.:-]{1,64}$/;
const WANTED = '1 to 64 of the letters A to Z and a to z, digits, and _ . : -';

/**
 * What comes over the network may have ids of plain signs only: two that look the same are the same then. Importers keep
 * ids as they are, and an event may refer to those (a label, a retraction, a settlement).
 * @throws RingfenceError EVENT_INVALID
 */
export function requirePlainIds(event: Event): void {
  const fields = event as unknown as Readonly<Record<string, string | undefined>>;
  for (const field of FIELDS) {
    const id = fields[field];
    if (id !== undefined && !PLAIN.test(id)) throw invalidField(field, id, WANTED);
  }
  if (event.kind !== 'reference' || event.subject.type === 'IpAddress') return;
  if (!PLAIN.test(event.subject.id)) throw invalidField('subject.id', event.subject.id, WANTED);
}
