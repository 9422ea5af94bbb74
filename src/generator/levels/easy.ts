import type { Level } from '../level.ts';
import { typical } from './typical.ts';

/**
 * People as in `typical`, but rings that hide nothing (each is above the default threshold of its detector, and all its
 * members take part), few look-alikes and crowds, and reference data without gaps.
 */
export const easy: Level = {
  ...typical,
  name: 'easy',
  network: { ...typical.network, kindKnown: 1, usersPerVpnExit: 15 },
  life: { ...typical.life, payees: { median: 1.1, p99: 12 } },
  economy: { ...typical.economy, institutionKnown: 1 },
  devices: { ...typical.devices, familySizes: [100, 0, 0, 0], kiosksAllowed: 1 },
  lookalikes: {
    'family-device': { per10k: 500 },
    kiosk: { per10k: 3 },
    'device-resale': { per10k: 5, monthly: true },
    promotion: { per10k: 2 },
    refund: { per10k: 3, monthly: true },
    'give-and-take': { per10k: 300, monthly: true },
    'settling-up': { per10k: 8, monthly: true },
    'own-accounts': { per10k: 4, monthly: true },
    'cash-pool': { per10k: 3 },
    'rent-payroll': { per10k: 2 },
    'savings-circle': { per10k: 2 },
    'gift-fan-in': { per10k: 1, monthly: true },
    'father-son': { per10k: 6 },
    'recycled-phone': { per10k: 4 },
  },
  rings: {
    ...typical.rings,
    sizes: [
      { from: 3, to: 5, weight: 50 },
      { from: 6, to: 15, weight: 35 },
      { from: 16, to: 60, weight: 15 },
    ],
    kinds: {
      'device-sharing': { weight: 25, minSize: 7 },
      'ip-recycling': { weight: 20, minSize: 6 },
      kiting: { weight: 25, minSize: 3 },
      'co-sharing': { weight: 12, minSize: 4 },
      'shared-identity': { weight: 8, minSize: 3 },
      mixed: { weight: 10, minSize: 7 },
    },
    joinDays: [1, 4],
    blocks: [
      { kind: 'residential', weight: 35, minSize: 6 },
      { kind: 'hosting', weight: 25, minSize: 6 },
      { kind: 'vpn', weight: 25, minSize: 6 },
      { kind: 'unknown', weight: 15, minSize: 10 },
    ],
    pairs: [60, 40, 0],
    viaVpn: 0,
    evasion: {
      slowJoins: 0,
      slowDays: [0, 0],
      partial: 0,
      takingPart: [1, 1],
      agedAccounts: 0,
      untidyStays: 0,
      borrowedBlocks: 0,
      brokenLoops: 0,
    },
    collecting: 0,
    victims: 0.2,
  },
  loners: { ...typical.loners, share: 0 },
};
