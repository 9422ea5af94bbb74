import { expect, test } from 'vitest';
import { EVENT_KINDS } from '../../../src/graph/model/event.ts';
import {
  EDGE_ENDS,
  EDGE_TYPES,
  graphFacts,
  intrinsicProperties,
} from '../../../src/graph/model/graph-facts.ts';
import { event, fullEvents, transfer } from '../../support/internal-events.ts';

const named = (events: ReturnType<typeof fullEvents>) =>
  Object.fromEntries(
    events.map((one) => {
      const { nodes, edges, properties } = graphFacts(one);
      return [
        one.kind,
        {
          nodes: nodes.map(({ type, id }) => `${type} ${id}`).sort(),
          edges: edges.map(({ type, from, to }) => `${type} ${from} ${to}`),
          properties: properties.map(({ type, name, value }) => `${type}.${name} ${value}`).sort(),
        },
      ];
    }),
  );

test('every kind of event gives the facts of the model', () => {
  const who = ['Device d1', 'IpAddress 203.0.113.7', 'User u1'];
  const uses = ['USES_DEVICE u1 d1', 'USES_IP u1 203.0.113.7'];
  const nothing = { nodes: [], edges: [], properties: [] };
  expect(named(fullEvents())).toEqual({
    registration: {
      nodes: [
        ...who.slice(0, 1),
        'Identifier email:ada@example.org',
        'Identifier nationalId:QQ123456C',
        'Identifier phone:+442079460000',
        ...who.slice(1),
      ],
      edges: uses,
      properties: [
        'User.address 12 St James Square, London',
        'User.channel web',
        'User.dateOfBirth 1990-12-10',
        'User.email ada@example.org',
        'User.name Ada Byron',
        'User.nationalId QQ123456C',
        'User.phone +44 20 7946 0000',
        'User.timeZone Europe/London',
      ],
    },
    'account-opened': {
      nodes: ['Account a1', 'User u1'],
      edges: ['HAS_ACCOUNT u1 a1'],
      properties: [
        'Account.accountNumber GB82 WEST 1234 5698 7654 32',
        'Account.accountType current',
        'Account.creditLimit 50000',
        'Account.currency GBP',
      ],
    },
    session: {
      nodes: ['Device d1', 'IpAddress 2001:db8::1', 'User u1'],
      edges: ['USES_DEVICE u1 d1', 'USES_IP u1 2001:db8::1'],
      properties: [],
    },
    transfer: {
      nodes: ['Account a1', 'Account a2', ...who],
      edges: ['TRANSFERS_TO a1 a2', ...uses],
      properties: [],
    },
    payment: {
      nodes: ['Account a1', 'Device d1', 'IpAddress 203.0.113.7', 'Merchant m1', 'User u1'],
      edges: uses,
      properties: [],
    },
    settlement: nothing,
    balance: {
      nodes: ['Account a1'],
      edges: [],
      properties: ['Account.available 0', 'Account.balance -5', 'Account.currency GBP'],
    },
    'profile-change': {
      nodes: ['Identifier phone:+442079460001', 'User u1'],
      edges: [],
      properties: ['User.phone +44 20 7946 0001'],
    },
    'bank-connection': { nodes: ['User u1'], edges: [], properties: [] },
    reference: {
      nodes: ['IpAddress 203.0.113.7'],
      edges: [],
      properties: [
        'IpAddress.allowListExpiry 1767225600000',
        'IpAddress.allowListOwner fraud team',
        'IpAddress.country GB',
        'IpAddress.isVpn true',
        'IpAddress.kind hosting',
      ],
    },
    label: { nodes: ['User u1'], edges: [], properties: [] },
    retraction: nothing,
  });
  expect(
    fullEvents()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(EVENT_KINDS.toSorted());
});

test('an event that names only what it must gives no more', () => {
  expect(graphFacts(event('session', 's', { user: 'u' }))).toEqual({
    nodes: [{ type: 'User', id: 'u' }],
    edges: [],
    properties: [],
  });
  const lone = event('payment', 'p', {
    account: 'a',
    merchant: 'm',
    amount: { minor: 1, currency: 'USD' },
    device: 'd',
  });
  expect(graphFacts(lone).edges).toEqual([]);
});

test('a transfer to itself mentions its account once', () => {
  expect(graphFacts(transfer('t', 'a', 'a')).nodes).toEqual([{ type: 'Account', id: 'a' }]);
});

test('a label about an event mentions no entity', () => {
  const subject = { type: 'Event', source: 's', id: 'x' } as const;
  expect(graphFacts(event('label', 'l', { subject, verdict: 'fraud' })).nodes).toEqual([]);
});

test('ends and holders of properties are always among the nodes', () => {
  for (const one of fullEvents()) {
    const { nodes, edges, properties } = graphFacts(one);
    const known = new Set(nodes.map(({ type, id }) => `${type} ${id}`));
    expect(known.size).toBe(nodes.length);
    for (const { type, from, to } of edges) {
      expect(known).toContain(`${EDGE_ENDS[type][0]} ${from}`);
      expect(known).toContain(`${EDGE_ENDS[type][1]} ${to}`);
    }
    for (const { type, id } of properties) expect(known).toContain(`${type} ${id}`);
  }
});

test('edge types stand in byte order', () => {
  expect(EDGE_TYPES).toEqual(EDGE_TYPES.toSorted());
});

test('ids alone give the properties that follow from them', () => {
  expect(intrinsicProperties({ type: 'Device', id: 'd' })).toEqual({ fingerprint: 'd' });
  expect(intrinsicProperties({ type: 'IpAddress', id: '2001:db8::7' })).toEqual({
    address: '2001:db8::7',
    block: '2001:db8::/64',
  });
  expect(intrinsicProperties({ type: 'IpAddress', id: 'x' })).toEqual({ address: 'x' });
  expect(intrinsicProperties({ type: 'Identifier', id: 'email:a:b' })).toEqual({
    kind: 'email',
    value: 'a:b',
  });
  expect(intrinsicProperties({ type: 'Identifier', id: 'x' })).toEqual({});
  expect(intrinsicProperties({ type: 'User', id: 'u' })).toEqual({});
});
