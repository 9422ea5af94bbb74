import { Int32Column } from '../../graph/columns.ts';
import { ownersAsOf, IDENTIFIER_KINDS, type EventGraph } from '../../graph/event-graph.ts';
import type { Interner } from '../../graph/interner.ts';
import type { EntityRef, EntityType } from '../../graph/model/entity.ts';

/** Kinds of identifier in byte order, so that a pair of two kinds is ordered by their numbers here. */
export const SHARED_KINDS = ['block', 'device', 'email', 'nationalId', 'payee', 'phone'] as const;
export type SharedKind = (typeof SHARED_KINDS)[number];

/**
 * Every use of every identifier: one row for a user, identifier and event; the rows of one identifier in event order.
 * An identifier's number is the start of its kind's range plus its number in the graph, so numbers rise with kinds.
 */
export interface IdentifierUses {
  readonly identifier: Int32Array;
  readonly user: Int32Array;
  readonly event: Int32Array;
  /** Where the numbers of each kind of {@link SHARED_KINDS} start, and where all end. */
  readonly kindStart: Int32Array;
}

/** What an identifier is called: in a subject, and as an entity; `number` is its number in the graph. */
export interface IdentifierName {
  readonly kind: SharedKind;
  readonly value: string;
  readonly number: number;
  readonly entity: EntityRef;
}

/**
 * Collects the uses of identifiers (definitions.md, "co-sharing"). Device and block: the events that name user and
 * device or address. Phone, e-mail, national id: the registration or profile change that sets it. Payee: the account a
 * transfer goes to, used by the user that ordered it, or where none is named by the owners of the paying account.
 * Time and memory O(uses), 12 bytes each.
 */
export function identifierUses(graph: EventGraph): IdentifierUses {
  const { blockUses, deviceUses, identityChanges, transfers } = graph;
  const kindStart = kindRanges(graph);
  const columns = { identifier: new Int32Column(), user: new Int32Column(), event: new Int32Column() };
  const add = (kind: SharedKind, number: number, user: number, event: number): void => {
    columns.identifier.push(kindStart[SHARED_KINDS.indexOf(kind)] + number);
    columns.user.push(user);
    columns.event.push(event);
  };
  blockUses.event.forEach((event, row) => add('block', blockUses.target[row], blockUses.user[row], event));
  deviceUses.event.forEach((event, row) =>
    add('device', deviceUses.target[row], deviceUses.user[row], event),
  );
  identityChanges.event.forEach((event, row) => {
    const number = identityChanges.identifier[row];
    if (number >= 0)
      add(IDENTIFIER_KINDS[identityChanges.kind[row]], number, identityChanges.user[row], event);
  });
  transfers.event.forEach((event, row) => {
    const user = transfers.user[row];
    const payers = user < 0 ? ownersAsOf(graph, transfers.from[row], event) : [user];
    for (const payer of payers) add('payee', transfers.to[row], payer, event);
  });
  return {
    identifier: columns.identifier.finish(),
    user: columns.user.finish(),
    event: columns.event.finish(),
    kindStart,
  };
}

function kindRanges({ blocks, devices, identifiers, accounts }: EventGraph): Int32Array {
  const sizes: Readonly<Record<SharedKind, number>> = {
    block: blocks.size,
    device: devices.size,
    email: identifiers.size,
    nationalId: identifiers.size,
    payee: accounts.size,
    phone: identifiers.size,
  };
  const start = new Int32Array(SHARED_KINDS.length + 1);
  SHARED_KINDS.forEach((kind, i) => (start[i + 1] = start[i] + sizes[kind]));
  return start;
}

/** The kind of an identifier by its number: index into {@link SHARED_KINDS}. */
export function kindOf(kindStart: Int32Array, identifier: number): number {
  let kind = 0;
  while (kindStart[kind + 1] <= identifier) kind++;
  return kind;
}

/** The name of an identifier by its number. */
export function identifierName(graph: EventGraph, kindStart: Int32Array, identifier: number): IdentifierName {
  const index = kindOf(kindStart, identifier);
  return nameOf(graph, SHARED_KINDS[index], identifier - kindStart[index]);
}

/** The name of an identifier by its kind and the id it has in the graph's table of that kind, which must be there. */
export function identifierNamed(graph: EventGraph, kind: SharedKind, id: string): IdentifierName {
  return nameOf(graph, kind, TABLES[kind](graph).find(id));
}

function nameOf(graph: EventGraph, kind: SharedKind, number: number): IdentifierName {
  const id = TABLES[kind](graph).id(number);
  const entity: EntityRef = { type: TYPES[kind], id };
  const value = entity.type === 'Identifier' ? id.slice(id.indexOf(':') + 1) : id;
  return { kind, value, number, entity };
}

const TYPES: Readonly<Record<SharedKind, EntityType>> = {
  block: 'IpAddress',
  device: 'Device',
  email: 'Identifier',
  nationalId: 'Identifier',
  payee: 'Account',
  phone: 'Identifier',
};

const TABLES: Readonly<Record<SharedKind, (graph: EventGraph) => Interner>> = {
  block: (graph) => graph.blocks,
  device: (graph) => graph.devices,
  email: (graph) => graph.identifiers,
  nationalId: (graph) => graph.identifiers,
  payee: (graph) => graph.accounts,
  phone: (graph) => graph.identifiers,
};
