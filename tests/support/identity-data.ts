import type { Event } from '../../src/graph/model/event.ts';
import { readCsv } from './read-csv.ts';
import { sharedData } from './shared-data.ts';

/** Neither data set tells times, so all its events happen at one. */
const AT = Date.UTC(2025, 0, 1);

interface IdentityData {
  readonly events: readonly Event[];
  /** The members of each ring, sorted. */
  readonly rings: readonly (readonly string[])[];
}

/**
 * PaySim clients with e-mail, phone and social security number; the rings are the first-party ones without the
 * account they drain to. `null` when the shared data is absent.
 */
export function paysimIdentity(): IdentityData | null {
  const clients = sharedData('paysim-identity', 'clients.csv.gz');
  const rings = sharedData('paysim-identity', 'rings.csv.gz');
  if (!clients || !rings) return null;
  const events = readCsv(clients).map((row) =>
    registration(row.id, { email: row.email, phone: row.phone, nationalId: row.ssn }),
  );
  const members = new Map<string, string[]>();
  for (const row of readCsv(rings)) {
    if (row.role !== 'faux') continue;
    members.set(row.ring, [...(members.get(row.ring) ?? []), row.member]);
  }
  return { events, rings: [...members.values()].map((ids) => ids.toSorted()) };
}

interface DecoyData extends IdentityData {
  /** Groups that share a phone only, or an address only: nobody to blame. */
  readonly decoys: readonly (readonly string[])[];
}

/**
 * People with phones, addresses and transfers. The rings are the groups that share a phone and an address, the
 * decoys those that share only one of them. `null` when the shared data is absent.
 */
export function gabmansur(): DecoyData | null {
  const phones = sharedData('gabmansur', 'relationships_uses_phone.csv.gz');
  const addresses = sharedData('gabmansur', 'relationships_logged_from.csv.gz');
  const sent = sharedData('gabmansur', 'relationships_sent.csv.gz');
  if (!phones || !addresses || !sent) return null;
  const phoneOf = new Map(readCsv(phones).map((row) => [row.person_id, row.number]));
  const addressOf = new Map(readCsv(addresses).map((row) => [row.person_id, row.value]));
  const people = [...new Set([...phoneOf.keys(), ...addressOf.keys()])];
  const both = groups(people, (id) => `${phoneOf.get(id)} ${addressOf.get(id)}`);
  const inRing = new Set(both.flat());
  const single = [groups(people, (id) => phoneOf.get(id)), groups(people, (id) => addressOf.get(id))].flat();
  return {
    events: [
      ...people.map((id) => registration(id, { phone: phoneOf.get(id), ip: addressOf.get(id) })),
      ...readCsv(sent).map(transfer),
    ],
    rings: both,
    decoys: single.filter((group) => !group.some((id) => inRing.has(id))),
  };
}

function groups(people: readonly string[], valueOf: (id: string) => string | undefined): string[][] {
  const byValue = Map.groupBy(people, valueOf);
  return [...byValue]
    .filter(([value, ids]) => value !== undefined && ids.length > 1)
    .map(([, ids]) => ids.toSorted());
}

function registration(user: string, fields: Partial<Extract<Event, { kind: 'registration' }>>): Event {
  return { source: 'data', id: user, kind: 'registration', at: AT, observedAt: AT, user, ...fields };
}

function transfer(row: Record<string, string>, line: number): Event {
  const minor = Math.round(Number(row.amount) * 100);
  return {
    source: 'data',
    id: `sent/${line}`,
    kind: 'transfer',
    at: AT,
    observedAt: AT,
    from: row.from,
    to: row.to,
    amount: { minor, currency: 'USD' },
  };
}
