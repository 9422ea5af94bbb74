import type { EntityType } from '../../src/graph/model/entity.ts';
import type { Event } from '../../src/graph/model/event.ts';
import type { Edge, EdgeType, Entity } from '../../src/store/port.ts';

/** The order of bytes, by the bytes themselves. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}

export function inEventOrder(a: Event, b: Event): number {
  return a.at - b.at || byBytes(a.source, b.source) || byBytes(a.id, b.id);
}

/** What `readAsOf` has to give for events with keys of their own: filtered and sorted, nothing clever. */
export function factsInForce(events: readonly Event[], asOf: number | null): Event[] {
  const limit = asOf ?? Infinity;
  const known = events.filter(({ at, observedAt }) => at <= limit && observedAt <= limit);
  const retracted = new Set(
    known.flatMap((event) => (event.kind === 'retraction' ? [event.of.join('\0')] : [])),
  );
  return known
    .filter(({ kind, source, id }) => kind !== 'retraction' && !retracted.has(`${source}\0${id}`))
    .toSorted(inEventOrder);
}

export interface NaiveGraph {
  readonly entities: Readonly<Record<EntityType, readonly Entity[]>>;
  readonly edges: Readonly<Record<EdgeType, readonly Edge[]>>;
}

type Value = string | number | boolean;

/**
 * The graph of a set of events, written down from the description of the model and sharing no code with it: walks
 * the facts in event order and overwrites properties as it goes.
 */
export function naiveGraph(events: readonly Event[]): NaiveGraph {
  const properties = new Map<string, Map<string, Value>>();
  const edges = new Map<string, Edge[]>();
  const see = (type: EntityType, id: string): Map<string, Value> => {
    const key = JSON.stringify([type, id]);
    if (!properties.has(key)) properties.set(key, new Map());
    return properties.get(key)!;
  };
  const set = (type: EntityType, id: string, values: Record<string, Value | undefined>): void => {
    const known = see(type, id);
    for (const [name, value] of Object.entries(values)) {
      if (value === '') known.delete(name);
      else if (value !== undefined) known.set(name, value);
    }
  };
  const identify = (kind: string, raw: string | undefined): void => {
    const value = raw && { email: lowered, phone: digits, nationalId: letters }[kind]!(raw);
    if (value) see('Identifier', `${kind}:${value}`);
  };
  const use = (
    type: EdgeType,
    fromType: EntityType,
    from: string,
    toType: EntityType,
    to: string,
    at: number,
  ): void => {
    const key = JSON.stringify([type, from, to]);
    const [old] = edges.get(key) ?? [];
    const first = Math.min(at, old?.first ?? at);
    const last = Math.max(at, old?.last ?? at);
    const ends = { from: { type: fromType, id: from }, to: { type: toType, id: to } };
    edges.set(key, [{ type, ...ends, first, last, count: (old?.count ?? 0) + 1 }]);
  };
  const usesOf = (
    user: string | undefined,
    device: string | undefined,
    ip: string | undefined,
    at: number,
  ): void => {
    if (user !== undefined) see('User', user);
    if (device !== undefined) see('Device', device);
    if (ip !== undefined) see('IpAddress', ip);
    if (user !== undefined && device !== undefined) use('USES_DEVICE', 'User', user, 'Device', device, at);
    if (user !== undefined && ip !== undefined) use('USES_IP', 'User', user, 'IpAddress', ip, at);
  };

  for (const event of factsInForce(events, null)) {
    if (event.kind === 'registration') {
      const { user, name, email, phone, nationalId, dateOfBirth, address, channel, timeZone } = event;
      set('User', user, { name, email, phone, nationalId, dateOfBirth, address, channel, timeZone });
      identify('email', email);
      identify('phone', phone);
      identify('nationalId', nationalId);
      usesOf(user, event.device, event.ip, event.at);
    } else if (event.kind === 'session') usesOf(event.user, event.device, event.ip, event.at);
    else if (event.kind === 'account-opened') {
      const { user, account, accountType, accountNumber, currency, creditLimit } = event;
      see('User', user);
      set('Account', account, { accountType, accountNumber, currency, creditLimit: creditLimit?.minor });
      use('HAS_ACCOUNT', 'User', user, 'Account', account, event.at);
    } else if (event.kind === 'transfer') {
      see('Account', event.from);
      see('Account', event.to);
      const key = JSON.stringify(['TRANSFERS_TO', event.from, event.to]);
      const ends = {
        from: { type: 'Account', id: event.from },
        to: { type: 'Account', id: event.to },
      } as const;
      const transfer = { event: [event.source, event.id], ...event.amount } as const;
      const edge = {
        type: 'TRANSFERS_TO',
        ...ends,
        first: event.at,
        last: event.at,
        count: 1,
        transfer,
      } as const;
      edges.set(key, [...(edges.get(key) ?? []), edge]);
      usesOf(event.user, event.device, event.ip, event.at);
    } else if (event.kind === 'payment') {
      see('Account', event.account);
      see('Merchant', event.merchant);
      usesOf(event.user, event.device, event.ip, event.at);
    } else if (event.kind === 'balance') {
      const { ledger, available } = event;
      set('Account', event.account, {
        balance: ledger.minor,
        available: available.minor,
        currency: ledger.currency,
      });
    } else if (event.kind === 'profile-change') {
      const fields = 'name email phone nationalId dateOfBirth address channel timeZone'.split(' ');
      set('User', event.user, fields.includes(event.field) ? { [event.field]: event.value ?? '' } : {});
      if (['email', 'phone', 'nationalId'].includes(event.field)) identify(event.field, event.value);
    } else if (event.kind === 'bank-connection') see('User', event.user);
    else if (event.kind === 'label') {
      if (event.subject.type !== 'Event') see(event.subject.type, event.subject.id);
    } else if (event.kind === 'reference') {
      const { type, id } = event.subject;
      const { country, isVpn, deviceType, os, userAgent, accountType, merchantType, merchantRisk } = event;
      if (type === 'Device') set(type, id, { deviceType, os, userAgent });
      if (type === 'IpAddress')
        set(type, id, { isVpn, country, kind: event.ipKind ?? (isVpn ? 'vpn' : undefined) });
      if (type === 'Account') set(type, id, { accountType, merchantType });
      if (type === 'Merchant') set(type, id, { merchantType, merchantRisk, country });
      set(type, id, { allowListOwner: event.allowList?.owner, allowListExpiry: event.allowList?.expiry });
    }
  }
  return { entities: sortedEntities(properties), edges: sortedEdges(edges) };
}

