import type { FeatureDefinition } from './definition.ts';
import { definer, flagOf } from './feature-makers.ts';
import { WALK_LIMITS } from './limits.ts';
import type { Glance } from './glance.ts';

const { number, flag } = definer({ group: 'graph', source: 'R', asOf: 'before' });
const HOPS = WALK_LIMITS.hops;

/** Whether the payee, or somebody who owns it, is known to be fraudulent. */
function isPayeeKnown({ state: { marks, sharing }, payee }: Glance): boolean {
  return marks.isThing(payee) || sharing.hasFraudster(payee);
}

/** How near known fraud is, by the labels known at that time; rings as others tell. */
export const FRAUD_FEATURES: readonly FeatureDefinition[] = [
  number({
    name: 'fraud_distance',
    unit: 'hops',
    window: '90 d',
    formula: `Hops from the user or the paying account to known fraud, 0 to ${HOPS}; ${HOPS + 1} when none is so near.`,
    read: ({ fraud }) => fraud.distance,
  }),
  number({
    name: 'neighbours',
    unit: 'users',
    window: '90 d',
    formula: 'Users one hop away.',
    read: ({ fraud }) => fraud.neighbours,
  }),
  number({
    name: 'fraud_neighbour_share',
    unit: 'ratio',
    window: '90 d',
    formula: 'Share of the users one hop away who are known fraudsters; 0 when there are none.',
    read: ({ fraud }) => (fraud.neighbours === 0 ? 0 : fraud.fraudNeighbours / fraud.neighbours),
  }),
  flag({
    name: 'fraud_walk_is_cut',
    window: '90 d',
    formula: 'The walk that the three before come from was cut short by a limit.',
    read: ({ fraud }) => flagOf(fraud.isCut),
  }),
  flag({
    name: 'device_is_known_bad',
    window: 'ever',
    formula: 'A label says fraud of the device, or of something done on it.',
    missing: 'it names no device',
    read: ({ state, device }) => (device < 0 ? NaN : flagOf(state.marks.isThing(device))),
  }),
  flag({
    name: 'payee_is_known_bad',
    window: 'ever',
    formula: 'A label says fraud of the payee or of one who owns it.',
    missing: 'a payment',
    read: (glance) => (glance.payee < 0 ? NaN : flagOf(isPayeeKnown(glance))),
  }),
  flag({
    name: 'in_ring',
    formula: 'The user, or else the paying account, is in a ring.',
    missing: 'nobody says what rings there are',
    read: ({ ring }) => (ring === undefined ? NaN : flagOf(ring !== null)),
  }),
  number({
    name: 'ring_strength',
    unit: 'basis points',
    formula: 'Strength of that ring; 0 without one.',
    missing: 'nobody says what rings there are',
    read: ({ ring }) => (ring === undefined ? NaN : (ring?.strength ?? 0)),
  }),
  number({
    name: 'ring_members',
    formula: 'Members of that ring; 0 without one.',
    missing: 'nobody says what rings there are',
    read: ({ ring }) => (ring === undefined ? NaN : (ring?.members ?? 0)),
  }),
  flag({
    name: 'payee_in_ring',
    formula: 'The payee is in a ring.',
    missing: 'a payment, or nobody says what rings there are',
    read: ({ payeeRing }) => (payeeRing === undefined ? NaN : flagOf(payeeRing !== null)),
  }),
  flag({
    name: 'payee_in_same_ring',
    formula: 'The payee is in the ring of the user or of the paying account.',
    missing: 'a payment, or nobody says what rings there are',
    read: ({ ring, payeeRing }) =>
      ring === undefined || payeeRing === undefined
        ? NaN
        : flagOf(ring !== null && ring.ringId === payeeRing?.ringId),
  }),
];
