import { fanOptions } from '../fan-detector.ts';

export const FAN_OUT_OPTIONS = fanOptions('payees');
