import { fanOptions } from '../fan-detector.ts';

export const FAN_IN_OPTIONS = fanOptions('payers');