function lowered(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

function digits(text: string): string {
  return text.replaceAll(/[^\d+]/g, '');
}

function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}

function sortedEntities(properties: Map<string, Map<string, Value>>): NaiveGraph['entities'] {
  const result: Record<EntityType, Entity[]> = {
    User: [],
    Device: [],
    Account: [],
    IpAddress: [],
    Merchant: [],
    Identifier: [],
  };
  for (const [key, values] of properties) {
    const [type, id] = JSON.parse(key) as [EntityType, string];
    const given: Record<string, Value> = {};
    if (type === 'Device') given.fingerprint = id;
    if (type === 'IpAddress') given.address = id;
    // The samples' addresses are plain IPv4: an address is its own block.
    if (type === 'IpAddress' && /^\d+\.\d+\.\d+\.\d+$/.test(id)) given.block = id;
    if (type === 'Identifier' && id.includes(':')) [given.kind, given.value] = id.split(/:(.*)/s);
    result[type].push({ type, id, properties: { ...given, ...Object.fromEntries(values) } });
  }
  for (const list of Object.values(result)) list.sort((a, b) => byBytes(a.id, b.id));
  return result;
}

function sortedEdges(edges: Map<string, Edge[]>): NaiveGraph['edges'] {
  const result: Record<EdgeType, Edge[]> = {
    HAS_ACCOUNT: [],
    TRANSFERS_TO: [],
    USES_DEVICE: [],
    USES_IP: [],
  };
  // Stable: transfers of one pair stand in event order already, because the events were walked in it.
  const inOrder = [...edges.values()].sort(
    ([a], [b]) => byBytes(a.from.id, b.from.id) || byBytes(a.to.id, b.to.id),
  );
  for (const list of inOrder) for (const edge of list) result[edge.type].push(edge);
  return result;
}
