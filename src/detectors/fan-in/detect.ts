import { fanDetector } from '../fan-detector.ts';
import { FAN_IN_OPTIONS } from './options.ts';

/** Accounts that many different ones pay within a short time (docs/algorithms/fan-in.md). */
export const fanIn = fanDetector({
  name: 'fan-in',
  summary: 'Accounts that many different accounts pay within a short time.',
  options: FAN_IN_OPTIONS,
  direction: 'in',
});
