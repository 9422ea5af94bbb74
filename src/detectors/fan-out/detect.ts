import { fanDetector } from '../fan-detector.ts';
import { FAN_OUT_OPTIONS } from './options.ts';

/** Accounts that pay many different ones within a short time (docs/algorithms/fan-out.md). */
export const fanOut = fanDetector({
  name: 'fan-out',
  summary: 'Accounts that pay many different accounts within a short time.',
  options: FAN_OUT_OPTIONS,
  direction: 'out',
});
