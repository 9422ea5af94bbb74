import {
  identifierId,
  normaliseIdentifier,
  type EntityRef,
  type EntityType,
  type IdentifierKind,
} from './entity.ts';
import type { Event, EventKind, EventOf } from './event.ts';
import { ipBlock } from './ip.ts';

/** Where each edge type leads from and to. The types stand in byte order of their names: the order of edges. */
export const EDGE_ENDS = {
  HAS_ACCOUNT: ['User', 'Account'],
  TRANSFERS_TO: ['Account', 'Account'],
  USES_DEVICE: ['User', 'Device'],
  USES_IP: ['User', 'IpAddress'],
} as const satisfies Record<string, readonly [EntityType, EntityType]>;
export type EdgeType = keyof typeof EDGE_ENDS;
export const EDGE_TYPES = Object.keys(EDGE_ENDS) as readonly EdgeType[];

export type PropertyValue = string | number | boolean;

/** One edge that one event states; the types of both ends follow from EDGE_ENDS. */
export interface EdgeFact {
  readonly type: EdgeType;
  readonly from: string;
  readonly to: string;
}

/** What one event says about one property; null says that it has no value from then on. */
export interface PropertyFact extends EntityRef {
  readonly name: string;
  readonly value: PropertyValue | null;
}

/** All that one event puts into the graph. Every end of an edge and every holder of a property is among the nodes. */
export interface GraphFacts {
  /** Each node once, in no particular order. */
  readonly nodes: readonly EntityRef[];
  readonly edges: readonly EdgeFact[];
  readonly properties: readonly PropertyFact[];
}

/** The fields of events that name an entity. */
const ENTITY_FIELDS = {
  user: 'User',
  device: 'Device',
  ip: 'IpAddress',
  account: 'Account',
  from: 'Account',
  to: 'Account',
  merchant: 'Merchant',
} as const satisfies Record<string, EntityType>;
type EntityField = keyof typeof ENTITY_FIELDS;

const EDGE_FIELDS: Readonly<Record<EdgeType, readonly [from: EntityField, to: EntityField]>> = {
  HAS_ACCOUNT: ['user', 'account'],
  TRANSFERS_TO: ['from', 'to'],
  USES_DEVICE: ['user', 'device'],
  USES_IP: ['user', 'ip'],
};

/** Properties of a User that a registration sets and a profile-change of that field changes. */
const USER_PROPERTIES = [
  'name',
  'email',
  'phone',
  'nationalId',
  'dateOfBirth',
  'address',
  'channel',
  'timeZone',
] as const;
const IDENTIFIER_FIELDS: readonly IdentifierKind[] = ['phone', 'email', 'nationalId'];

interface Mapping<Kind extends EventKind> {
  /** Fields that name a node. */
  readonly nodes: readonly EntityField[];
  readonly edges: readonly EdgeType[];
  /** Further nodes and properties, for the kinds that have any. */
  readonly more?: (event: EventOf<Kind>, nodes: EntityRef[], properties: PropertyFact[]) => void;
}

const USES = ['USES_DEVICE', 'USES_IP'] as const;

/**
 * The graph model: what each kind of event says about nodes, edges and properties. Every store derives its graph by
 * this table, so that all of them hold the same one.
 */
const MAPPINGS: { readonly [Kind in EventKind]: Mapping<Kind> } = {
  registration: {
    nodes: ['user', 'device', 'ip'],
    edges: USES,
    more: (event, nodes, properties) => {
      for (const name of USER_PROPERTIES) addProperty(properties, 'User', event.user, name, event[name]);
      for (const kind of IDENTIFIER_FIELDS) addIdentifier(nodes, kind, event[kind]);
    },
  },
  'account-opened': {
    nodes: ['user', 'account'],
    edges: ['HAS_ACCOUNT'],
    more: (event, _nodes, properties) => {
      addProperty(properties, 'Account', event.account, 'accountType', event.accountType);
      addProperty(properties, 'Account', event.account, 'accountNumber', event.accountNumber);
      addProperty(properties, 'Account', event.account, 'currency', event.currency);
      addProperty(properties, 'Account', event.account, 'creditLimit', event.creditLimit?.minor);
    },
  },
  session: { nodes: ['user', 'device', 'ip'], edges: USES },
  transfer: { nodes: ['from', 'to', 'user', 'device', 'ip'], edges: ['TRANSFERS_TO', ...USES] },
  payment: { nodes: ['account', 'merchant', 'user', 'device', 'ip'], edges: USES },
  settlement: { nodes: [], edges: [] },
  balance: {
    nodes: ['account'],
    edges: [],
    more: (event, _nodes, properties) => {
      addProperty(properties, 'Account', event.account, 'balance', event.ledger.minor);
      addProperty(properties, 'Account', event.account, 'available', event.available.minor);
      addProperty(properties, 'Account', event.account, 'currency', event.ledger.currency);
    },
  },
  'profile-change': {
    nodes: ['user'],
    edges: [],
    more: (event, nodes, properties) => {
      // A closed list: a field outside it stays in the log and names no property.
      const name = USER_PROPERTIES.find((known) => known === event.field);
      if (name) addProperty(properties, 'User', event.user, name, event.value ?? '');
      const kind = IDENTIFIER_FIELDS.find((known) => known === event.field);
      if (kind) addIdentifier(nodes, kind, event.value);
    },
  },
  'bank-connection': { nodes: ['user'], edges: [] },
  reference: { nodes: [], edges: [], more: addReference },
  label: {
    nodes: [],
    edges: [],
    more: ({ subject }, nodes) => {
      if (subject.type !== 'Event') nodes.push({ type: subject.type, id: subject.id });
    },
  },
  retraction: { nodes: [], edges: [] },
};

