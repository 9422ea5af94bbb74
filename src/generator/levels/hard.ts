import type { Level } from '../level.ts';
import { typical } from './typical.ts';

/**
 * People as in `typical`, with more of what is innocent and looks odd, and rings that know they are looked for
 * (difficulty ladder of the project): members live like everybody else, on accounts that are new, bought or their own,
 * join over weeks, and leave little that they all share. Sources as in `typical`; D: the ladder itself.
 */
export const hard: Level = {
  ...typical,
  name: 'hard',
  lookalikes: {
    ...typical.lookalikes,
    'new-phone': { per10k: 250, monthly: true }, // S: a phone is kept for three years
    'family-card': { per10k: 250, monthly: true }, // S
    'top-up-withdraw': { per10k: 25, monthly: true }, // S
    'salary-then-bills': { per10k: 60 }, // E: 90 % of the wage out in 48 h
    'gig-payouts': { per10k: 3 }, // S
    'remittance-agent': { per10k: 4 }, // S
    escrow: { per10k: 3 }, // S
    'school-fees': { per10k: 1, monthly: true }, // E: 10 to 60 payers in 72 h
    shelter: { per10k: 2 }, // S
    twins: { per10k: 16 }, // P: 1.6 % of people are twins, few with the same bank
    'call-centre': { per10k: 1 }, // E
    'test-lab': { per10k: 1.5 }, // E
  },
  rings: {
    ...typical.rings,
    // Those that share a device or an address first: 65 % (D).
    kinds: {
      'device-sharing': { weight: 22, minSize: 3 },
      'co-sharing': { weight: 15, minSize: 3 },
      'reset-farm': { weight: 11, minSize: 3 },
      'ip-recycling': { weight: 17, minSize: 3 },
      kiting: { weight: 9, minSize: 3 },
      'shared-identity': { weight: 7, minSize: 3 },
      'mule-network': { weight: 9, minSize: 3 },
      'scatter-gather': { weight: 5, minSize: 3 },
      'collusive-merchant': { weight: 5, minSize: 3 },
    },
    realPeople: 1,
    // Hosting is rare: hardly anybody else comes from there, so it gives an account away by itself.
    blocks: [
      { kind: 'residential', weight: 50, minSize: 3 },
      { kind: 'vpn', weight: 25, minSize: 3 },
      { kind: 'unknown', weight: 20, minSize: 3 },
      { kind: 'hosting', weight: 5, minSize: 3 },
    ],
    covert: {
      accounts: { fresh: 0.3, bought: 0.35 }, // S
      freshAtBlocks: 0.6, // S
      joinDays: [30, 90], // D
      ordinary: [0.6, 0.9], // D
      takingPart: [0.5, 0.9], // S
      loops: 0.75, // D
      evasiveLoops: 0.3, // S
      sharedMules: 0.5, // S
      unwitting: 0.5, // S
      borrowed: 0.25, // S
      stolenCards: 0.35, // S
      mingles: false,
      limits: {
        usersPerDevice: [3, 6], // S
        deviceDays: null,
        usersPerBlock: [4, 9], // S
        usersPerIdentifier: 4, // S
        kindsTogether: 2,
        payers: 25, // S
        passOn: { share: [0.82, 0.97], hours: [1, 22] }, // E: a mule keeps 5 to 20 %
      },
    },
  },
};
