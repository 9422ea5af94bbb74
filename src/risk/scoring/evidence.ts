import { payingAccount, type ScoredEvent } from '../../features/live/scored-event.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import { eventKey } from '../../graph/model/event.ts';
import { NO_EVIDENCE, type EdgeRef, type Evidence } from '../decision/reason.ts';

/** Which part of the transaction's neighbourhood a feature is about, by its name; the first that fits. */
const ABOUT: readonly (readonly [RegExp, (around: Around) => Evidence])[] = [
  [/device|time_setup|^txn_count$/, ({ device }) => device],
  [/(^|_)ip(_|$)/, ({ ip }) => ip],
  [/merchant/, ({ merchant }) => merchant],
  [/payee|payer|loop|received|balance_dest|drains/, ({ flow }) => flow],
  [/ring|fraud|neighbours|community|component|shared/, ({ people }) => people],
];

interface Around {
  readonly device: Evidence;
  readonly ip: Evidence;
  readonly merchant: Evidence;
  readonly flow: Evidence;
  readonly people: Evidence;
  readonly account: Evidence;
}

/**
 * The nodes and edges behind the features of a transaction: what it itself names, so that people can look them up and go
 * on from there. Of money the edge is the transfer itself, by its event.
 * @param user who makes it, where that is known
 */
export function evidenceOf(event: ScoredEvent, user: string | null): (feature: string) => Evidence {
  let around: Around | null = null;
  return (feature) => {
    around ??= aroundOf(event, user);
    return (ABOUT.find(([names]) => names.test(feature))?.[1] ?? (({ account }) => account))(around);
  };
}

function aroundOf(event: ScoredEvent, user: string | null): Around {
  const person: EntityRef | null = user === null ? null : { type: 'User', id: user };
  const payer: EntityRef = { type: 'Account', id: payingAccount(event) };
  const used = (type: 'Device' | 'IpAddress', id: string | undefined): Evidence => {
    if (id === undefined) return NO_EVIDENCE;
    const thing: EntityRef = { type, id };
    const edge = type === 'Device' ? 'USES_DEVICE' : 'USES_IP';
    return { nodes: [thing], edges: person === null ? [] : [{ type: edge, from: person, to: thing }] };
  };
  const has: EdgeRef[] = person === null ? [] : [{ type: 'HAS_ACCOUNT', from: person, to: payer }];
  const merchant: EntityRef[] = event.kind === 'payment' ? [{ type: 'Merchant', id: event.merchant }] : [];
  return {
    device: used('Device', event.device),
    ip: used('IpAddress', event.ip),
    merchant: { nodes: merchant, edges: [] },
    flow: flowOf(event, payer),
    people: { nodes: person === null ? [payer] : [person, payer], edges: has },
    account: { nodes: [payer], edges: has },
  };
}

function flowOf(event: ScoredEvent, from: EntityRef): Evidence {
  if (event.kind === 'payment') return { nodes: [from], edges: [] };
  const to: EntityRef = { type: 'Account', id: event.to };
  return { nodes: [from, to], edges: [{ type: 'TRANSFERS_TO', from, to, event: eventKey(event) }] };
}