/** Which fields of a reference become properties of its subject, by the subject's type. */
const REFERENCE_PROPERTIES = {
  Device: ['deviceType', 'os', 'userAgent'],
  IpAddress: ['isVpn', 'country'],
  Account: ['accountType', 'merchantType'],
  Merchant: ['merchantType', 'merchantRisk', 'country'],
} as const;

function addReference(event: EventOf<'reference'>, nodes: EntityRef[], properties: PropertyFact[]): void {
  const { type, id } = event.subject;
  nodes.push({ type, id });
  for (const name of REFERENCE_PROPERTIES[type]) addProperty(properties, type, id, name, event[name]);
  // As in the projection: an address said to be a VPN's and of no other kind is of kind vpn.
  if (type === 'IpAddress')
    addProperty(properties, type, id, 'kind', event.ipKind ?? (event.isVpn ? 'vpn' : undefined));
  addProperty(properties, type, id, 'allowListOwner', event.allowList?.owner);
  addProperty(properties, type, id, 'allowListExpiry', event.allowList?.expiry);
}

/** A value left out says nothing; an empty one says that there is none. */
function addProperty(
  properties: PropertyFact[],
  type: EntityType,
  id: string,
  name: string,
  value: PropertyValue | undefined,
): void {
  if (value !== undefined) properties.push({ type, id, name, value: value === '' ? null : value });
}

function addIdentifier(nodes: EntityRef[], kind: IdentifierKind, raw: string | undefined): void {
  const value = raw === undefined ? null : normaliseIdentifier(kind, raw);
  if (value !== null) nodes.push({ type: 'Identifier', id: identifierId(kind, value) });
}

/**
 * Derives from one event the nodes it mentions, the edges it is a use of, and the values it gives to properties.
 * Pure; independent of all other events, so that a graph is the sum of its events in any order. A retraction gives
 * nothing: the store takes back what its target gave.
 */
export function graphFacts(event: Event): GraphFacts {
  const mapping = MAPPINGS[event.kind] as Mapping<EventKind>;
  const fields = event as unknown as Readonly<Record<EntityField, string | undefined>>;
  const nodes: EntityRef[] = [];
  for (const field of mapping.nodes) {
    const id = fields[field];
    // The only entity that one event can name twice is the account of a self-transfer.
    if (id !== undefined && !(field === 'to' && id === fields.from))
      nodes.push({ type: ENTITY_FIELDS[field], id });
  }
  const edges: EdgeFact[] = [];
  for (const type of mapping.edges) {
    const from = fields[EDGE_FIELDS[type][0]];
    const to = fields[EDGE_FIELDS[type][1]];
    if (from !== undefined && to !== undefined) edges.push({ type, from, to });
  }
  const properties: PropertyFact[] = [];
  mapping.more?.(event, nodes, properties);
  return { nodes, edges, properties };
}

/** Properties that follow from an entity's id alone, whatever the events say. */
export function intrinsicProperties(ref: EntityRef): Readonly<Record<string, string>> {
  switch (ref.type) {
    case 'Device':
      return { fingerprint: ref.id };
    case 'IpAddress': {
      const block = ipBlock(ref.id);
      return block === null ? { address: ref.id } : { address: ref.id, block };
    }
    case 'Identifier': {
      const colon = ref.id.indexOf(':');
      return colon < 0 ? {} : { kind: ref.id.slice(0, colon), value: ref.id.slice(colon + 1) };
    }
    default:
      return {};
  }
}
