import { SECOND } from '../../kernel/time.ts';
import type { FeatureDefinition } from './definition.ts';
import type { DeviceHistory } from './device-history.ts';
import { definer, flagOf } from './feature-makers.ts';
import type { Glance } from './glance.ts';

const NO_DEVICE = 'it names no device';
const { number, flag } = definer({ group: 'transaction', source: 'D', asOf: 'with it', missing: NO_DEVICE });

/** A value of the device's history, where a device is named; of one that was never paid with, `first`. */
function ofDevice(
  { device, history }: Glance,
  first: number,
  read: (history: DeviceHistory) => number,
): number {
  if (device < 0) return NaN;
  return history === undefined || history.transactions === 0 ? first : read(history);
}

/** What was done with the device before. */
export const DEVICE_FEATURES: readonly FeatureDefinition[] = [
  number({
    name: 'txn_count',
    window: 'ever',
    formula: 'Transactions on the device.',
    read: (glance) => ofDevice(glance, 1, ({ transactions }) => transactions + 1),
  }),
  flag({
    name: 'device_ip_consistency',
    window: 'ever',
    formula: 'All transactions on the device that name an address came from one (IPv6: from one /64).',
    read: (glance) =>
      ofDevice(glance, 1, ({ isOneBlock, block }) =>
        flagOf(isOneBlock && (block < 0 || glance.block < 0 || block === glance.block)),
      ),
  }),
  flag({
    name: 'device_source_consistency',
    window: 'ever',
    formula:
      'All transactions on the device were by users who registered through one channel, as far as channels are known.',
    read: (glance) => {
      const channel = glance.person?.channel;
      return ofDevice(glance, 1, (history) =>
        flagOf(
          history.isOneChannel &&
            (history.channel === undefined || channel === undefined || history.channel === channel),
        ),
      );
    },
  }),
  number({
    name: 'time_setup_to_txn_seconds',
    unit: 'seconds',
    window: 'ever',
    formula: 'Since the user registered.',
    asOf: 'before',
    missing: 'the registration is not known',
    read: ({ at, person }) => (person === undefined ? NaN : (at - person.registeredAt) / SECOND),
  }),
  number({
    name: 'time_since_last_device_txn',
    unit: 'seconds',
    window: 'ever',
    formula: 'Since the latest transaction on the device; 0 when it is the first.',
    read: (glance) => ofDevice(glance, 0, ({ lastAt }) => Math.max(0, glance.at - lastAt) / SECOND),
  }),
  number({
    name: 'purchase_deviation_from_device_mean',
    unit: 'minor units',
    window: 'ever',
    formula: 'Amount less the mean of all transactions on the device in the same currency.',
    read: (glance) =>
      ofDevice(glance, 0, (history) => {
        const { sum, count } = history.spent(glance.event.amount.currency);
        return glance.amount - (sum + glance.amount) / (count + 1);
      }),
  }),
  number({
    name: 'device_lifespan',
    unit: 'seconds',
    window: 'ever',
    formula: 'From the first transaction on the device to this one; 0 when it is the first.',
    read: (glance) => ofDevice(glance, 0, ({ firstAt }) => Math.max(0, glance.at - firstAt) / SECOND),
  }),
];
