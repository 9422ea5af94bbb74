import type { Level } from '../level.ts';
import { hard } from './hard.ts';

const covert = hard.rings.covert!;

/**
 * Rings that know the documented default of each detector and stay just under it: two users on a device (`slow` begins
 * at three in 90 days), three at an address (four), nobody with the same phone or mailbox (two), never two kinds of
 * identifiers shared by three users, eight payers to an account (ten in 72 hours), mules who pass on less than four
 * fifths or a day later, loops that lose more than a fifth per hop, take longer than a week or have nine accounts and
 * more. Devices and addresses rotate; members deal with innocents as neighbours do.
 */
export const adversarial: Level = {
  ...hard,
  name: 'adversarial',
  rings: {
    ...hard.rings,
    covert: {
      ...covert,
      freshAtBlocks: 0.4,
      evasiveLoops: 1,
      mingles: true,
      limits: {
        usersPerDevice: [2, 2],
        deviceDays: 24,
        usersPerBlock: [3, 3],
        usersPerIdentifier: 1,
        kindsTogether: 1,
        payers: 8,
        passOn: { share: [0.5, 0.76], hours: [3, 60] },
      },
    },
  },
};
